"""Ballots over HTTP: in range, on the step, one's own, and blind."""

import json
import uuid
from typing import Any

import pytest

from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.waiting import eventually
from tests.scoring.panel_builders import EXPERT_ITEMS
from tests.scoring.panel_desk import Desk, whole


@pytest.fixture
def desk(scoring: Api, clock: TestClock) -> Desk:
    return Desk(scoring, clock).drawn()


def test_an_expert_finds_and_scores_what_is_assigned(desk: Desk) -> None:
    application_id, expert_id = desk.assignments()[0]
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    listed = expert.get("/v1/own-assignments").ok(200)["items"]

    empty = expert.get(path)
    saved = expert.put(
        path, {"points": {"benefit": "7.50"}, "remark": "数据平台完整"}, if_match=empty.etag
    )
    again = expert.put(path, {"points": whole(benefit="8")}, if_match=saved.etag)
    handed_in = expert.post(f"{path}/hand-in", headers={"If-Match": again.etag}).ok(200)

    assert application_id in {one["application_id"] for one in listed}
    assert {one["item_id"]: one["most"] for one in empty.ok(200)["items"]} == EXPERT_ITEMS
    assert saved.ok(200)["points"] == {"benefit": "7.5"}
    assert handed_in["state"] == "handed-in"
    assert handed_in["points"]["benefit"] == "8"
    assert handed_in["ballot_sha256"] is not None


def test_every_fault_of_every_item_is_named_at_once(desk: Desk) -> None:
    application_id, expert_id = desk.assignments()[0]
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    etag = expert.get(path).etag
    points = {
        "infrastructure": "30.5",
        "technology": "10.25",
        "benefit": "-1",
        "plan": "1e1",
        "maturity": "10",
        "beauty": "5",
    }

    answer = expert.put(path, {"points": points}, if_match=etag)

    answer.refused(422, "ballot-invalid")
    assert answer.faults == {
        "/points/infrastructure": "out-of-range",
        "/points/technology": "off-step",
        "/points/benefit": "type",
        "/points/plan": "type",
        "/points/maturity": "item-unknown",
        "/points/beauty": "item-unknown",
    }
    assert expert.get(path).ok(200)["points"] == {}


def test_a_ballot_with_gaps_is_not_handed_in(desk: Desk) -> None:
    application_id, expert_id = desk.assignments()[0]
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    etag = expert.put(path, {"points": {"benefit": "7"}}, if_match=expert.get(path).etag).etag

    answer = expert.post(f"{path}/hand-in", headers={"If-Match": etag})

    answer.refused(422, "ballot-invalid")
    assert answer.faults == {
        f"/points/{item}": "required" for item in EXPERT_ITEMS if item != "benefit"
    }


def test_what_is_handed_in_stands(desk: Desk) -> None:
    application_id, expert_id = desk.assignments()[0]
    desk.vote(application_id, expert_id)
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    etag = expert.get(path).etag

    expert.put(path, {"points": whole()}, if_match=etag).refused(409, "ballot-handed-in")
    expert.post(f"{path}/hand-in", headers={"If-Match": etag}).refused(409, "ballot-handed-in")


def test_two_windows_do_not_overwrite_each_other(desk: Desk) -> None:
    application_id, expert_id = desk.assignments()[0]
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    etag = expert.get(path).etag
    expert.put(path, {"points": {"benefit": "7"}}, if_match=etag).ok(200)

    expert.put(path, {"points": {"benefit": "8"}}, if_match=etag).refused(412, "stale-version")
    expert.put(path, {"points": {"benefit": "8"}}).refused(428, "if-match-missing")


def test_nobody_elses_ballot_exists(desk: Desk) -> None:
    """A foreign expert, one of the panel who is not on the application, and one in conflict alike."""
    application_id, assigned = desk.assignments()[0]
    on_it = {expert for application, expert in desk.assignments() if application == application_id}
    others = {f"expert-{number}" for number in range(1, 5)} - on_it
    path = desk.ballot_path(application_id)

    for expert_id in (*sorted(others), "expert-of-nowhere"):
        stranger = desk.expert(expert_id, relation="stranger")
        stranger.get(path).refused(404, "ballot-not-found")
        stranger.put(path, {"points": whole()}, if_match='"0"').refused(404, "ballot-not-found")
        stranger.post(f"{path}/hand-in", headers={"If-Match": '"0"'}).refused(
            404, "ballot-not-found"
        )
        body = {"reason": "与我无关"}
        stranger.post(f"{path}/recuse", body, headers={"If-Match": '"0"'}).refused(
            404, "ballot-not-found"
        )
    for elsewhere in (
        f"/v1/panels/{uuid.uuid4()}/ballots/{application_id}",
        desk.ballot_path(str(uuid.uuid4())),
    ):
        desk.expert(assigned).get(elsewhere).refused(404, "ballot-not-found")
    foreign = desk.expert("expert-of-nowhere", relation="stranger")
    assert foreign.get("/v1/own-assignments").ok(200) == {"items": [], "next_cursor": None}


def test_own_assignments_come_in_pages(desk: Desk) -> None:
    busy = max(
        (expert for _, expert in desk.assignments()),
        key=[expert for _, expert in desk.assignments()].count,
    )
    expert = desk.expert(busy)

    page = expert.get("/v1/own-assignments", params={"limit": 1}).ok(200)

    assert len(page["items"]) == 1
    expert.get("/v1/own-assignments", params={"cursor": "x"}).refused(422, "cursor-invalid")


def test_who_recused_themselves_votes_no_more_and_does_not_learn_who_takes_over(
    desk: Desk,
) -> None:
    application_id, expert_id = desk.assignments()[0]
    desk.vote(application_id, expert_id)
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    etag = expert.get(path).etag

    gone = expert.post(f"{path}/recuse", {"reason": "发现亲属任职"}, headers={"If-Match": etag}).ok(
        200
    )

    [entry] = desk.panel["recusals"]
    assert entry["replacement_id"] is not None
    assert entry["replacement_id"] not in json.dumps(gone)
    assert expert.get(path).ok(200)["state"] == "void"
    etag = expert.get(path).etag
    expert.put(path, {"points": whole()}, if_match=etag).refused(409, "ballot-void")
    expert.post(f"{path}/hand-in", headers={"If-Match": etag}).refused(409, "ballot-void")
    expert.post(f"{path}/recuse", {"reason": "再次回避"}, headers={"If-Match": etag}).refused(
        409, "ballot-void"
    )


def test_after_the_close_is_asked_for_no_ballot_is_taken(desk: Desk) -> None:
    assignments = desk.assignments()
    late = assignments[0]
    for application_id, expert_id in assignments[1:]:
        desk.vote(application_id, expert_id)
    expert, path = desk.expert(late[1]), desk.ballot_path(late[0])
    etag = expert.put(path, {"points": whole()}, if_match=expert.get(path).etag).etag
    desk.step("request-closing").ok(200)

    for _ in range(2):
        expert.put(path, {"points": whole()}, if_match=etag).refused(409, "panel-not-in-state")
        expert.post(f"{path}/hand-in", headers={"If-Match": etag}).refused(
            409, "panel-not-in-state"
        )
        if desk.panel["state"] == "closing":
            desk.step("confirm-closing", by=desk.second).ok(200)

    result = desk.auditor.get(f"{desk.path}/result").ok(200)
    counted = [
        (one["application_id"], ballot["expert_id"])
        for one in result["applications"]
        for ballot in one["ballots"]
    ]
    assert sorted(counted) == sorted(assignments[1:])


def _everything(desk: Desk) -> dict[str, Any]:
    """All that anybody but the voter can read of a panel that is not closed."""
    readers = {"officer": desk.first, "auditor": desk.auditor}
    paths = (desk.path, "/v1/panels", f"{desk.path}/export", f"{desk.path}/result")
    return {
        **{
            f"{name} {path}": reader.get(path).response.text
            for name, reader in readers.items()
            for path in paths
        },
        **{
            f"{role} feed": desk.scoring.as_role(role)
            .get("/v1/events", params={"limit": 500})
            .response.text
            for role in ("auditor", "service")
        },
    }


@pytest.mark.parametrize("state", ["drawn", "closing"])
def test_no_points_leave_before_the_close(desk: Desk, state: str) -> None:
    application_id, expert_id = desk.assignments()[0]
    # A number that no id, time or digest holds by chance: with its point.
    desk.vote(application_id, expert_id, infrastructure="27.5", technology="13.5")
    if state == "closing":
        for other in desk.assignments()[1:]:
            desk.vote(*other)
        desk.step("request-closing").ok(200)
    eventually(
        lambda: (
            "panel.ballot-handed-in"
            in desk.auditor.get("/v1/events", params={"limit": 500}).response.text
        )
    )

    seen = _everything(desk)

    assert '"ballots":null' in seen[f"officer {desk.path}/export"]
    for where, text in seen.items():
        assert "27.5" not in text, where
        assert "13.5" not in text, where
    for role in ("officer", "auditor"):
        assert "panel-not-in-state" in seen[f"{role} {desk.path}/result"]


def test_an_expert_sees_nothing_move_when_others_vote(desk: Desk) -> None:
    application_id, expert_id = desk.assignments()[0]
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)

    def sight() -> tuple[Any, ...]:
        own, listed = expert.get(path), expert.get("/v1/own-assignments")
        return own.body, own.etag, listed.body

    before = sight()
    for other in desk.assignments()[1:]:
        if other[1] != expert_id:
            desk.vote(*other)

    assert sight() == before
    for forbidden in (desk.path, "/v1/panels", "/v1/events", f"{desk.path}/export"):
        expert.get(forbidden).refused(403, "role-forbidden")


def test_the_digest_in_the_feed_tells_nothing_without_its_salt(desk: Desk) -> None:
    """Two ballots with the same points have nothing in common."""
    [first, second] = desk.assignments()[:2]
    desk.vote(*first)
    desk.vote(*second)

    digests = {
        desk.expert(expert_id).get(desk.ballot_path(application_id)).ok(200)["ballot_sha256"]
        for application_id, expert_id in (first, second)
    }

    assert len(digests) == 2
