"""The officers' steps: the unit reviews, recommends and hands in; the city receives, reviews, proposes."""

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.steps.filling_in import ROUND_ID, TIER
from services.scenarios.steps.submitting import unless_too_early
from services.scenarios.waiting import wait_for


def pass_review(officer: FrontEnd, application_id: str) -> JsonObject:
    """Pass the district review (区级审核通过)."""
    return decide(
        officer, application_id, "pass", "区级审核通过 · passes it", "材料齐全，现场核实无误"
    )


def not_pass(officer: FrontEnd, application_id: str, reason: str) -> JsonObject:
    """Refuse it in the district review (区级审核不通过)."""
    return decide(officer, application_id, "not-pass", "区级审核不通过 · does not pass it", reason)


def tabulate(officer: FrontEnd, application_id: str) -> JsonObject:
    """Put a passed basic application on the summary table (汇总)."""
    return decide(
        officer,
        application_id,
        "tabulate",
        "列入汇总表 · tabulates it",
        "符合基础级要求，列入汇总表",
    )


def recommend(officer: FrontEnd, application_id: str) -> JsonObject:
    """Recommend what was passed (推荐)."""
    return decide(
        officer, application_id, "recommend", "推荐 · recommends it", "符合先进级要求，同意推荐"
    )


def hand_in(
    officer: FrontEnd, application_ids: list[str], unit_code: str, tier: str = TIER
) -> JsonObject:
    """Hand the recommended applications in to the city (报送)."""
    body: JsonObject = {
        "round_id": ROUND_ID,
        "tier": tier,
        "unit_code": unit_code,
        "application_ids": application_ids,
    }
    handed_in = officer.create("/v1/hand-ins", body)
    officer.tell("报送市级 · hands in to the city", f"{len(application_ids)} 份")
    return handed_in


def receive(officer: FrontEnd, hand_in_id: str) -> JsonObject:
    """Take a hand-in over, as the city."""
    received = officer.decide(f"/v1/hand-ins/{hand_in_id}/receive")
    officer.tell("接收报送 · receives it", f"{len(received['application_ids'])} 份")
    return received


def summary_table(officer: FrontEnd, hand_in_id: str) -> bytes:
    """Fetch the workbook of a hand-in's summary table (汇总表)."""
    return officer.send("GET", f"/v1/hand-ins/{hand_in_id}/summary-table").content


def fetch_paper(officer: FrontEnd, hand_in_id: str, paper: str) -> bytes:
    """Fetch a paper of a hand-in (汇总表, 推荐函) as soon as it is printed."""
    path = f"/v1/hand-ins/{hand_in_id}/papers/{paper}"
    ticket = wait_for(lambda: unless_too_early(officer, path), what="the hand-in's papers")
    return officer.download(ticket).content


def file_basic(officer: FrontEnd, application_id: str) -> JsonObject:
    """File a basic application (备案)."""
    return decide(officer, application_id, "file", "备案 · files it", "材料齐全，予以备案")


def not_file(officer: FrontEnd, application_id: str, reason: str) -> JsonObject:
    """Refuse to file a basic application (不予备案)."""
    return decide(officer, application_id, "not-file", "不予备案 · does not file it", reason)


def start_review(officer: FrontEnd, application_id: str) -> JsonObject:
    """Start the city's review (评审)."""
    return decide(
        officer, application_id, "start-review", "开始评审 · starts the review", "纳入本批次评审"
    )


def propose(officer: FrontEnd, application_id: str) -> JsonObject:
    """Propose the application for the list (拟认定)."""
    return decide(officer, application_id, "propose", "拟认定 · proposes it", "经评审，拟予认定")


def decline(officer: FrontEnd, application_id: str, reason: str) -> JsonObject:
    """Decline it, in the review or in its publicity (不予认定)."""
    return decide(officer, application_id, "decline", "不予认定 · declines it", reason)


def decide(
    officer: FrontEnd, application_id: str, action: str, what: str, reason: str
) -> JsonObject:
    """Take an officer's step on one application, with its reason."""
    path = f"/v1/applications/{application_id}"
    # An officer decides on what the officer has read.
    decided = officer.read_and(path, lambda: officer.decide(f"{path}/{action}", {"reason": reason}))
    officer.tell(what, f"状态 {decided['state']}，理由：{reason}")
    return decided
