"""A print that comes back stamped and scanned is held against what it should show."""

import io
from typing import Any

import pypdfium2
import pytest

from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.documents.reading.generated.scanner import Scanner, bound, scanned
from tests.documents.reading.generated.stamps import Press, press
from tests.harness.waiting import eventually

DPI = 150


def a_print(desk: Desk, **changes: Any) -> dict[str, Any]:
    """Print a form."""
    job = samples.a_print_job(**changes)
    return dict(desk.service.put(f"/v1/printed-forms/{a_document_id()}", job).ok(201))


def sheets_of(desk: Desk, printed: dict[str, Any]) -> list[Any]:
    document = pypdfium2.PdfDocument(io.BytesIO(desk.content(printed).content))
    return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]


def a_scan(sheets: list[Any], *, is_stamped: bool = True) -> bytes:
    """Stamp the last page and scan all of them."""
    scanner = Scanner(dpi=DPI, skew=0.6)
    stamped = [*sheets]
    if is_stamped:
        stamped[-1] = press(stamped[-1], Press(x_mm=100, y_mm=150), DPI)
    return bound([scanned(sheet, scanner) for sheet in stamped], [scanner] * len(sheets))


def order(printed: dict[str, Any], **changes: Any) -> dict[str, Any]:
    job = samples.a_print_job()
    return {
        "application_id": job["application_id"],
        "revision_number": job["revision_number"],
        "printed_document_id": printed["document_id"],
        "is_seal_expected": True,
    } | changes


def expect(desk: Desk, version: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    return dict(desk.service.put(f"{path_of(version)}/expectation", body).ok(200))


def read_back(desk: Desk, version: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Wait until the scan is read, and give its findings by code."""

    def settled() -> dict[str, Any] | None:
        check = desk.check(version)
        steps = {step["name"]: step["outcome"] for step in check["steps"]}
        is_read = check["state"] in {"accepted", "flagged"} and steps.get("scan") == "done"
        return check if is_read else None

    check = eventually(settled, timeout_s=60, what="the scan to be read")
    return {finding["code"]: finding for finding in check["findings"]}


def test_a_whole_stamped_scan_is_found_equal_and_its_seal_is_shown(checked_desk: Desk) -> None:
    printed = a_print(checked_desk)
    scan = checked_desk.uploaded(a_scan(sheets_of(checked_desk, printed)))
    before = checked_desk.checked(scan)

    version = expect(checked_desk, scan, order(printed))
    again = expect(checked_desk, scan, order(printed))

    assert {step["outcome"] for step in before["steps"] if step["name"] == "scan"} == {
        "not-applicable"
    }
    assert version["check_state"] == "received"
    assert again["check_state"] in {"received", "checking", "accepted", "flagged"}
    found = read_back(checked_desk, scan)
    assert set(found) == {"content-equal", "seal-found"}
    assert found["seal-found"]["has_crop"] is True
    assert found["seal-found"]["page"] == printed["page_count"]
    kinds = [event["kind"] for event in events_of(checked_desk, scan)]
    assert kinds.count("document.scan-expected") == 1


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("a missing page", {"page-missing"}),
        ("an older revision", {"page-of-older-revision", "page-missing"}),
        ("another application", {"page-of-other-application", "page-missing"}),
        ("no seal", {"content-equal", "seal-missing"}),
    ],
)
def test_what_is_not_as_printed_is_told_apart(
    checked_desk: Desk, case: str, expected: set[str]
) -> None:
    printed = a_print(checked_desk)
    sheets = sheets_of(checked_desk, printed)
    if case == "a missing page":
        sheets = sheets[:1] + sheets[2:] if len(sheets) > 2 else sheets[1:]
    elif case == "an older revision":
        older = a_print(checked_desk, revision_number=6, revision_sha256="ab" * 32)
        sheets[0] = sheets_of(checked_desk, older)[0]
    elif case == "another application":
        others = a_print(checked_desk, application_id=a_document_id(), revision_sha256="cd" * 32)
        sheets[0] = sheets_of(checked_desk, others)[0]
    scan = checked_desk.uploaded(a_scan(sheets, is_stamped=case != "no seal"))

    expect(checked_desk, scan, order(printed))
    found = read_back(checked_desk, scan)

    assert set(found) - {"seal-found"} == expected
    assert ("seal-found" in found) is (case != "no seal")


def test_a_report_is_held_against_what_was_typed(checked_desk: Desk) -> None:
    text = "智能制造能力成熟度自评估报告\n企业名称：津海示例装备有限公司\n成熟度等级：三级\n综合得分：3.12"
    report = checked_desk.uploaded(samples.a_pdf_that_says(text), kind="maturity-report")
    typed = {"enterprise": "津海示例装备有限公司", "level": 2, "score": "3.12"}

    expect(checked_desk, report, {"typed": typed})
    found = read_back(checked_desk, report)

    assert "report-level-differs" in found
    assert found["report-same"]["severity"] == "notice"


def test_a_version_that_is_not_there_is_expected_of_nothing(checked_desk: Desk) -> None:
    nowhere = {"document_id": a_document_id(), "version_id": a_document_id()}
    answer = checked_desk.service.put(f"{path_of(nowhere)}/expectation", {})
    answer.refused(404, "document-not-found")
    scan = checked_desk.uploaded()
    wrong = checked_desk.service.put(f"{path_of(scan)}/expectation", {"is_seal_expected": 1})
    assert wrong.status == 422
    checked_desk.delete(scan).ok(204)
    gone = checked_desk.service.put(f"{path_of(scan)}/expectation", {})
    gone.refused(404, "document-deleted")


def events_of(desk: Desk, version: dict[str, Any]) -> list[dict[str, Any]]:
    feed = desk.service.get("/v1/events", params={"limit": 500}).ok(200)["events"]
    return [event for event in feed if event["aggregate_id"] == version["document_id"]]
