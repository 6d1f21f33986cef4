"""卓越级, 领航级: the unit's order, joint opinions of the partner bureaus, forwarding in order, the ministry's result."""

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, new_key
from services.scenarios.steps.deciding import decide
from services.scenarios.steps.filling_in import ROUND_ID


def order(
    officer: FrontEnd,
    unit_code: str,
    tier: str,
    application_ids: list[str],
    *,
    places: list[int] | None = None,
) -> JsonObject:
    """Put a unit's recommendations of a tier in their order (优先顺序); places run from 1 unless given."""
    path = f"/v1/rounds/{ROUND_ID}/tiers/{tier}/units/{unit_code}/priority-order"
    standing = officer.read(path)
    numbered = zip(application_ids, places or range(1, len(application_ids) + 1), strict=True)
    body: JsonObject = {
        "entries": [
            {"application_id": application_id, "place": place} for application_id, place in numbered
        ]
    }
    # An order is a resource of its own below the round: its version is not the round's.
    headers = {"If-Match": f'"{standing["version"]}"'}
    ordered: JsonObject = officer.send("PUT", path, json=body, headers=headers).json()
    officer.tell("排定推荐优先顺序 · orders them", f"{len(application_ids)} 份")
    return ordered


def request_opinions(officer: FrontEnd, application_id: str) -> JsonObject:
    """Ask the partner bureaus for their joint opinions (会同)."""
    return decide(
        officer,
        application_id,
        "request-opinions",
        "征求会同部门意见 · asks for joint opinions",
        "评审通过，征求会同部门意见",
    )


def give_opinion(
    bureau_officer: FrontEnd, bureau: str, application_id: str, opinion: str, reason: str
) -> JsonObject:
    """Give one bureau's joint opinion."""
    path = f"/v1/applications/{application_id}/joint-opinions/{bureau}"
    given = bureau_officer.save("PUT", path, {"opinion": opinion, "reason": reason})
    bureau_officer.tell("填写会同意见 · gives its opinion", f"{opinion}，{reason}")
    return given


def forward(officer: FrontEnd, tier: str, application_ids: list[str]) -> JsonObject:
    """Forward a tier's applications to the ministry, in their order (择优推荐)."""
    body: JsonObject = {"round_id": ROUND_ID, "tier": tier, "application_ids": application_ids}
    forwarded: JsonObject = officer.send("POST", "/v1/forwardings", json=body, key=new_key()).json()
    officer.tell("按顺序向工信部推荐 · forwards them in order", f"{len(application_ids)} 份")
    return forwarded


def forwarding_table(officer: FrontEnd, forwarding_id: str) -> bytes:
    """Fetch the workbook of what was forwarded."""
    return officer.send("GET", f"/v1/forwardings/{forwarding_id}/summary-table").content


def not_forward(officer: FrontEnd, application_id: str, reason: str) -> JsonObject:
    """Do not forward one (不予推荐)."""
    return decide(officer, application_id, "not-forward", "不予推荐 · does not forward it", reason)


def record_result(
    officer: FrontEnd, application_id: str, *, selected: bool, reason: str, source_title: str
) -> JsonObject:
    """Record what the ministry decided, and in which document it says so."""
    path = f"/v1/applications/{application_id}"
    officer.read(path)
    action = "record-selected" if selected else "record-not-selected"
    body: JsonObject = {"reason": reason, "source_title": source_title}
    recorded = officer.decide(f"{path}/{action}", body)
    officer.tell("登记国家遴选结果 · records the ministry's result", f"状态 {recorded['state']}")
    return recorded
