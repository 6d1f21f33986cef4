"""From the complete draft to the receipt and what comes home after it."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.intake.domain.lifecycle import State
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from shared.event_log import chained_digest
from tests.harness.api import Answer
from tests.harness.servers import Stack
from tests.intake.filings import Filings


def digests(content: dict[str, Any]) -> tuple[str, str]:
    found = digests_of(canonical_bytes(content))
    return found.sha256, found.sm3


def test_a_pre_check_says_what_is_missing_and_changes_nothing(filings: Filings) -> None:
    filing = filings.draft()
    before = (filing.read(), filing.kinds_of_events())

    found = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)

    assert found["complete"] is False
    pointers = {fault["pointer"] for fault in found["faults"]}
    assert {"/form/applicant/credit_code", "/maturity_report"} <= pointers
    assert all(set(fault["message"]) == {"zh", "en"} for fault in found["faults"])
    verdict = found["verdict"]
    assert verdict["outcome"] == "incomplete"
    assert "unproven" in {one["result"] for one in verdict["criteria"]}
    assert len(verdict["tiers"]) == 4
    [asked] = [one for one in verdict["tiers"] if one["tier"] == verdict["tier"]]
    assert {name: verdict[name] for name in asked} == asked
    assert (filing.read(), filing.kinds_of_events()) == before


def test_a_pre_check_does_without_scoring(filings: Filings, stack: Stack) -> None:
    filing = filings.completed()
    path = f"{filing.path}/pre-check"
    assert filing.applicant.post(path).ok(200)["verdict"]["outcome"] == "met"

    with stack.down("scoring"):
        found = filing.applicant.post(path).ok(200)

    assert (found["complete"], found["faults"], found["verdict"]) == (True, [], None)


def test_a_form_that_differs_from_the_register_is_not_finalised(filings: Filings) -> None:
    filing = filings.completed()
    filing.save({"applicant": {"enterprise_name": "另一家公司"}}).ok(200)

    answer = filing.finalise()

    answer.refused(422, "form-incomplete")
    assert answer.faults == {"/form/applicant/enterprise_name": "differs-from-register"}
    assert filing.read()["state"] == "draft"
    assert filing.applicant.get(f"{filing.path}/revisions").ok(200)["items"] == []


def test_a_revision_is_what_its_digests_were_taken_of(filings: Filings) -> None:
    filing = filings.completed()

    answer = filing.finalise()

    view = answer.ok(200)
    revision = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)
    content = revision["content"]
    assert digests(content) == (view["sha256"], view["sm3"])
    assert content["form"] == filing.firm.form()
    assert content["enterprise"]["credit_code"] == filing.firm.credit_code
    assert content["form_code"] == view["form_code"]
    (attached,) = filing.read()["attachments"]
    assert content["attachments"]["maturity-report"]["sha256"] == attached["sha256"]
    assert answer.etag == filing.etag()
    event = filing.history()["events"][-1]["payload"]
    assert (event["data"]["sha256"], event["data"]["sm3"]) == (view["sha256"], view["sm3"])


def test_a_character_that_cannot_be_printed_is_told_when_it_is_finalised(filings: Filings) -> None:
    filing = filings.completed()
    filing.save({"applicant": {"legal_representative": "王\U0003134a"}}).ok(200)

    warnings = filing.finalise().ok(200)["warnings"]

    (warning,) = warnings
    assert (warning["code"], warning["character"], warning["code_point"]) == (
        "character-unprintable",
        "\U0003134a",
        "U+3134A",
    )
    assert warning["field"] in warning["message"]["zh"]
    assert "U+3134A" in warning["message"]["en"]


def test_what_prints_whole_is_finalised_without_a_warning(filings: Filings) -> None:
    filing = filings.completed()
    filing.save({"applicant": {"legal_representative": "㐂𠮷锜"}}).ok(200)

    assert filing.finalise().ok(200)["warnings"] == []


def test_a_receipt_proves_what_was_submitted_and_when(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)

    answer = filing.submit()

    receipt = answer.ok(201)
    assert answer.headers["location"] == f"{filing.path}/receipt"
    assert filing.applicant.get(f"{filing.path}/receipt").ok(200) == receipt
    content = receipt["content"]
    assert digests(content) == (receipt["sha256"], receipt["sm3"])
    assert content["arrived_at"] <= content["submitted_at"] < content["window_closes_at"]
    assert content["receipt_number"] == receipt["number"] == filing.read()["receipt_number"]
    revision = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)
    assert content["revision_sha256"] == revision["sha256"]
    attached = {each["kind"]: each["sha256"] for each in filing.read()["attachments"]}
    assert {kind: each["sha256"] for kind, each in content["documents"].items()} == attached
    assert set(attached) == {"maturity-report", "stamped-scan"}


def test_two_submissions_at_once_are_one(filings: Filings) -> None:
    filing, together = filings.at(State.FINALISED), threading.Barrier(2)

    def submit(_: int) -> Answer:
        together.wait()
        return filing.submit()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(submit, range(2)), key=lambda answer: answer.status)

    assert answers[0].status == 201
    answers[1].refused(409, "illegal-transition")
    assert filing.kinds_of_events().count("application.submitted") == 1


def test_verdict_and_freeze_come_home_after_the_submission(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED).settled()

    now = filing.read()
    assessment = filing.applicant.get(f"{filing.path}/verdict").ok(200)["assessment"]
    assert assessment["assessment_id"] == now["verdict"]["assessment_id"]
    assert assessment["subject"]["application_id"] == filing.application_id
    assert assessment["verdict"]["outcome"] == now["verdict"]["outcome"] == "met"
    tiers = assessment["verdict"]["tiers"]
    assert len(tiers) == 4
    assert all(each["clause"] for tier in tiers for each in tier["criteria"])
    ticket = filing.applicant.get(f"{filing.path}/revisions/1/printed-form").ok(200)
    assert filing.desk.documents.get(ticket["url"]).content.startswith(b"%PDF-")


def test_the_history_is_a_chain_that_anybody_can_check_and_names_no_private_person(
    filings: Filings,
) -> None:
    filing = filings.at(State.SUBMITTED).settled()

    feed = filings.feed(filing.application_id, len(filing.kinds_of_events()))
    events = filing.history()["events"]

    assert feed == events
    assert sorted(each["position"] for each in feed) == [each["position"] for each in feed]
    before = {"sha256": "", "sm3": ""}
    for event in events:
        payload = canonical_bytes(event["payload"])
        for algorithm, previous in before.items():
            assert event[f"prev_{algorithm}"] == previous
            assert event[algorithm] == chained_digest(algorithm, previous, payload)
        before = {algorithm: event[algorithm] for algorithm in before}
    told = json.dumps(events, ensure_ascii=False)
    for private in ("张某某", "李某某", "022-00000000", "lixx@example.com"):
        assert private not in told
