"""Bodies about the register of recognised factories (认定名录)."""

from datetime import datetime

from pydantic import Field

from services.intake.domain.register import Match, RecognisedBy, RegisterEntry
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.base import Body
from services.intake.store.register import RegisterImport


class ImportResult(Body):
    """导入结果 · What an import did, or would do."""

    import_id: str | None = Field(description="试导入时为空 · null after a dry run")
    source_title: str
    source_url: str | None
    sha256: str
    new_entries: int = Field(description="新增条数 · lines that are new")
    known_entries: int = Field(
        description="名录中已有的条数 · lines that the register held already"
    )
    imported_by: str
    imported_at: datetime | None

    @classmethod
    def of(cls, done: RegisterImport) -> "ImportResult":
        return cls(**{name: getattr(done, name) for name in cls.model_fields})


class EntryView(Body):
    """名录条目 · A line of the register."""

    entry_id: str
    tier: Tier
    recognised_by: RecognisedBy = Field(description="公示部门：市级或国家 · city or ministry")
    batch: str = Field(description="批次 · batch", examples=["2025-1"])
    enterprise_name: str
    credit_code: str | None
    factory_name: str | None
    unit_code: str | None
    source_title: str
    source_url: str | None
    import_id: str | None
    list_id: str | None = Field(
        description="本系统发布的名单 · the list of ours that was published"
    )
    entered_at: datetime

    @classmethod
    def of(cls, entry: RegisterEntry) -> "EntryView":
        return cls(**entry_values(entry))


class MatchView(EntryView):
    """名录比对 · A line of the register that may be about an application's enterprise."""

    match: Match = Field(
        description="信用代码与工厂均一致、工厂名称不同、仅企业名称一致；后两种须人工核对 · how it matches"
    )

    @classmethod
    def matching(cls, entry: RegisterEntry, match: Match) -> "MatchView":
        return cls(match=match, **entry_values(entry))


class MatchList(Body):
    """名录比对结果 · What the register says about an application's enterprise."""

    items: list[MatchView]


def entry_values(entry: RegisterEntry) -> dict[str, object]:
    """Give what is shown of an entry."""
    names = [name for name in EntryView.model_fields if hasattr(entry, name)]
    values: dict[str, object] = {name: getattr(entry, name) for name in names}
    return values | vars(entry.row) | {"entry_id": entry.row.entry_id}
