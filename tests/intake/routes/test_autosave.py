"""Autosave: what a merge patch does to the form, and what editing does to what was finalised."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Answer
from tests.intake.bodies import CLOSE, OPENING
from tests.intake.filings import Filing, Filings


def form_of(filing: Filing) -> dict[str, Any]:
    return dict(filing.applicant.get(f"{filing.path}/form").ok(200)["form"])


def test_a_patch_changes_what_it_names_and_leaves_the_rest(filings: Filings) -> None:
    filing = filings.draft()
    filing.save(
        {"applicant": {"employees": 400, "contact": {"name": "李某某", "phone": "022-1"}}}
    ).ok()

    answer = filing.save(
        {"applicant": {"contact": {"phone": "022-00000000"}}, "factory": {"production_lines": 6}}
    )

    expected = {
        "applicant": {"employees": 400, "contact": {"name": "李某某", "phone": "022-00000000"}},
        "factory": {"production_lines": 6},
    }
    assert answer.ok(200)["form"] == expected
    assert form_of(filing) == expected


def test_null_removes_a_field_a_group_and_what_is_not_there(filings: Filings) -> None:
    filing = filings.draft()
    filing.save(
        {"applicant": {"employees": 400, "research_staff": 68}, "effects": {"results": "a"}}
    )

    answer = filing.save(
        {"applicant": {"employees": None, "main_business": None}, "effects": None, "scenes": None}
    )

    assert answer.ok(200)["form"] == {"applicant": {"research_staff": 68}}


def test_entries_of_a_list_are_added_changed_and_removed_by_their_ids(filings: Filings) -> None:
    filing = filings.draft()
    filing.save({"scenes": {"scene-1": {"problem": "a"}, "scene-2": {"problem": "b"}}}).ok(200)

    filing.save({"scenes": {"scene-3": {"problem": "c"}}}).ok(200)
    filing.save({"scenes": {"scene-1": None, "scene-2": {"solution": "s"}}}).ok(200)

    assert form_of(filing)["scenes"] == {
        "scene-2": {"problem": "b", "solution": "s"},
        "scene-3": {"problem": "c"},
    }


def test_saving_tells_the_new_version_and_the_rates_that_follow(filings: Filings) -> None:
    filing = filings.draft()

    answer = filing.save({"factory": {"key_equipment": {"total": 128, "networked": 121}}})

    body = answer.ok(200)
    assert (body["version"], answer.etag) == (2, '"2"')
    (rate,) = body["computed_rates"]
    assert (rate["pointer"], rate["percent"]) == ("/factory/key_equipment", "94.53")
    assert filing.applicant.get(f"{filing.path}/form").ok(200) == body


def test_autosave_leaves_no_event(filings: Filings) -> None:
    filing = filings.draft()

    for lines in range(3):
        filing.save({"factory": {"production_lines": lines}}).ok(200)

    assert filing.kinds_of_events() == ["application.started"]


@pytest.mark.parametrize(
    ("patch", "faults"),
    [
        ({"nonsense": 1}, {"/nonsense": "unknown-field"}),
        ({"applicant": "text"}, {"/applicant": "type"}),
        ({"applicant": {"employees": "many"}}, {"/applicant/employees": "type"}),
        ({"applicant": {"employees": 412.0}}, {"/applicant/employees": "type"}),
        ({"applicant": {"employees": True}}, {"/applicant/employees": "type"}),
        ({"applicant": {"employees": 10**30}}, {"/applicant/employees": "out-of-range"}),
        ({"applicant": {"founded_on": "2011-02-30"}}, {"/applicant/founded_on": "date"}),
        (
            {"applicant": {"registered_capital": 8000}},
            {"/applicant/registered_capital": "type"},
        ),
        ({"scenes": [{"problem": "a"}]}, {"/scenes": "type"}),
        ({"scenes": {"SCENE": {}}}, {"/scenes/SCENE": "entry-id"}),
        ({"applicant": {"main_business": "x" * 20_000}}, {"/applicant/main_business": "too-long"}),
        ({"applicant": {"main_business": "\u200fabc"}}, {"/applicant/main_business": "bidi-override"}),
    ],
    ids=lambda value: json.dumps(value)[:40],
)  # fmt: skip
def test_a_patch_with_a_fault_saves_nothing_of_itself(
    filings: Filings, patch: dict[str, Any], faults: dict[str, str]
) -> None:
    filing = filings.draft()
    filing.save({"factory": {"production_lines": 6}}).ok(200)

    answer = filing.save({"factory": {"production_lines": 7}} | patch)

    answer.refused(422, "form-faulty")
    assert answer.faults == faults
    assert form_of(filing) == {"factory": {"production_lines": 6}}
    assert filing.read()["version"] == 2


def test_a_patch_may_not_be_nested_without_end(filings: Filings) -> None:
    filing = filings.draft()
    patch: dict[str, Any] = {}
    for _ in range(40):
        patch = {"applicant": patch}

    answer = filing.save(patch)

    answer.refused(422, "form-faulty")
    assert answer.faults == {"": "too-deep"}
    assert form_of(filing) == {}


def test_of_two_who_save_the_same_version_one_wins_and_the_other_is_told(filings: Filings) -> None:
    filing = filings.draft()
    seen, together = filing.etag(), threading.Barrier(2)

    def save(lines: int) -> Answer:
        together.wait()
        return filing.save({"factory": {"production_lines": lines}}, if_match=seen)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, (1, 2)))

    (winner,) = (answer for answer in answers if answer.status == 200)
    (loser,) = (answer for answer in answers if answer.status != 200)
    loser.refused(412, "stale-version")
    assert form_of(filing) == winner.body["form"]
    assert filing.read()["version"] == 2


@pytest.mark.parametrize("at", [CLOSE, OPENING.replace(day=1)], ids=["late", "early"])
def test_outside_the_window_nothing_is_saved(filings: Filings, at: Any) -> None:
    filing = filings.draft()
    filing.save({"factory": {"production_lines": 6}}).ok(200)
    before = filing.read()
    filings.clock.move_business_to(at)

    filing.save({"factory": {"production_lines": 7}}).refused(409, "window-closed")
    filing.record_report().refused(409, "window-closed")

    assert filing.read() == before
    assert form_of(filing) == {"factory": {"production_lines": 6}}


def test_editing_what_was_finalised_opens_it_again_and_voids_the_scan(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)
    revision = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)

    filing.save({"effects": {"next_plan": "再扩展一条产线。"}}).ok(200)

    now = filing.read()
    assert now["state"] == "draft"
    assert [each["kind"] for each in now["attachments"]] == ["maturity-report"]
    event = filing.history()["events"][-1]["payload"]
    assert (event["kind"], event["data"]["scan_voided"]) == ("application.reopened", True)
    content = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)["content"]
    assert content == revision["content"]
    filing.submit().refused(409, "illegal-transition")

    assert filing.finalise().ok(200)["number"] == 2
    numbers = [
        each["number"] for each in filing.applicant.get(f"{filing.path}/revisions").ok()["items"]
    ]
    assert numbers == [1, 2]


def test_a_refused_edit_leaves_what_was_finalised_closed(filings: Filings) -> None:
    filing = filings.at(State.FINALISED)
    before = (filing.read(), filing.kinds_of_events())

    filing.save({"nonsense": 1}).refused(422, "form-faulty")
    filing.save({"effects": {"next_plan": "晚了"}}, if_match='"1"').refused(412, "stale-version")

    assert (filing.read(), filing.kinds_of_events()) == before


def test_what_was_submitted_is_not_edited(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)
    form = form_of(filing)

    filing.save({"effects": {"next_plan": "晚了"}}).refused(409, "illegal-transition")
    filing.record_report(score="4.99").refused(409, "illegal-transition")

    assert form_of(filing) == form
    assert filing.read()["maturity_report"]["score"] == "2.35"
