"""The list: drawn, shown in publicity, published by two officers, read by anybody."""

from dataclasses import dataclass

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.steps.filling_in import ROUND_ID, TIER


@dataclass(frozen=True, kw_only=True)
class PublicList:
    """A list as the public gets it."""

    details: JsonObject
    workbook: bytes


def draw_list(officer: FrontEnd, tier: str = TIER) -> str:
    """Put all proposed applications on a list, and give its id."""
    drawn = officer.create("/v1/lists", {"round_id": ROUND_ID, "tier": tier})
    officer.tell("生成拟认定名单 · draws the list", f"{len(drawn['entries'])} 家")
    return str(drawn["list_id"])


def open_publicity(officer: FrontEnd, list_id: str) -> JsonObject:
    """Show the list to everybody (公示)."""
    opened = _step(officer, list_id, "open-publicity")
    officer.tell(
        "开始公示 · opens the publicity",
        f"{opened['publicity_first_day']} 至 {opened['publicity_last_day']}（工作日历）",
    )
    return opened


def request_publication(officer: FrontEnd, list_id: str) -> JsonObject:
    """Ask, as the first officer, that the list be published."""
    requested = _step(officer, list_id, "request-publication")
    officer.tell("申请发布名单 · requests the publication", "须另一人确认")
    return requested


def confirm_publication(officer: FrontEnd, list_id: str) -> JsonObject:
    """Publish the list (发布), as the second officer."""
    published = _step(officer, list_id, "confirm-publication")
    officer.tell("确认发布名单 · confirms the publication", f"SHA-256 {published['sha256'][:16]}…")
    return published


def read_public_list(anybody: FrontEnd, list_id: str) -> PublicList:
    """Read a list without signing in, as JSON and as a workbook."""
    public = PublicList(
        details=anybody.read(f"/v1/public-lists/{list_id}"),
        workbook=anybody.send("GET", f"/v1/public-lists/{list_id}/xlsx").content,
    )
    anybody.tell(
        "免登录查看名单 · reads the list without signing in",
        f"{public.details['stage']}，{len(public.details['entries'])} 家，XLSX {len(public.workbook):,} 字节",
    )
    return public


def _step(officer: FrontEnd, list_id: str, action: str) -> JsonObject:
    # An officer decides on what the officer has read.
    officer.read(f"/v1/lists/{list_id}")
    return officer.decide(f"/v1/lists/{list_id}/{action}")
