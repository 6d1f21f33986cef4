"""What a unit does beside the review where a tier is filed nationally: paper copies, and the order of its recommendations."""

from collections.abc import Sequence
from datetime import date

from services.demo.parts import Part
from services.demo.scene import Scene
from services.scenarios.cast import Peculiarity, Tier
from services.scenarios.front_end import FrontEnd
from services.scenarios.steps import deciding, forwarding, recording

_RECEIVED_ON = date(2025, 7, 19)


def take_paper(scene: Scene, officer: FrontEnd, part: Part) -> None:
    """Log the paper copy; one comes with a page that differs from what was filed online."""
    if part.has(Peculiarity.PAPER_COMES_LATE):
        _refuse_to_pass(
            scene, officer, part, "未收到纸质申报书不能通过 · no pass without the paper"
        )
        recording.log_paper(
            officer,
            part.application_id,
            received_on=_RECEIVED_ON,
            equals_online=False,
            remark="第12页与线上填报不一致，已通知企业更换",
        )
        _refuse_to_pass(
            scene, officer, part, "纸质件与线上不一致不能通过 · nor with paper that differs"
        )
    recording.log_paper(
        officer,
        part.application_id,
        received_on=_RECEIVED_ON,
        equals_online=True,
        remark="与线上填报一致，已盖章",
    )


def put_in_order(
    scene: Scene, officer: FrontEnd, unit_code: str, tier: Tier, parts: Sequence[Part]
) -> str:
    """Order the recommendations of a tier, hand them in, and give the hand-in's id."""
    ids = [part.application_id for part in parts]
    if len(ids) > 1:
        scene.checks.refused(
            "推荐顺序不能并列 · two cannot share a place",
            lambda: forwarding.order(officer, unit_code, tier, ids, places=[1] * len(ids)),
            422,
            "order-faulty",
        )
    forwarding.order(officer, unit_code, tier, ids)
    if len(ids) > 1:
        scene.checks.refused(
            "不按优先顺序不能报送 · nothing is handed in out of order",
            lambda: deciding.hand_in(officer, ids[::-1], unit_code, tier),
            422,
            "order-differs",
        )
    hand_in_id = str(deciding.hand_in(officer, ids, unit_code, tier)["hand_in_id"])
    if len(ids) > 1:
        scene.checks.refused(
            "报送后不能再改顺序 · after the hand-in the order stands",
            lambda: forwarding.order(officer, unit_code, tier, ids[::-1]),
            409,
            "order-frozen",
        )
    return hand_in_id


def _refuse_to_pass(scene: Scene, officer: FrontEnd, part: Part, what: str) -> None:
    scene.checks.refused(
        f"{part.label} {what}",
        lambda: deciding.pass_review(officer, part.application_id),
        409,
        "paper-not-received",
    )
