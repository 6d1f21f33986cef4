"""The districts review what was filed with them, recommend or tabulate, and hand in; several at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.demo.paper_and_order import put_in_order, take_paper
from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.strands import together
from services.scenarios.cast import Peculiarity, Tier
from services.scenarios.front_end import FrontEnd
from services.scenarios.lives import recommend
from services.scenarios.people import district_officer_of
from services.scenarios.steps import deciding
from services.scenarios.wording import TIERS

#: A district that has nothing to do with any firm.
_OTHER_DISTRICT = "120101"
_WHY_NOT = {
    Peculiarity.BELOW_THE_GATE: "成熟度等级未达到该级别要求",
    Peculiarity.NOT_IN_REGISTER: "未见前置级别的公示记录",
}
#: What a hand-in has printed: its name in the address, a word for it, and where it is kept.
_PAPERS = (
    ("summary-table", "汇总表打印件 · printed table", "汇总表.pdf"),
    ("recommendation-letter", "推荐函 · recommendation letter", "推荐函.pdf"),
)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What lies before the officer of one unit."""

    unit_code: str
    parts: Sequence[Part]


def play_districts(scene: Scene) -> None:
    """Play the units' part up to the hand-ins."""
    scene.timeline.act("第九幕 区级审核推荐 · The units review, recommend, hand in")
    scene.move_clock(2025, 7, 19, 10)
    lead = scene.part("lead")
    stranger = scene.seat(district_officer_of(_OTHER_DISTRICT))
    scene.checks.refused(
        "别区看不到这份申报 · another district's officer does not find it",
        lambda: stranger.read(f"/v1/applications/{lead.application_id}"),
        404,
        "application-not-found",
    )
    scene.checks.equal(
        "别区的收件箱是空的 · nor does it see any of them in its list",
        stranger.read("/v1/applications")["items"],
        [],
    )
    handed_in = recommend(scene.venue, lead.member.firm, lead.application_id)
    unit_code = lead.member.firm.factory_unit_code
    _send_off(scene, unit_code, lead.member.tier, str(handed_in["hand_in_id"]))
    _keep_papers(scene, lead, str(handed_in["hand_in_id"]))
    together(scene, list(_desks(scene, apart=lead)), _review)


def _desks(scene: Scene, *, apart: Part) -> Iterator[Desk]:
    waiting = [part for part in scene.parts if part.receipt is not None and part is not apart]
    codes = dict.fromkeys(part.member.firm.factory_unit_code for part in waiting)
    for code in codes:
        yield Desk(
            unit_code=code,
            parts=[part for part in waiting if part.member.firm.factory_unit_code == code],
        )


def _review(scene: Scene, desk: Desk) -> None:
    officer = scene.seat(district_officer_of(desk.unit_code))
    unit = officer.read(f"/v1/units/{desk.unit_code}")["name"]["zh"]
    for tier in Tier:
        parts = [part for part in desk.parts if part.member.tier is tier]
        if parts:
            result = _review_tier(scene, officer, desk.unit_code, tier, parts)
            what = f"区级审核、报送 {unit} {TIERS[tier]}"
            scene.timeline.tell(officer.person.title, what, result)


def _review_tier(
    scene: Scene, officer: FrontEnd, unit_code: str, tier: Tier, parts: Sequence[Part]
) -> str:
    passed = [part for part in parts if _decide(scene, officer, part)]
    if passed:
        hand_in_id = _hand_in(scene, officer, unit_code, tier, passed)
        _send_off(scene, unit_code, tier, hand_in_id)
    count = Counter(part in passed for part in parts)
    return f"通过并报送 {count[True]} 份，不通过 {count[False]} 份"


def _send_off(scene: Scene, unit_code: str, tier: Tier, hand_in_id: str) -> None:
    """Keep the hand-in for the city, and its summary table for the reader."""
    scene.hand_ins.append(hand_in_id)
    officer = scene.quiet_venue().front_end(district_officer_of(unit_code))
    scene.keepsakes.keep_among(
        "汇总表 · summary tables",
        "汇总表",
        f"{unit_code}-{tier}.xlsx",
        deciding.summary_table(officer, hand_in_id),
    )


def _keep_papers(scene: Scene, part: Part, hand_in_id: str) -> None:
    """Keep what the unit prints, stamps and sends with its hand-in."""
    officer = scene.seat(district_officer_of(part.member.firm.factory_unit_code))
    for paper, title, name in _PAPERS:
        scene.keepsakes.keep(title, name, deciding.fetch_paper(officer, hand_in_id, paper))
    officer.tell("下载汇总表、推荐函 · fetches table and letter", "PDF/A，每页带编码，供打印盖章")


def _hand_in(
    scene: Scene, officer: FrontEnd, unit_code: str, tier: Tier, parts: Sequence[Part]
) -> str:
    if parts[0].member.files_nationally:
        return put_in_order(scene, officer, unit_code, tier, parts)
    ids = [part.application_id for part in parts]
    return str(deciding.hand_in(officer, ids, unit_code, tier)["hand_in_id"])


def _decide(scene: Scene, officer: FrontEnd, part: Part) -> bool:
    """Decide as the cast foresees; tell whether it goes on to the city."""
    if part.member.outcome == "not-passed" and part.member.peculiarity is not None:
        deciding.not_pass(officer, part.application_id, _WHY_NOT[part.member.peculiarity])
        return False
    if part.member.files_nationally:
        take_paper(scene, officer, part)
    if not part.has(Peculiarity.STAMPS_IN_BLUE):
        # That one was passed when its finding was answered.
        deciding.pass_review(officer, part.application_id)
    if part.member.tier is Tier.BASIC:
        deciding.tabulate(officer, part.application_id)
    else:
        deciding.recommend(officer, part.application_id)
    return True
