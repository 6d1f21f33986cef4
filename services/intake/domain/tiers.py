"""The four tiers of smart factory (智能工厂梯度), from the lowest to the highest."""

from enum import StrEnum

from shared.text import Text


class Tier(StrEnum):
    BASIC = "basic"
    ADVANCED = "advanced"
    EXCELLENT = "excellent"
    LEADING = "leading"

    @property
    def text(self) -> Text:
        """Name the tier as the notices do, with our English word beside it."""
        return _TEXTS[self]


_TEXTS = {
    Tier.BASIC: Text(zh="基础级", en="basic tier"),
    Tier.ADVANCED: Text(zh="先进级", en="advanced tier"),
    Tier.EXCELLENT: Text(zh="卓越级", en="excellent tier"),
    Tier.LEADING: Text(zh="领航级", en="leading tier"),
}
