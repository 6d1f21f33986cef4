"""卓越级, 领航级 in the city: reviewed, opined on by five bureaus, forwarded in order or not; the ministry's result."""

from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.strands import together
from services.scenarios.cast import Tier
from services.scenarios.firm import JsonObject
from services.scenarios.people import CITY_OFFICER, bureau_officer_of
from services.scenarios.steps import deciding, forwarding
from services.scenarios.steps.filling_in import ROUND_ID
from services.scenarios.wording import TIERS

_NOT_BEST = "择优推荐，本批次不予推荐"
_SOURCE = "示例公告（虚构），EX-2025-0号"


def play_forwarding(scene: Scene) -> None:
    """Play from the city's review to the forwarding."""
    scene.timeline.act(
        "第十三幕 会同、择优推荐 · Joint opinions; forwarded to the ministry in order"
    )
    scene.move_clock(2025, 7, 28, 16, 30)
    bureaus = _bureaus_of(scene, Tier.EXCELLENT)
    scene.timeline.note(f"会同部门 · partner bureaus: {'、'.join(bureaus.values())}")
    for tier in (Tier.EXCELLENT, Tier.LEADING):
        parts = [part for part in scene.of_tier(tier) if part.reached_the_city]
        together(scene, parts, _review)
        asked = [part for part in parts if part.member.outcome != "not-forwarded"]
        _check_unasked(scene, tier, asked)
        together(scene, asked, _ask_and_opine)
        officer = scene.seat(CITY_OFFICER)
        forwarded = forwarding.forward(officer, tier, [part.application_id for part in asked])
        scene.keepsakes.keep_among(
            "向国家推荐汇总表 · forwarded",
            "向国家推荐",
            f"{tier}.xlsx",
            forwarding.forwarding_table(officer, str(forwarded["forwarding_id"])),
        )


def play_result(scene: Scene) -> None:
    """Record what the ministry decided, months later."""
    scene.timeline.act("第十五幕 国家遴选结果 · The ministry's result is recorded")
    scene.move_clock(2025, 11, 28, 10)
    forwarded = scene.those(lambda member: member.outcome in {"selected", "not-selected"})
    together(scene, forwarded, _record_result)


def _review(scene: Scene, part: Part) -> None:
    officer = scene.seat(CITY_OFFICER)
    deciding.start_review(officer, part.application_id)
    if part.member.outcome == "not-forwarded":
        forwarding.not_forward(officer, part.application_id, _NOT_BEST)
        scene.timeline.tell(officer.person.title, f"评审 {part.label}", _NOT_BEST)


def _check_unasked(scene: Scene, tier: Tier, parts: list[Part]) -> None:
    officer = scene.quiet_venue().front_end(CITY_OFFICER)
    scene.checks.refused(
        f"{TIERS[tier]} 未征求会同部门意见不能推荐 · nothing is forwarded without the joint opinions",
        lambda: forwarding.forward(officer, tier, [part.application_id for part in parts]),
        422,
        "not-ready-to-forward",
    )


def _ask_and_opine(scene: Scene, part: Part) -> None:
    officer = scene.seat(CITY_OFFICER)
    forwarding.request_opinions(officer, part.application_id)
    bureaus = _bureaus_of(scene, part.member.tier)
    for code, name in bureaus.items():
        seat = scene.seat(bureau_officer_of(code, name))
        forwarding.give_opinion(seat, code, part.application_id, "agree", "同意推荐")
    scene.timeline.tell("会同部门", f"会同意见 {part.label}", f"{len(bureaus)} 个部门均同意推荐")


def _bureaus_of(scene: Scene, tier: Tier) -> dict[str, str]:
    """Look up in the round which bureaus give joint opinions, with their names."""
    tiers: list[JsonObject] = scene.seat(CITY_OFFICER).read(f"/v1/rounds/{ROUND_ID}")["tiers"]
    rules = next(each for each in tiers if each["tier"] == tier)
    return {str(code): str(name["zh"]) for code, name in rules["bureaus"].items()}


def _record_result(scene: Scene, part: Part) -> None:
    officer = scene.seat(CITY_OFFICER)
    is_selected = part.member.outcome == "selected"
    recorded = forwarding.record_result(
        officer,
        part.application_id,
        selected=is_selected,
        reason="按国家公布的名单登记",
        source_title=_SOURCE,
    )
    scene.timeline.tell(
        officer.person.title, f"登记国家遴选结果 {part.label}", f"状态 {recorded['state']}"
    )
