"""Acts three and four: submitted while scoring is stopped, clicked twice; and one that comes a second late."""

from services.demo.proofs import digests_of_content
from services.demo.scene import Scene
from services.scenarios.firm import LATE_FIRM, JsonObject
from services.scenarios.front_end import new_key
from services.scenarios.lives import Ready, fill_in, make_ready
from services.scenarios.steps import filling_in, submitting
from services.scenarios.steps.filling_in import STAMPED_SCAN

#: The late firm's scan is looked at by nobody.
_COARSE_DPI = 72


def play_submission(scene: Scene, ready: Ready) -> None:
    """Submit with scoring stopped; the verdict follows once it is back."""
    scene.timeline.act("第三幕 提交 · Submitted, with scoring stopped")
    applicant, application_id = ready.applicant, ready.application_id
    path = f"/v1/applications/{application_id}"
    with scene.outage_of("scoring", "评估服务"):
        receipts = submitting.submit_with_double_click(
            applicant, application_id, ready.revision_number
        )
        scene.checks.equal(
            "评分停止时仍提交成功 · it is submitted all the same",
            applicant.read(path)["state"],
            "submitted",
        )
        scene.checks.equal(
            "两次点击得到同一份回执 · both clicks get one and the same receipt",
            receipts[1:],
            receipts[:1],
        )
        scene.checks.refused(
            "核验结果待定 · the verdict is pending",
            lambda: applicant.read(f"{path}/verdict"),
            404,
            "verdict-not-there",
        )
    verdict = submitting.wait_for_verdict(applicant, application_id)
    submitting.wait_for_freeze(applicant, application_id)
    _check_consequences(scene, ready, receipts[0])
    scene.keep("申报回执 · receipt", "申报回执.json", receipts[0])
    scene.keep("核验结果 · verdict", "核验结果.json", verdict)


def _check_consequences(scene: Scene, ready: Ready, receipt: JsonObject) -> None:
    checks, application_id = scene.checks, ready.application_id
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
    checks.refused(
        "提交后不能再换附件 · no file is exchanged after the submission",
        lambda: filling_in.ask_ticket(ready.applicant, application_id, STAMPED_SCAN, "新.pdf"),
        409,
        "illegal-transition",
    )


def play_close(scene: Scene) -> None:
    """Let another firm be ready in time and click too late."""
    scene.timeline.act("第四幕 截止 · The close: 2025-07-18 24:00")
    scene.move_clock(2025, 7, 18, 23, 50)
    late = make_ready(fill_in(scene.quiet_venue(), LATE_FIRM), dpi=_COARSE_DPI)
    applicant = scene.seat(late.applicant.person)
    applicant.tell("另一家企业已定稿并上传扫描件 · another firm is ready", LATE_FIRM.name)
    scene.move_clock(2025, 7, 19)
    path = f"/v1/applications/{late.application_id}"
    scene.checks.refused(
        "截止后提交被拒 · submitting after the close is refused",
        lambda: late.applicant.send(
            "POST", f"{path}/submit", json={"revision_number": 1}, key=new_key()
        ),
        409,
        "window-closed",
    )
    scene.checks.refused(
        "截止后不能修改 · so is editing",
        lambda: late.applicant.save("PATCH", f"{path}/form", {"effects": {"next_plan": "再改"}}),
        409,
        "window-closed",
    )
    scene.checks.equal(
        "该申报仍停在定稿 · it stays finalised, with nothing half-done",
        late.applicant.read(path)["state"],
        "finalised",
    )
