"""The receipt of a verdict, given on by intake byte for byte to whoever may read the verdict."""

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.intake.filings import Filings
from tests.scoring.receipts import payload_of


def test_the_applicant_gets_the_very_bytes_that_scoring_signed(
    filings: Filings, scoring: Api
) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    assessment_id = filing.read()["verdict"]["assessment_id"]

    receipt = filing.applicant.get(f"{filing.path}/verdict/receipt")

    receipt.ok(200)
    signed = scoring.as_role("auditor").get(f"/v1/assessments/{assessment_id}/receipt")
    assert receipt.content == signed.content
    assert receipt.headers["content-type"] == "application/jose+json"
    assert payload_of(receipt.content)["subject"]["application_id"] == filing.application_id


def test_the_receipt_names_every_document_that_was_submitted(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()
    attached = {each["kind"]: each for each in filing.read()["attachments"]}

    said = payload_of(filing.desk.city.get(f"{filing.path}/verdict/receipt").content)

    assert said["request"]["documents"] == [
        {"kind": kind, "sha256": attached[kind]["sha256"], "sm3": attached[kind]["sm3"]}
        for kind in sorted(attached)
    ]
    assert {"maturity-report", "stamped-scan"} <= set(attached)
    assert said["rests_on"]["maturity_level"] == ["maturity-report"]


def test_the_page_comes_the_same_way(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()

    page = filing.applicant.get(f"{filing.path}/verdict/receipt.pdf")

    assert page.status == 200
    assert page.headers["content-type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")


@pytest.mark.parametrize("ending", ["receipt", "receipt.pdf"])
def test_there_is_none_before_there_is_a_verdict(
    filings: Filings, stack: Stack, ending: str
) -> None:
    draft = filings.at(State.DRAFT)
    draft.applicant.get(f"{draft.path}/verdict/{ending}").refused(404, "verdict-not-there")
    submitted = filings.at(State.SUBMITTED).settled()

    with stack.down("scoring"):
        answer = submitted.applicant.get(f"{submitted.path}/verdict/{ending}")

    answer.refused(503, "service-unavailable")
