"""The city receives the hand-ins, files the basic ones and reviews the advanced ones."""

from services.demo.parts import Part
from services.demo.rulings import rule_on_what_is_left
from services.demo.scene import Scene
from services.demo.strands import together
from services.scenarios.cast import Peculiarity, Tier
from services.scenarios.people import CITY_OFFICER
from services.scenarios.steps import deciding

_WHY_NOT = "现场核查发现主要系统尚未投用"


def play_reception(scene: Scene) -> None:
    """Play how the city receives the hand-ins, files 基础级 and takes 先进级 into review."""
    scene.timeline.act(
        "第十幕 市级接收、备案、开始评审 · The city receives, files, takes into review"
    )
    officer = scene.seat(CITY_OFFICER)
    scene.move_clock(2025, 7, 21, 9, 30)
    for hand_in_id in scene.hand_ins:
        deciding.receive(scene.quiet_venue().front_end(CITY_OFFICER), hand_in_id)
    officer.tell("接收各区报送 · receives the hand-ins", f"{len(scene.hand_ins)} 批")
    basic = [part for part in scene.of_tier(Tier.BASIC) if part.reached_the_city]
    together(scene, basic, _file)
    _check_filing_numbers(scene, basic)
    for part in in_city_review(scene):
        deciding.start_review(scene.quiet_venue().front_end(CITY_OFFICER), part.application_id)
    officer.tell("开始评审先进级 · takes them into review", f"{len(in_city_review(scene))} 份")


def play_review(scene: Scene) -> None:
    """Play what persons decide on 先进级: what the machine left to them, and the proposals."""
    scene.timeline.act("第十二幕 市级裁定和拟认定 · Persons settle what the machine left to them")
    scene.move_clock(2025, 7, 28, 15)
    lead = scene.part("lead")
    rule_on_what_is_left(scene, lead)
    deciding.propose(scene.seat(CITY_OFFICER), lead.application_id)
    others = [part for part in in_city_review(scene) if part is not lead]
    together(scene, others, _decide)


def in_city_review(scene: Scene) -> list[Part]:
    """Find the advanced applications that the city reviews, the lead's first."""
    return [part for part in scene.of_tier(Tier.ADVANCED) if part.reached_the_city]


def _check_filing_numbers(scene: Scene, basic: list[Part]) -> None:
    officer = scene.quiet_venue().front_end(CITY_OFFICER)
    shown = [officer.read(f"/v1/applications/{part.application_id}") for part in basic]
    numbers = sorted(each["filing_number"] for each in shown if each["filing_number"])
    scene.checks.equal(
        "备案编号连续，中间无缺号 · the filing numbers run without a gap, though filed all at once",
        [int(number.rpartition("-")[2]) for number in numbers],
        list(range(1, len(numbers) + 1)),
    )


def _file(scene: Scene, part: Part) -> None:
    officer = scene.seat(CITY_OFFICER)
    if part.member.outcome == "filed":
        filed = deciding.file_basic(officer, part.application_id)
        result = f"备案编号 {filed['filing_number']}"
    else:
        deciding.not_file(officer, part.application_id, _WHY_NOT)
        result = f"不予备案：{_WHY_NOT}"
    scene.timeline.tell(officer.person.title, f"备案管理 {part.label}", result)


def _decide(scene: Scene, part: Part) -> None:
    officer = scene.seat(CITY_OFFICER)
    if part.member.outcome == "declined" and not part.has(Peculiarity.DECLINED_IN_PUBLICITY):
        deciding.decline(officer, part.application_id, _WHY_NOT)
        result = f"不予认定：{_WHY_NOT}"
    else:
        deciding.propose(officer, part.application_id)
        result = "拟予认定"
    scene.timeline.tell(officer.person.title, f"评审 {part.label}", result)
