"""Panels over HTTP: what they are made of, what is refused about them, who may."""

import uuid
from typing import Any

import pytest

from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.scoring.panel_builders import credit_code
from tests.scoring.panel_desk import (
    AGGREGATION,
    Desk,
    an_assessment,
    an_entry,
    an_expert_order,
    an_order,
)


@pytest.fixture
def desk(scoring: Api, clock: TestClock) -> Desk:
    return Desk(scoring, clock)


def test_a_new_panel_has_the_machines_points_and_no_experts(desk: Desk) -> None:
    order = an_order(desk.scoring)

    made = desk.order(order).ok(201)

    assert (made["state"], made["attempt"], made["experts"]) == ("assembling", 1, 0)
    assert made["basis_sha256"] is None
    # Maturity level two, on the ladder of the scheme.
    for one in made["basis"]["applications"]:
        assert one["machine_points"] == {"maturity": "5"}
    assert made["scheme_place"]["en"] == "Liaoning / Dalian"
    assert desk.auditor.get(desk.path).ok(200) == made


def test_panels_are_listed_newest_first_by_round_and_tier(desk: Desk) -> None:
    first = desk.make().panel["panel_id"]
    second = desk.make(tier="excellent").panel["panel_id"]

    page = desk.auditor.get("/v1/panels", params={"limit": 1}).ok(200)
    rest = desk.auditor.get("/v1/panels", params={"cursor": page["next_cursor"]}).ok(200)
    of_tier = desk.first.get(
        "/v1/panels", params={"tier": "advanced", "round_id": "tianjin-2025-2"}
    ).ok(200)

    assert [one["panel_id"] for one in page["items"]] == [second]
    assert [one["panel_id"] for one in rest["items"]] == [first]
    assert [one["panel_id"] for one in of_tier["items"]] == [first]
    desk.first.get("/v1/panels", params={"cursor": "x"}).refused(422, "cursor-invalid")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"scheme_id": "nobodys"}, "/scheme_id", "scheme-unknown"),
        ({"scheme_id": "city-template"}, "/scheme_id", "scheme-not-filled-in"),
        ({"quorum": 3}, "/quorum", "quorum-too-large"),
        ({"aggregation": None}, "/aggregation", "required"),
        (
            {"aggregation": {**AGGREGATION, "method": "trimmed-mean", "trim": 1}},
            "/quorum",
            "quorum-too-small",
        ),
        ({"aggregation": {**AGGREGATION, "trim": 1}}, "/aggregation/trim", "trim"),
        (
            {"aggregation": {**AGGREGATION, "ties": [{"by": "item", "item": "beauty"}]}},
            "/aggregation/ties/0/item",
            "item-unknown",
        ),
        (
            {"aggregation": {**AGGREGATION, "ties": [{"by": "item"}]}},
            "/aggregation/ties/0/item",
            "item-unknown",
        ),
        (
            {"aggregation": {**AGGREGATION, "method": "standardised-mean", "least_ballots": 1}},
            "/aggregation/least_ballots",
            "out-of-range",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(
    desk: Desk, changes: dict[str, Any], pointer: str, code: str
) -> None:
    answer = desk.order(an_order(desk.scoring, **changes))

    answer.refused(422, "panel-invalid")
    assert answer.faults == {pointer: code}


def test_all_faults_of_all_applications_are_named_at_once(desk: Desk) -> None:
    scoring = desk.scoring
    twice = an_entry(scoring, 1)
    without_level = an_entry(scoring, 3)
    request = {"without": ("maturity_level",)}
    without_level["assessment_id"] = an_assessment(
        scoring, without_level["application_id"], **request
    )
    entries = [
        twice,
        {**twice, "credit_code": credit_code(2)},
        an_entry(scoring, 3, assessment_id=None),
        an_entry(scoring, 4, assessment_id=str(uuid.uuid4())),
        an_entry(scoring, 5, assessment_id=twice["assessment_id"]),
        without_level,
    ]

    answer = desk.order(an_order(scoring, applications=0, quorum=3) | {"applications": entries})

    answer.refused(422, "panel-invalid")
    assert answer.faults == {
        "/applications/0/application_id": "repeated",
        "/applications/1/application_id": "repeated",
        "/applications/2/assessment_id": "required",
        "/applications/3/assessment_id": "assessment-unknown",
        "/applications/4/assessment_id": "assessment-of-another",
        "/applications/5/assessment_id": "machine-item-unknown",
        "/quorum": "quorum-too-large",
    }
    assert desk.first.get("/v1/panels").ok(200)["items"] == []


@pytest.mark.parametrize(
    "code", ["91120116MA00000002", "91120116ma0000000y", " 91120116MA00000001", "9112", ""]
)
def test_a_credit_code_that_does_not_hold_is_refused(desk: Desk, code: str) -> None:
    entry = an_entry(desk.scoring, 1, credit_code=code)

    answer = desk.order(an_order(desk.scoring, applications=0) | {"applications": [entry]})

    answer.refused(422, "invalid-request")
    assert answer.faults == {"/applications/0/credit_code": "credit-code"}


def test_a_line_is_one_of_places_and_points(desk: Desk) -> None:
    for line in ({"places": 1, "least": "60"}, {}):
        answer = desk.order(an_order(desk.scoring, line=line))
        answer.refused(422, "invalid-request")
        assert answer.faults == {"/line": "one-of-two"}


def test_an_application_is_before_one_panel_at_a_time(desk: Desk) -> None:
    order = an_order(desk.scoring)
    desk.order(order).ok(201)
    other = an_order(desk.scoring, applications=1)
    other["applications"].append(order["applications"][1])

    answer = desk.first.post("/v1/panels", other)

    answer.refused(409, "applications-before-another-panel")
    assert answer.faults == {"/applications/1": "taken"}
    # Nothing of the refused panel is left: its other application is free.
    other["applications"].pop()
    desk.first.post("/v1/panels", other).ok(201)


def test_the_panel_after_a_cancelled_one_says_so(desk: Desk) -> None:
    order = an_order(desk.scoring)
    desk.order(order).ok(201)
    cancelled = desk.step("cancel", {"reason": "专家库登记有误"}).ok(200)

    again = desk.order(order).ok(201)

    assert (cancelled["state"], cancelled["reason"]) == ("cancelled", "专家库登记有误")
    assert again["attempt"] == 2
    desk.path = f"/v1/panels/{cancelled['panel_id']}"
    desk.step("cancel", {"reason": "再次作废"}).refused(409, "panel-not-in-state")


def test_conflicts_are_found_before_the_draw_and_a_frozen_pool_never_changes(desk: Desk) -> None:
    desk.make()
    [first, second] = sorted(one["application_id"] for one in desk.panel["basis"]["applications"])
    codes = {
        one["application_id"]: one["credit_code"] for one in desk.panel["basis"]["applications"]
    }
    experts = [
        an_expert_order(1, employers=[codes[first]]),
        an_expert_order(2, cooperations=[codes[second]]),
        *map(an_expert_order, (3, 4)),
    ]

    frozen = desk.freeze(experts).panel

    assert frozen["state"] == "pool-frozen"
    assert [(one["expert_id"], one["ground"]) for one in frozen["conflicts"]] == [
        ("expert-1", "employer"),
        ("expert-2", "cooperation"),
    ]
    desk.pool(experts).refused(409, "panel-not-in-state")
    desk.step("freeze-pool").refused(409, "panel-not-in-state")


def test_too_few_experts_without_a_conflict_are_named_by_application(desk: Desk) -> None:
    desk.make()
    applications = desk.panel["basis"]["applications"]
    desk.pool(
        [an_expert_order(1, shareholdings=[applications[1]["credit_code"]]), an_expert_order(2)]
    ).ok(200)

    answer = desk.step("freeze-pool")

    answer.refused(409, "assignment-infeasible")
    assert answer.faults == {"/applications/1": "too-few-experts"}
    assert applications[1]["application_id"] in answer.body["errors"][0]["detail"]
    assert desk.panel["state"] == "assembling"


def test_an_expert_stands_in_the_pool_once(desk: Desk) -> None:
    desk.make()

    answer = desk.pool([an_expert_order(1), an_expert_order(2), an_expert_order(1)])

    answer.refused(422, "pool-invalid")
    assert answer.faults == {
        "/experts/0/expert_id": "repeated",
        "/experts/2/expert_id": "repeated",
    }


def test_a_change_on_a_stale_version_is_refused(desk: Desk) -> None:
    etag = desk.make().first.get(desk.path).etag
    desk.pool([an_expert_order(1)]).ok(200)
    body = {"experts": [an_expert_order(2)]}

    desk.first.put(f"{desk.path}/pool", body, if_match=etag).refused(412, "stale-version")
    desk.first.put(f"{desk.path}/pool", body).refused(428, "if-match-missing")
    desk.first.post(f"{desk.path}/freeze-pool", headers={"If-Match": "7"}).refused(
        400, "if-match-malformed"
    )


def test_a_panel_that_is_not_there_is_not_found(desk: Desk) -> None:
    path = f"/v1/panels/{uuid.uuid4()}"

    desk.first.get(path).refused(404, "panel-not-found")
    desk.first.get(f"{path}/result").refused(404, "panel-not-found")
    desk.first.post(f"{path}/freeze-pool", headers={"If-Match": '"1"'}).refused(
        404, "panel-not-found"
    )


@pytest.mark.parametrize("role", ["applicant", "district-officer", "expert", "service"])
def test_others_see_nothing_of_a_panel(desk: Desk, role: str) -> None:
    desk.make()
    other = desk.scoring.as_role(role, unit="120116")

    for path in (desk.path, "/v1/panels", f"{desk.path}/result", f"{desk.path}/export"):
        other.get(path).refused(403, "role-forbidden")
