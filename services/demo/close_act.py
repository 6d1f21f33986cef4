"""The close: one firm submits a moment before it, another a moment after."""

from datetime import datetime

from services.demo.crowd_act import finish
from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.strands import together
from services.demo.submission_act import await_verdict, submit_quietly
from services.scenarios.cast import Peculiarity
from services.scenarios.front_end import new_key
from services.scenarios.people import applicant_of


def play_close(scene: Scene) -> None:
    """Play the minute around 24:00 of the last day."""
    scene.timeline.act("第七幕 截止 · The close: 2025-07-18 24:00")
    (late,) = scene.peculiar(Peculiarity.MISSES_THE_CLOSE)
    (early,) = scene.peculiar(Peculiarity.LAST_MOMENT)
    scene.move_clock(2025, 7, 18, 23, 50)
    together(scene, [late], finish)
    scene.move_clock(2025, 7, 18, 23, 59, 30)
    submit_quietly(scene, early)
    receipt = early.receipt or {}
    closes_at = receipt["content"]["window_closes_at"]
    scene.checks.equal(
        "截止前一刻提交有效 · a moment before the close it is in time",
        datetime.fromisoformat(receipt["arrived_at"]) < datetime.fromisoformat(closes_at),
        True,
    )
    scene.move_clock(2025, 7, 19)
    _come_too_late(scene, late)
    await_verdict(scene, early)


def _come_too_late(scene: Scene, late: Part) -> None:
    applicant = late.finished.applicant
    path = f"/v1/applications/{late.application_id}"
    scene.seat(applicant_of(late.member.firm)).tell(
        "截止后一刻才提交 · submits a moment too late", late.label
    )
    scene.checks.refused(
        "截止后提交被拒 · submitting after the close is refused",
        lambda: applicant.send(
            "POST", f"{path}/submit", json={"revision_number": 1}, key=new_key()
        ),
        409,
        "window-closed",
    )
    scene.checks.refused(
        "截止后不能修改 · so is editing",
        lambda: applicant.save("PATCH", f"{path}/form", {"effects": {"next_plan": "再改"}}),
        409,
        "window-closed",
    )
    scene.checks.equal(
        "该申报仍停在定稿 · it stays finalised, with nothing half-done",
        applicant.read(path)["state"],
        "finalised",
    )
