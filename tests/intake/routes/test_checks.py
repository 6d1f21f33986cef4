"""What machines found of the files, as each role sees it, and officers' word on it."""

from collections.abc import Callable
from typing import Any

from pypdfium2 import PdfDocument

from services.intake.domain.lifecycle import State
from tests.documents.reading.generated.scanner import Scanner, bound, scanned
from tests.documents.reading.generated.stamps import Press, press
from tests.documents.samples import a_pdf_that_says
from tests.harness.api import Answer, Api
from tests.harness.authorisation_rows import Relation
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.bodies import NOBODYS, REASON
from tests.intake.filings import Filing, Filings
from tests.intake.routes.conftest import Counts

#: Of the simulated scanner.
DPI = 150

MARKED = "申报书\n秘密★10年"


def checks(caller: Api, filing: Filing) -> dict[str, dict[str, Any]]:
    files = caller.get(f"{filing.path}/checks").ok(200)["files"]
    return {file["kind"]: file for file in files}


def set_aside(
    caller: Api, filing: Filing, version_id: str, number: int = 1, **changes: Any
) -> Answer:
    path = f"{filing.path}/checks/{version_id}/findings/{number}/set-aside"
    return caller.put(path, REASON | changes)


def delivered(filing: Filing) -> None:
    """Wait for all orders: what a scan should show is ordered when it is attached and again when it is submitted."""
    filing.settled()
    operator = filing.desk.anybody.as_role("operator")
    eventually(
        lambda: not operator.get("/v1/deliveries").ok(200)["items"], what="the orders' delivery"
    )


def submitted_with_a_mark(filings: Filings, check_files: Callable[[], None]) -> Filing:
    filing = filings.completed()
    filing.finalise().ok(200)
    filing.attach("stamped-scan", a_pdf_that_says(MARKED)).ok(200)
    filing.submit().ok(201)
    delivered(filing)
    check_files()
    return filing


def a_stamped_scan(filing: Filing) -> bytes:
    """Download the form that was printed, stamp its second page and scan it."""
    printed = f"{filing.path}/revisions/1/printed-form"
    ticket = eventually(lambda: _found(filing.applicant.get(printed)), what="the printed form")
    pdf = filing.desk.documents.send("GET", ticket["url"]).content
    sheets = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in PdfDocument(pdf)]
    sheets[1] = press(sheets[1], Press(x_mm=130, y_mm=190), DPI)
    scanner = Scanner(dpi=DPI)
    return bound([scanned(sheet, scanner) for sheet in sheets], [scanner] * len(sheets))


def _found(answer: Answer) -> dict[str, Any] | None:
    return None if answer.status == 409 else dict(answer.ok(200))


def test_the_printed_form_comes_back_stamped_and_is_passed_without_a_word(
    filings: Filings, check_files: Callable[[], None]
) -> None:
    filing = filings.completed()
    filing.finalise().ok(200)
    filing.attach("stamped-scan", a_stamped_scan(filing)).ok(200)
    filing.submit().ok(201)
    delivered(filing)
    check_files()

    seen = checks(filing.officer, filing)

    assert set(seen) == {"maturity-report", "stamped-scan"}
    for reader in (filing.applicant, filings.city, filings.auditor):
        assert checks(reader, filing) == seen
    found = {one["finding"]["code"] for one in seen["stamped-scan"]["findings"]}
    assert found == {"content-equal", "seal-found"}
    filing.step(filing.officer, "pass").ok(200)


def test_a_serious_finding_is_set_aside_with_a_reason_before_the_district_passes(
    filings: Filings, check_files: Callable[[], None], count_rows: Callable[[], Counts]
) -> None:
    filing = submitted_with_a_mark(filings, check_files)
    file = checks(filing.officer, filing)["stamped-scan"]
    version_id = file["version_id"]
    (number,) = [
        one["number"] for one in file["findings"] if one["finding"]["severity"] == "serious"
    ]
    eventually(lambda: count_rows()["document_check"] == 3, what="the way home of the checks")
    filing.step(filing.officer, "pass").refused(409, "findings-open")
    before = filing.settled().read()

    said = set_aside(filing.officer, filing, version_id, number).ok(200)

    assert said["reason"] == REASON["reason"]
    assert set_aside(filing.officer, filing, version_id, number).ok(200) == said
    again = set_aside(filing.officer, filing, version_id, number, reason="另一个理由").ok(200)
    seen = checks(filing.officer, filing)["stamped-scan"]["findings"][number - 1]
    assert seen["set_aside"] == again
    # The enterprise sees what was found, and not what officers think of it.
    hidden = checks(filing.applicant, filing)["stamped-scan"]["findings"][number - 1]
    assert hidden == seen | {"set_aside": None}
    assert filing.kinds_of_events().count("application.finding-set-aside") == 2
    assert filing.read()["version"] == before["version"]
    filing.step(filing.officer, "pass").ok(200)


def test_a_finding_is_set_aside_by_whoever_reviews_and_only_where_there_is_one(
    filings: Filings, check_files: Callable[[], None]
) -> None:
    filing = submitted_with_a_mark(filings, check_files)
    files = checks(filing.officer, filing)
    version_id = files["stamped-scan"]["version_id"]

    set_aside(filings.city, filing, version_id).refused(409, "illegal-transition")
    set_aside(filing.officer, filing, NOBODYS).refused(404, "file-not-attached")
    set_aside(filing.officer, filing, version_id, 99).refused(404, "finding-not-there")
    assert set_aside(filing.officer, filing, version_id, reason="").faults == {
        "/reason": "too-short"
    }


def test_the_city_sets_aside_while_it_reviews(
    filings: Filings, check_files: Callable[[], None]
) -> None:
    filing = submitted_with_a_mark(filings, check_files)
    version_id = checks(filings.city, filing)["stamped-scan"]["version_id"]
    set_aside(filing.officer, filing, version_id).ok(200)
    for name in ("pass", "recommend"):
        filing.step(filing.officer, name).ok(200)
    filing.hand_in().ok(201)
    filings.city.post(f"{filing.hand_in_path}/receive").ok(200)
    filing.step(filings.city, "start-review").ok(200)

    said = set_aside(filings.city, filing, version_id, reason="经核对原件").ok(200)

    assert said["set_aside_by"] == "city-1"
    set_aside(filings.city, filing, version_id, 99).refused(404, "finding-not-there")
    set_aside(filing.officer, filing, version_id).refused(409, "illegal-transition")


def test_strangers_see_and_say_nothing(filings: Filings, check_files: Callable[[], None]) -> None:
    filing = submitted_with_a_mark(filings, check_files)
    version_id = checks(filing.officer, filing)["stamped-scan"]["version_id"]
    elsewhere = filings.officer("120102", relation=Relation.STRANGER)
    other_firm = filings.applicant(filings.firm().credit_code, relation=Relation.STRANGER)

    for stranger in (elsewhere, other_firm):
        stranger.get(f"{filing.path}/checks").refused(404, "application-not-found")
    set_aside(elsewhere, filing, version_id).refused(404, "application-not-found")


def test_checks_wait_for_the_documents_service_and_a_pass_does_not(
    filings: Filings, stack: Stack
) -> None:
    filing = filings.at(State.SUBMITTED).settled()

    with stack.down("documents"):
        filing.officer.get(f"{filing.path}/checks").refused(503, "service-unavailable")
        filing.step(filing.officer, "pass").ok(200)
