"""Acts one and two: the lead fills in its application; what is no PDF, not current or not one's own is refused."""

import hashlib

import pypdfium2

from services.demo.scene import Scene
from services.scenarios.firm import EXAMPLE_FIRM, LATE_FIRM
from services.scenarios.lives import Draft, Ready, fill_in, make_ready
from services.scenarios.people import applicant_of
from services.scenarios.steps import filling_in, submitting
from services.scenarios.steps.filling_in import MATURITY_REPORT, STAMPED_SCAN, LocalFile

#: A web page that calls itself a PDF.
_DISGUISED = LocalFile(name="成熟度报告.pdf", content="<!DOCTYPE html><title>报告</title>".encode())


def play_filling_in(scene: Scene) -> None:
    """Play the lead from the opening of the round to the stamped scan."""
    scene.timeline.act("第一幕 企业填报 · One firm fills in its application, shown in detail")
    scene.move_clock(2025, 7, 10, 9)
    lead = scene.part("lead")
    lead.draft = fill_in(scene.venue, EXAMPLE_FIRM)
    _check_draft(scene, lead.draft)
    scene.timeline.act("第二幕 定稿、盖章、扫描 · Finalised, stamped, scanned")
    lead.ready = make_ready(lead.draft, scanner=scene.scanner)
    _check_papers(scene, lead.ready)


def _check_draft(scene: Scene, draft: Draft) -> None:
    checks, path = scene.checks, f"/v1/applications/{draft.application_id}"
    pre_check = filling_in.pre_check(draft.applicant, draft.application_id)
    checks.equal("预检认为内容完整 · the pre-check finds it complete", pre_check["complete"], True)
    checks.equal(
        "预检试算：可由机器核验的条件均满足 · a dry run finds the machine-checkable conditions met",
        (pre_check["verdict"] or {}).get("outcome"),
        "met",
    )
    checks.refused(
        "改名为 .pdf 的网页被拒收 · a web page called .pdf is refused",
        lambda: filling_in.upload(
            draft.applicant, draft.application_id, MATURITY_REPORT, _DISGUISED
        ),
        415,
        "type-mismatch",
    )
    stranger = scene.seat(applicant_of(LATE_FIRM))
    checks.refused(
        "别家企业看不到这份申报 · another firm's applicant does not find it",
        lambda: stranger.read(path),
        404,
        "application-not-found",
    )
    second_tab = scene.seat(applicant_of(EXAMPLE_FIRM))
    second_tab.read(path)
    effects = {"effects": EXAMPLE_FIRM.form()["effects"]}
    draft.applicant.save("PATCH", f"{path}/form", effects)
    checks.refused(
        "另一窗口的旧内容不会覆盖新内容 · a stale tab overwrites nothing",
        lambda: second_tab.save("PATCH", f"{path}/form", effects),
        412,
        "stale-version",
    )


def _check_papers(scene: Scene, ready: Ready) -> None:
    checks = scene.checks
    checks.equal(
        "申报书每页都印有编码 · every page of the form carries its code",
        _pages_without(ready.printed_form, str(ready.revision["form_code"])),
        0,
    )
    downloaded = submitting.download_attachment(ready.applicant, ready.application_id, STAMPED_SCAN)
    checks.equal(
        "下载的扫描件与上传的逐字节一致 · the scan comes back byte for byte (SHA-256)",
        hashlib.sha256(downloaded.content).hexdigest(),
        ready.scan.sha256,
    )
    scene.keepsakes.keep("申报书 · printed form", "申报书.pdf", ready.printed_form)
    scene.keepsakes.keep("盖章扫描件 · stamped scan", "申报书盖章扫描件.pdf", downloaded.content)


def _pages_without(pdf: bytes, word: str) -> int:
    document = pypdfium2.PdfDocument(pdf)
    missing = 0
    for page in document:
        text = page.get_textpage()
        missing += word not in text.get_text_range()
        text.close()
        page.close()
    document.close()
    return missing
