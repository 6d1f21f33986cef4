"""Bodies about what is filed in the ministry's portal (国家平台)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints

from services.intake.domain.national_portal import PaperCopy, PortalFiling
from services.intake.routes.bodies.base import Body
from shared.text_fields import Name, Reason
from shared.time_fields import Day, Instant


class PortalFilingBody(Body):
    """国家平台申报 · What the ministry's portal says about the filing."""

    portal_number: Annotated[Name, StringConstraints(max_length=80)] = Field(
        description="国家平台的申报编号；全角、空格与小写会被规范化 · the portal's number, normalised",
        examples=["MIIT-EX-2025-000123"],
    )
    filed_at: Instant = Field(
        description="国家平台的申报时间，须带时区；是否逾期以此为准 · the portal's own time, with its offset: it decides",
        examples=["2025-07-17T16:20:00+08:00"],
    )

    def as_filing(self) -> PortalFiling:
        return PortalFiling(number=self.portal_number, filed_at=self.filed_at)

    @classmethod
    def of(cls, filing: PortalFiling) -> "PortalFilingBody":
        return cls(portal_number=filing.number, filed_at=filing.filed_at)


class NewPaperCopy(Body):
    """登记纸质申报书 · An arrival of the stamped paper form."""

    received_on: Day = Field(description="收到日期 · day of arrival", examples=["2025-07-17"])
    copies: Annotated[int, Field(ge=1, le=100, strict=True)] = Field(
        description="份数 · number of copies", examples=[1]
    )
    equals_online: StrictBool = Field(
        description="内容是否与线上填报一致 · whether its text equals what was filed online",
        examples=[True],
    )
    remark: Reason | None = Field(
        default=None, description="备注，可不填 · may be left out", examples=["封面公章清晰"]
    )


class PaperCopyView(Body):
    """纸质申报书登记 · A line of the log."""

    paper_copy_id: str
    application_id: str
    revision_number: int = Field(
        description="所核对的登记版本；重新登记后须另行核对 · the recorded revision it was compared with; a later record is compared anew"
    )
    received_on: date
    copies: int
    equals_online: bool
    remark: str | None
    by_unit: bool = Field(
        description="由推荐单位登记；否则为市级 · logged by the unit, or else by the city"
    )
    logged_by: str
    logged_at: datetime

    @classmethod
    def of(cls, copy: PaperCopy) -> "PaperCopyView":
        return cls(**{name: getattr(copy, name) for name in cls.model_fields})


class PaperCopyList(Body):
    """一份申报的纸质申报书登记 · The log of an application."""

    items: list[PaperCopyView]
