"""Revisions: cut on save, by an autosave that is due, on finalising, recording and return; kept, and readable."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from services.intake.domain import document_errors
from services.intake.domain.lifecycle import State
from shared.cursors import encode_cursor
from tests.harness.api import Answer
from tests.intake.bodies import ANY_VERSION, BUREAUS, CLOSE, INSIDE, OTHER_UNIT
from tests.intake.filings import Filing, Filings
from tests.intake.refusals import refused
from tests.intake.routes.provocations import Call


def save_button(filing: Filing, *, if_match: str = ANY_VERSION, **options: Any) -> Answer:
    headers = {"If-Match": if_match}
    return filing.applicant.post(f"{filing.path}/revisions", headers=headers, **options)


def revisions(filing: Filing) -> list[dict[str, Any]]:
    return list(filing.applicant.get(f"{filing.path}/revisions").ok(200)["items"])


def causes(filing: Filing) -> list[str]:
    return [each["cause"] for each in revisions(filing)]


def content(filing: Filing, number: int) -> dict[str, Any]:
    return dict(filing.applicant.get(f"{filing.path}/revisions/{number}").ok(200)["content"])


def edit(filing: Filing, employees: int) -> None:
    filing.save({"applicant": {"employees": employees}}).ok(200)


def later(filings: Filings, **gap: float) -> None:
    filings.clock.move_business_to(filings.clock.business() + timedelta(**gap))


def test_a_draft_is_kept_as_it_stands_complete_or_not(filings: Filings) -> None:
    filing = filings.draft()
    edit(filing, 400)

    answer = save_button(filing)

    saved = answer.ok(201)
    assert answer.headers["location"] == f"{filing.path}/revisions/1"
    assert answer.etag == filing.etag() == '"3"'
    assert (saved["number"], saved["cause"], saved["form_code"], saved["printed"]) == (
        1,
        "saved",
        None,
        False,
    )
    assert saved["cut_by"] == f"applicant-{filing.firm.credit_code}"
    assert revisions(filing) == [saved]
    kept = content(filing, 1)
    assert (kept["form"], kept["form_code"]) == ({"applicant": {"employees": 400}}, None)
    raw = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert hashlib.sha256(raw).hexdigest() == saved["sha256"]
    assert hashlib.new("sm3", raw).hexdigest() == saved["sm3"]
    edit(filing, 401)
    assert content(filing, 1) == kept


def test_what_has_not_changed_is_not_kept_twice(filings: Filings) -> None:
    filing = filings.draft()
    edit(filing, 400)
    first = save_button(filing).ok(201)
    before = filing.read()

    again = save_button(filing)

    assert again.ok(200) == first
    assert filing.read() == before
    edit(filing, 401)
    edit(filing, 400)
    assert save_button(filing).ok(200) == first
    filing.record_report().ok(200)
    assert save_button(filing).ok(201)["number"] == 2
    filing.attach("maturity-report").ok(200)
    assert save_button(filing).ok(201)["number"] == 3
    assert filing.kinds_of_events().count("application.revision-cut") == 3


def test_a_click_twice_saves_once(filings: Filings) -> None:
    filing = filings.draft()

    first, second = (save_button(filing, key="same") for _ in range(2))

    assert first.ok(201) == second.ok(201)
    assert second.headers["idempotency-replayed"] == "true"
    assert causes(filing) == ["saved"]


def test_saving_what_is_finalised_leaves_its_scan_good(filings: Filings) -> None:
    filing = filings.stamped()
    before = filing.read()
    finalised = revisions(filing)[-1]

    again = save_button(filing).ok(200)
    # Printing goes on beside the test.
    assert again | {"printed": True} == finalised | {"printed": True}
    filing.save({"applicant": {"employees": filing.firm.form()["applicant"]["employees"]}}).ok(200)
    filing.save({}).ok(200)
    filing.record_report().ok(200)

    assert filing.read() == before
    assert before["state"] == "finalised"
    assert finalised["cause"] == "finalised"
    filing.submit(finalised["number"]).ok(201)


def test_editing_what_is_finalised_still_voids_its_scan_and_a_saved_revision_is_never_submitted(
    filings: Filings,
) -> None:
    filing = filings.stamped()
    edit(filing, 999)
    assert filing.read()["state"] == "draft"
    saved = save_button(filing).ok(201)
    assert (saved["number"], saved["cause"]) == (2, "saved")
    filing.submit(2).refused(409, "illegal-transition")
    filing.finalise().ok(200)

    for number in (1, 2, 3):
        filing.submit(number).refused(409, "stamped-scan-missing")
    filing.attach("stamped-scan").ok(200)
    for number in (1, 2):
        filing.submit(number).refused(409, "stamped-scan-of-other-revision")
    assert filing.submit(3).ok(201)["revision_number"] == 3
    assert causes(filing) == ["finalised", "saved", "finalised"]


def test_only_a_finalised_revision_has_a_form(filings: Filings) -> None:
    filing = filings.draft()
    save_button(filing).ok(201)
    path = f"{filing.path}/revisions/1/printed-form"

    refused(
        Call(caller=filing.applicant, method="GET", path=path), document_errors.RevisionNotPrinted
    )


def test_an_autosave_cuts_once_in_ten_minutes_and_only_what_has_changed(filings: Filings) -> None:
    filing = filings.draft()
    later(filings, minutes=9, seconds=30)
    edit(filing, 1)
    assert causes(filing) == []

    later(filings, minutes=1)
    edit(filing, 2)
    edit(filing, 3)

    (cut,) = revisions(filing)
    assert (cut["cause"], cut["number"]) == ("autosaved", 1)
    assert content(filing, 1)["form"] == {"applicant": {"employees": 2}}
    later(filings, minutes=11)
    edit(filing, 2)
    assert causes(filing) == ["autosaved"]
    edit(filing, 4)
    assert causes(filing) == ["autosaved", "autosaved"]
    later(filings, minutes=11)
    filing.record_report().ok(200)
    assert content(filing, 3)["maturity_report"]["level"] == 2
    assert filing.kinds_of_events().count("application.revision-cut") == 3
    assert filing.history()["chain_holds"] is True


def test_a_saved_revision_postpones_the_next_autosave(filings: Filings) -> None:
    filing = filings.draft()
    later(filings, minutes=11)
    save_button(filing).ok(201)
    edit(filing, 1)
    assert causes(filing) == ["saved"]

    later(filings, minutes=11)
    edit(filing, 2)

    assert causes(filing) == ["saved", "autosaved"]


def test_an_autosave_after_finalising_cuts_what_was_made_of_it(filings: Filings) -> None:
    filing = filings.stamped()
    later(filings, minutes=11)

    edit(filing, 999)

    assert (filing.read()["state"], causes(filing)) == ("draft", ["finalised", "autosaved"])
    filing.finalise().ok(200)
    filing.attach("stamped-scan").ok(200)
    filing.submit(3).ok(201)


def test_a_return_names_what_was_returned_and_cuts_nothing_of_what_is_kept_already(
    filings: Filings,
) -> None:
    filing = filings.at(State.RETURNED)

    (decision,) = filing.read()["decisions"]

    assert (decision["action"], decision["revision_number"]) == ("return", 1)
    assert causes(filing) == ["finalised"]
    save_button(filing).ok(200)
    edit(filing, 999)
    assert save_button(filing).ok(201)["number"] == 2


def test_every_decision_names_the_revision_that_it_was_about(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)
    filing.undo("take-back").ok(200)
    edit(filing, 999)
    save_button(filing).ok(201)
    filing.finalise().ok(200)
    filing.attach("stamped-scan").ok(200)
    filing.submit(3).ok(201)

    filing.step(filing.officer, "pass").ok(200)
    filing.step(filing.officer, "recommend").ok(200)

    decisions = filing.read()["decisions"]
    assert [(each["action"], each["revision_number"]) for each in decisions] == [
        ("pass", 3),
        ("recommend", 3),
    ]


def test_what_is_filed_in_the_national_portal_is_kept_in_the_same_way(filings: Filings) -> None:
    filing = filings.draft(tier="excellent")
    later(filings, minutes=11)
    filing.save_portal_filing(portal_number="MIIT-EX-1").ok(200)
    filing.save(filing.firm.form()).ok(200)
    filing.record_report().ok(200)
    for kind in ("maturity-report", "portal-form"):
        filing.attach(kind).ok(200)
    save_button(filing).ok(201)

    receipt = filing.record().ok(201)

    assert causes(filing) == ["autosaved", "saved", "recorded"]
    assert [content(filing, n)["portal_filing"]["number"] for n in (1, 2, 3)] == ["MIIT-EX-1"] * 3
    recorded = revisions(filing)[-1]
    assert (receipt["revision_number"], recorded["printed"]) == (3, False)
    assert recorded["form_code"] == receipt["content"]["form_code"] is not None
    assert set(content(filing, 3)["attachments"]) == {"maturity-report", "portal-form"}
    refused(
        Call(
            caller=filing.applicant,
            method="GET",
            path=f"{filing.path}/revisions/3/printed-form",
        ),
        document_errors.RevisionNotPrinted,
    )
    filing.step(filing.officer, "return").ok(200)
    assert filing.read()["decisions"][-1]["revision_number"] == 3
    save_button(filing).ok(200)
    filing.save({"effects": {"next_plan": "再改"}}).ok(200)
    filing.record().ok(201)
    assert causes(filing) == ["autosaved", "saved", "recorded", "recorded"]


def test_the_last_autosave_stands_at_the_close_and_stays_readable(filings: Filings) -> None:
    filing = filings.draft()
    save_button(filing).ok(201)
    filings.clock.move_business_to(CLOSE - timedelta(seconds=1))
    edit(filing, 400)
    edit(filing, 401)

    filings.clock.move_business_to(CLOSE)
    filing.save({"applicant": {"employees": 402}}).refused(409, "window-closed")

    form = filing.applicant.get(f"{filing.path}/form").ok(200)["form"]
    assert form["applicant"] == {"employees": 401}
    assert causes(filing) == ["saved", "autosaved"]
    assert content(filing, 2)["form"] == {"applicant": {"employees": 400}}


def test_whoever_may_read_an_application_may_read_its_revisions_and_nobody_else(
    filings: Filings,
) -> None:
    filing = filings.draft()
    saved = save_button(filing).ok(201)
    paths = (f"{filing.path}/revisions", f"{filing.path}/revisions/1")

    for reader in (filing.applicant, filing.officer, filings.city, filings.auditor):
        assert reader.get(paths[0]).ok(200)["items"] == [saved]
        assert reader.get(paths[1]).ok(200)["sha256"] == saved["sha256"]
    strangers = (
        filings.applicant(filings.firm().credit_code, relation="stranger"),
        filings.officer(OTHER_UNIT, relation="stranger"),
        filings.bureau(BUREAUS[0], relation="stranger"),
    )
    for stranger in strangers:
        for path in paths:
            stranger.get(path).refused(404, "application-not-found")
    filing.applicant.get(f"{filing.path}/revisions/2").refused(404, "revision-not-found")


def test_a_bureau_reads_what_was_recorded_and_not_what_was_typed_before_it(
    filings: Filings,
) -> None:
    filing = filings.completed(tier="excellent")
    save_button(filing).ok(201)
    filing.record().ok(201)
    filing.log_paper().ok(201)
    filing.step(filing.officer, "pass").ok(200)
    filing.step(filing.officer, "recommend").ok(200)
    filings.set_order(filing.officer, filing.firm.unit, filing).ok(200)
    handed_in = filing.hand_in().headers["location"]
    filings.city.post(f"{handed_in}/receive").ok(200)
    for step in ("start-review", "request-opinions"):
        filing.step(filings.city, step).ok(200)
    bureau = filings.bureau(BUREAUS[0])

    (shown,) = bureau.get(f"{filing.path}/revisions").ok(200)["items"]

    assert (shown["number"], shown["cause"]) == (2, "recorded")
    assert bureau.get(f"{filing.path}/revisions/2").ok(200)["sha256"] == shown["sha256"]
    bureau.get(f"{filing.path}/revisions/1").refused(404, "revision-not-found")
    assert causes(filing) == ["saved", "recorded"]


def test_revisions_come_in_pages(filings: Filings) -> None:
    filing = filings.draft()
    for employees in range(1, 4):
        edit(filing, employees)
        save_button(filing).ok(201)
    path = f"{filing.path}/revisions"

    first = filing.applicant.get(path, params={"limit": 2}).ok(200)
    second = filing.applicant.get(path, params={"limit": 2, "cursor": first["next_cursor"]}).ok(200)

    assert [each["number"] for each in first["items"]] == [1, 2]
    assert ([each["number"] for each in second["items"]], second["next_cursor"]) == ([3], None)
    past = encode_cursor(INSIDE, "9" * 18)
    assert filing.applicant.get(path, params={"cursor": past}).ok(200)["items"] == []
    for foreign in ("x", encode_cursor(INSIDE, "-1")):
        filing.applicant.get(path, params={"cursor": foreign}).refused(422, "cursor-invalid")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DISTRICT_PASSED, State.WITHDRAWN])
def test_what_is_out_of_the_enterprises_hands_is_not_saved(filings: Filings, state: State) -> None:
    filing = filings.at(state)

    save_button(filing).refused(409, "illegal-transition")

    assert causes(filing) == ["finalised"]


def test_nothing_is_saved_after_the_close_nor_by_others_nor_on_an_old_version(
    filings: Filings,
) -> None:
    filing = filings.draft()
    for relation in ("same-unit", "stranger"):
        other = filings.applicant(filings.firm().credit_code, relation=relation)
        headers = {"If-Match": ANY_VERSION}
        other.post(f"{filing.path}/revisions", headers=headers).refused(
            404, "application-not-found"
        )
    save_button(filing, if_match='"9"').refused(412, "stale-version")
    filings.clock.move_business_to(CLOSE)
    save_button(filing).refused(409, "window-closed")
    filings.clock.move_business_to(INSIDE)

    assert causes(filing) == []
