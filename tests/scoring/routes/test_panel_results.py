"""The end of a panel over HTTP: two officers, a frozen result, an export that speaks for itself."""

import json

import pytest

from services.scoring.domain.panels.ballots import BALLOT_FORM
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.waiting import eventually
from tests.scoring.panel_desk import Desk, whole


@pytest.fixture
def desk(scoring: Api, clock: TestClock) -> Desk:
    return Desk(scoring, clock)


def test_a_closed_result_is_frozen_with_its_digests(desk: Desk) -> None:
    desk.drawn(line={"places": 1}).vote_all().close()

    result = desk.auditor.get(f"{desk.path}/result").ok(200)

    assert result == desk.first.get(f"{desk.path}/result").ok(200)
    stated = {name: result.pop(name) for name in ("result_sha256", "result_sm3", "signature")}
    digests = digests_of(canonical_bytes(result))
    assert (stated["result_sha256"], stated["result_sm3"]) == (digests.sha256, digests.sm3)
    assert json.loads(stated["signature"]).keys() == {"payload", "protected", "signature"}
    # Machine points 5; ballots of 30 and 31, of 32 and 33, for the two applications.
    assert [
        (one["score"], one["rank"], one["is_above_line"]) for one in result["applications"]
    ] == [
        ("35.50", 2, False),
        ("37.50", 1, True),
    ]


def test_the_close_takes_two_officers_and_nobody_sees_anything_in_between(desk: Desk) -> None:
    desk.drawn().vote_all()
    desk.step("confirm-closing", by=desk.second).refused(409, "panel-not-in-state")
    desk.step("request-closing").ok(200)

    desk.step("confirm-closing").refused(403, "other-officer-needed")
    desk.step("reopen", {"reason": "本人反悔"}).refused(403, "other-officer-needed")
    desk.auditor.get(f"{desk.path}/result").refused(409, "panel-not-in-state")
    desk.step("cancel", {"reason": "结束中作废"}, by=desk.second).refused(409, "panel-not-in-state")
    desk.step("confirm-closing", by=desk.second).ok(200)
    desk.step("confirm-closing", by=desk.second).refused(409, "panel-not-in-state")


def test_a_panel_that_is_reopened_votes_on(desk: Desk) -> None:
    desk.drawn()
    assignments = desk.assignments()
    for application_id, expert_id in assignments[1:]:
        desk.vote(application_id, expert_id)
    desk.step("request-closing").ok(200)

    reopened = desk.step("reopen", {"reason": "尚有一票未交"}, by=desk.second).ok(200)
    desk.vote(*assignments[0])
    desk.close()

    assert reopened["state"] == "drawn"
    export = desk.auditor.get(f"{desk.path}/export").ok(200)
    assert all(one["is_counted"] for one in export["ballots"])


def test_below_the_quorum_nothing_is_closed(desk: Desk) -> None:
    desk.drawn(quorum=2)
    short, missing = desk.assignments()[0]
    for application_id, expert_id in desk.assignments()[1:]:
        desk.vote(application_id, expert_id)

    answer = desk.step("request-closing")

    answer.refused(409, "quorum-missing")
    places = [one["application_id"] for one in desk.panel["basis"]["applications"]]
    assert answer.faults == {f"/applications/{places.index(short)}": "too-few-ballots"}
    assert missing in {one["expert_id"] for one in desk.panel["assignments"]}


def test_the_export_holds_every_version_and_each_digest_of_the_feed(desk: Desk) -> None:
    desk.drawn()
    application_id, expert_id = desk.assignments()[0]
    expert, path = desk.expert(expert_id), desk.ballot_path(application_id)
    expert.put(path, {"points": {"benefit": "1"}}, if_match=expert.get(path).etag).ok(200)
    desk.vote_all().close()

    export = desk.auditor.get(f"{desk.path}/export").ok(200)

    def recorded() -> set[str] | None:
        page = desk.auditor.get("/v1/events", params={"limit": 500}).ok(200)["events"]
        found = {
            one["payload"]["data"]["ballot_sha256"]
            for one in page
            if one["kind"] == "panel.ballot-handed-in"
            and one["aggregate_id"] == export["basis"]["panel_id"]
        }
        return found if len(found) == len(export["ballots"]) else None

    assert {one["ballot_sha256"] for one in export["ballots"]} == eventually(recorded)
    [changed] = [
        one
        for one in export["ballots"]
        if (one["application_id"], one["expert_id"]) == (application_id, expert_id)
    ]
    assert [one["points"] for one in changed["saved"]] == [
        {"benefit": "1"},
        whole(infrastructure="10"),
    ]
    document = {
        "form": BALLOT_FORM,
        "panel_id": export["basis"]["panel_id"],
        **{
            name: changed[name]
            for name in ("application_id", "expert_id", "version", "points", "remark", "salt")
        },
    }
    assert changed["ballot_sha256"] == digests_of(canonical_bytes(document)).sha256


def test_before_the_draw_there_is_nothing_to_export(desk: Desk) -> None:
    desk.make().freeze()

    desk.auditor.get(f"{desk.path}/export").refused(409, "panel-not-in-state")


def test_the_result_of_a_recused_expert_does_not_count(desk: Desk) -> None:
    desk.drawn()
    application_id, expert_id = desk.assignments()[0]
    desk.vote_all()
    body = {"expert_id": expert_id, "application_id": application_id, "reason": "曾任该企业顾问"}
    desk.step("recusals", body).ok(200)
    desk.close()

    export = desk.first.get(f"{desk.path}/export").ok(200)

    [void] = [one for one in export["ballots"] if one["state"] == "void"]
    assert (void["expert_id"], void["is_counted"]) == (expert_id, False)
    counted = {
        ballot["expert_id"]
        for one in export["result"]["applications"]
        if one["application_id"] == application_id
        for ballot in one["ballots"]
    }
    assert expert_id not in counted
