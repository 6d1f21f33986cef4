"""Bodies in which scoring schemes are shown."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, JsonValue

from services.scoring.domain.panels.documents import spelt
from services.scoring.domain.panels.pool import aggregation_document
from services.scoring.domain.schemes import ExpertRule, Item, Scheme, Standing
from shared.contracts.scoring import Sm3
from shared.contracts.verdicts import Body, Certainty, LocalisedText, Name, Sha256, SourceReference


class SchemeSummary(Body):
    """评分表 · A scoring scheme."""

    scheme_id: Name
    title: LocalisedText
    standing: Standing = Field(
        strict=False,
        description="own 本市；another-place 外地示例；template 待填模板 · whose scheme it is",
    )
    place: LocalisedText
    note: LocalisedText
    is_usable: bool = Field(description="能否用于专家组 · whether a panel can use it")
    total: str | None
    content_sha256: Sha256
    content_sm3: Sm3

    @classmethod
    def of(cls, scheme: Scheme) -> "SchemeSummary":
        return SchemeSummary(**_summary(scheme))


class SchemeList(Body):
    """全部评分表 · All schemes."""

    items: list[SchemeSummary]


class SchemeItem(Body):
    """评分项 · One item of a scheme."""

    item_id: Name
    title: LocalisedText
    most: str | None = Field(
        description="最高分；模板中可为空 · the most points; null in a template"
    )
    is_for_experts: bool | None = Field(
        description="由专家打分还是机器计分；模板中可为空 · scored by experts, or by the machine"
    )
    rule: dict[str, JsonValue] | None = Field(
        description="规则原样：expert、ladder、bands 或 share · the rule as the file states it"
    )
    when_unknown: str | None = Field(
        description="事实未知时的得分；空则必须已知 · points when the fact is not known; null: it must be"
    )
    source: SourceReference | None
    certainty: Certainty | None
    note: LocalisedText | None


class SchemeDetails(SchemeSummary):
    """评分表及评分项 · A scheme with its items."""

    edition_id: Name | None
    items: list[SchemeItem]
    aggregation: dict[str, JsonValue] | None = Field(
        description="汇总办法；空则设立专家组时说明 · null: whoever makes a panel states it"
    )

    @classmethod
    def with_items(cls, scheme: Scheme) -> "SchemeDetails":
        stated: Any = scheme.content["items"]
        rule = scheme.aggregation
        return SchemeDetails(
            **_summary(scheme),
            edition_id=scheme.edition_id,
            items=[_item(item, one) for item, one in zip(scheme.items, stated, strict=True)],
            aggregation=None if rule is None else dict(aggregation_document(rule)),  # type: ignore[arg-type]  # JSON by construction
        )


def _summary(scheme: Scheme) -> dict[str, Any]:
    return {
        "scheme_id": scheme.scheme_id,
        "title": scheme.title.as_json(),
        "standing": scheme.standing,
        "place": scheme.place.as_json(),
        "note": scheme.note.as_json(),
        "is_usable": scheme.is_usable,
        "total": None if scheme.total is None else spelt(scheme.total),
        "content_sha256": scheme.content_hash.sha256,
        "content_sm3": scheme.content_hash.sm3,
    }


def _item(item: Item, stated: Mapping[str, Any]) -> SchemeItem:
    return SchemeItem(
        item_id=item.item_id,
        title=LocalisedText(**item.title.as_json()),
        most=None if item.most is None else spelt(item.most),
        is_for_experts=None if item.rule is None else isinstance(item.rule, ExpertRule),
        rule=stated["rule"],
        when_unknown=None if item.when_unknown is None else spelt(item.when_unknown),
        source=SourceReference(title=item.source.title, url=item.source.url)
        if item.source
        else None,
        certainty=None if item.certainty is None else item.certainty.value,
        note=LocalisedText(**item.note.as_json()) if item.note else None,
    )
