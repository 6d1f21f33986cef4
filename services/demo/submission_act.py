"""The rush: everybody submits while scoring is stopped, the lead clicks twice; verdicts follow once it is back."""

from services.demo.parts import Part
from services.demo.proofs import digests_of_content
from services.demo.receipt_proof import prove_receipt
from services.demo.scene import Scene
from services.demo.strands import together
from services.scenarios.cast import Peculiarity
from services.scenarios.firm import JsonObject
from services.scenarios.lives import Ready
from services.scenarios.people import applicant_of
from services.scenarios.steps import filling_in, submitting
from services.scenarios.steps.filling_in import STAMPED_SCAN
from services.scenarios.wording import OUTCOMES

#: They submit at another time, or never.
_NOT_IN_THE_RUSH = (
    Peculiarity.WITHDRAWS,
    Peculiarity.LAST_MOMENT,
    Peculiarity.MISSES_THE_CLOSE,
)
#: The machine finds a maturity below the gate and a prerequisite not met; what follows an officer decides.
_FOUND_WANTING = (Peculiarity.BELOW_THE_GATE, Peculiarity.NOT_IN_REGISTER)


def play_rush(scene: Scene) -> None:
    """Submit with scoring stopped; then wait for every verdict."""
    scene.timeline.act("第六幕 集中提交 · The rush, with scoring stopped")
    scene.move_clock(2025, 7, 18, 16)
    lead = scene.part("lead")
    others = [
        part
        for part in scene.parts
        if part.ready is not None
        and part.receipt is None
        and part is not lead
        and not part.has(*_NOT_IN_THE_RUSH)
    ]
    with scene.outage_of("scoring", "评估服务"):
        _submit_lead(scene, lead)
        together(scene, others, submit_quietly)
    verdict = submitting.wait_for_verdict(lead.finished.applicant, lead.application_id)
    submitting.wait_for_freeze(lead.finished.applicant, lead.application_id)
    scene.keepsakes.keep("核验结果 · verdict", "核验结果.json", verdict)
    _check_consequences(scene, lead)
    prove_receipt(scene, lead)
    together(scene, others, await_verdict)


def submit_quietly(scene: Scene, part: Part) -> None:
    """Submit, and keep the receipt."""
    ready = part.finished
    part.receipt = submitting.submit(ready.applicant, part.application_id, ready.revision_number)
    keep_receipt(scene, part, part.receipt)
    scene.timeline.tell(
        applicant_of(part.member.firm).title,
        f"提交申报 {part.label}",
        f"回执 {part.receipt['number']}",
    )


def keep_receipt(scene: Scene, part: Part, receipt: JsonObject) -> None:
    """Keep a receipt, and recompute its digests as whoever holds it can."""
    name = f"{part.member.key}.json"
    scene.keepsakes.keep_among("申报回执 · receipts", "申报回执", name, receipt)
    if digests_of_content(receipt) != (receipt["sha256"], receipt["sm3"]):
        scene.checks.equal(f"回执摘要 {part.label} · the receipt's digests", "differ", "agree")


def await_verdict(scene: Scene, part: Part) -> None:
    """Wait until the verdict has come home, and look whether it is the one foreseen."""
    applicant = part.standing_draft.applicant
    verdict = submitting.wait_for_verdict(applicant, part.application_id)
    submitting.wait_for_freeze(applicant, part.application_id)
    name = f"{part.member.key}.json"
    scene.keepsakes.keep_among("核验结果 · verdicts", "核验结果", name, verdict)
    outcome = verdict["verdict"]["outcome"]
    expected = "not-met" if part.has(*_FOUND_WANTING) else "met"
    scene.checks.equal(f"核验结果 {part.label}：{OUTCOMES[outcome]}", outcome, expected)


def _submit_lead(scene: Scene, lead: Part) -> None:
    ready, path = lead.finished, f"/v1/applications/{lead.application_id}"
    receipts = submitting.submit_with_double_click(
        ready.applicant, ready.application_id, ready.revision_number
    )
    lead.receipt = receipts[0]
    scene.checks.equal(
        "评分停止时仍提交成功 · it is submitted all the same",
        ready.applicant.read(path)["state"],
        "submitted",
    )
    scene.checks.equal(
        "两次点击得到同一份回执 · both clicks get one and the same receipt",
        receipts[1:],
        receipts[:1],
    )
    scene.checks.refused(
        "核验结果待定 · the verdict is pending",
        lambda: ready.applicant.read(f"{path}/verdict"),
        404,
        "verdict-not-there",
    )
    scene.keepsakes.keep("申报回执 · receipt", "申报回执.json", receipts[0])


def _check_consequences(scene: Scene, lead: Part) -> None:
    checks, application_id, ready = scene.checks, lead.application_id, lead.finished
    receipt: JsonObject = lead.receipt or {}
    checks.equal(
        "自行重算回执摘要一致 · the receipt's digests, recomputed from its content (RFC 8785)",
        digests_of_content(receipt),
        (receipt["sha256"], receipt["sm3"]),
    )
    checks.equal(
        "回执记录的扫描件摘要即所传文件 · the receipt names the scan that was uploaded",
        receipt["content"]["documents"][STAMPED_SCAN]["sha256"],
        ready.scan.sha256,
    )
    checks.equal(
        "只核验了一次 · it was assessed once",
        scene.count_events("scoring", "assessment.recorded", application_id),
        1,
    )
    checks.equal(
        "两个附件各锁定一次 · each of the two files was frozen once",
        scene.count_events("documents", "document.frozen", application_id),
        2,
    )
    _check_files(scene, ready)


def _check_files(scene: Scene, ready: Ready) -> None:
    scene.checks.refused(
        "提交后不能再换附件 · no file is exchanged after the submission",
        lambda: filling_in.ask_ticket(
            ready.applicant, ready.application_id, STAMPED_SCAN, "新.pdf"
        ),
        409,
        "illegal-transition",
    )
