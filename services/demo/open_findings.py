"""A machine's serious finding stands in the way of the pass until an officer says why it is not shared."""

from services.demo.crowd_act import finish
from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.submission_act import await_verdict, submit_quietly
from services.scenarios.cast import Peculiarity
from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, Unexpected
from services.scenarios.people import applicant_of, district_officer_of
from services.scenarios.steps import deciding, looking
from services.scenarios.waiting import wait_for

_SEEN = "公章为蓝色印泥所盖，机器未能识别；已核对纸质原件，印章清晰有效"


def play_blue_stamp(scene: Scene) -> None:
    """Play one firm that stamps in blue and submits early, up to the pass of its district."""
    (part,) = scene.peculiar(Peculiarity.STAMPS_IN_BLUE)
    finish(scene, part)
    submit_quietly(scene, part)
    await_verdict(scene, part)
    officer = scene.seat(district_officer_of(part.member.firm.factory_unit_code))
    # With the submission it is looked at once more, beside its date; what is found alike is the same result.
    check = looking.wait_until_read(officer, part.application_id)
    _be_refused(scene, officer, part, check)
    _set_aside(scene, officer, part, check)
    # What was found comes home to the review a moment after it can be read.
    wait_for(lambda: _passed(officer, part), what="the pass")


def _be_refused(scene: Scene, officer: FrontEnd, part: Part, check: JsonObject) -> None:
    scene.checks.equal(
        "机器未认出蓝色印章，列为严重发现 · the machine does not know the blue stamp",
        [each["finding"]["code"] for each in _serious(check)],
        ["seal-missing"],
    )
    scene.checks.refused(
        "  有严重发现而未说明理由，不能通过 · no pass over a serious finding without a word",
        lambda: deciding.pass_review(officer, part.application_id),
        409,
        "findings-open",
    )


def _set_aside(scene: Scene, officer: FrontEnd, part: Part, check: JsonObject) -> None:
    for each in _serious(check):
        looking.set_aside(officer, part.application_id, check["version_id"], each["number"], _SEEN)
    officer.tell("说明理由，不予采信 · sets the finding aside", _SEEN)
    applicant = scene.seat(applicant_of(part.member.firm))
    scene.checks.equal(
        "  理由记录在案，不向企业显示 · the reason is on record, and not shown to the enterprise",
        [_said(front_end, part) for front_end in (officer, applicant)],
        [_SEEN, None],
    )


def _passed(officer: FrontEnd, part: Part) -> JsonObject | None:
    try:
        return deciding.pass_review(officer, part.application_id)
    except Unexpected as answer:
        if answer.code == "findings-open":
            return None
        raise


def _serious(check: JsonObject) -> list[JsonObject]:
    return [each for each in check["findings"] if each["finding"]["severity"] == "serious"]


def _said(front_end: FrontEnd, part: Part) -> str | None:
    check = looking.wait_until_read(front_end, part.application_id)
    said = looking.findings_by_code(check)["seal-missing"]["set_aside"]
    return None if said is None else str(said["reason"])
