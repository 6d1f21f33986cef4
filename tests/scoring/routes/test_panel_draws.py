"""The draw over HTTP: nobody can choose anything after anything else is known."""

import json

import pytest

from services.scoring.domain.panels.commitment import commitment_to, seed_of
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.waiting import eventually
from tests.scoring.panel_builders import SECRET
from tests.scoring.panel_desk import PUBLIC_VALUE, Desk, an_expert_order, an_order

VALUE = {"value": PUBLIC_VALUE, "source": "www.example.cn/1"}


@pytest.fixture
def desk(scoring: Api, clock: TestClock) -> Desk:
    return Desk(scoring, clock)


def test_the_seed_is_made_of_what_was_published_in_order(desk: Desk) -> None:
    panel = desk.drawn().panel

    assert panel["basis_sha256"] == digests_of(canonical_bytes(panel["basis"])).sha256
    assert panel["commitment"]["secret_sha256"] == commitment_to(SECRET)
    assert (
        panel["seed"]
        == seed_of(
            basis_sha256=panel["basis_sha256"], secret=SECRET, public_value=PUBLIC_VALUE
        ).hex()
    )
    assert len(panel["assignments"]) == 4
    assert {one["ballot"] for one in panel["assignments"]} == {"open"}


def test_the_public_value_must_lie_in_the_future_when_it_is_named(desk: Desk) -> None:
    desk.make().freeze()

    for known_at in (desk.after(minutes=-1), "2020-01-01T00:00:00+08:00"):
        desk.step("commit-secret", desk.commitment(known_at=known_at)).refused(
            422, "public-value-known"
        )


def test_a_commitment_stands_once_and_for_all(desk: Desk) -> None:
    desk.make().freeze().commit()

    desk.step("commit-secret", desk.commitment()).refused(409, "panel-not-in-state")


def test_nothing_is_committed_to_before_the_pool_is_frozen(desk: Desk) -> None:
    desk.make()

    desk.step("commit-secret", desk.commitment()).refused(409, "panel-not-in-state")


def test_the_value_is_recorded_when_due_by_another_officer_in_its_one_spelling(desk: Desk) -> None:
    desk.make().freeze().commit()
    desk.step("record-public-value", VALUE, by=desk.second).refused(409, "public-value-not-due")
    desk.wait(hours=2)

    desk.step("record-public-value", VALUE).refused(403, "other-officer-needed")
    for other in ("0105091726", "01050917263a"):
        misspelt = {**VALUE, "value": other}
        desk.step("record-public-value", misspelt, by=desk.second).refused(
            422, "public-value-misspelt"
        )
    desk.step("record-public-value", VALUE, by=desk.second).ok(200)
    desk.step("record-public-value", VALUE, by=desk.second).refused(409, "panel-not-in-state")


def test_only_the_secret_that_was_committed_to_draws(desk: Desk) -> None:
    desk.make().freeze().commit()
    desk.step("draw", {"secret": SECRET}).refused(409, "panel-not-in-state")
    desk.value()

    desk.step("draw", {"secret": "5f" * 32}).refused(422, "secret-differs")
    drawn = desk.step("draw", {"secret": SECRET}).ok(200)
    desk.step("draw", {"secret": SECRET}).refused(409, "panel-not-in-state")

    assert desk.panel == drawn


def test_who_committed_cannot_give_the_panel_up(desk: Desk) -> None:
    """Else the secret could be withheld whenever the value is not to one's liking."""
    desk.make().freeze().commit().value()

    desk.step("cancel", {"reason": "秘密值遗失"}).refused(403, "other-officer-needed")
    desk.step("cancel", {"reason": "秘密值遗失"}, by=desk.second).ok(200)


@pytest.mark.parametrize("state", ["pool-frozen", "committed", "drawn"])
def test_a_panel_may_be_cancelled_until_its_voting_ends(desk: Desk, state: str) -> None:
    desk.make().freeze()
    if state != "pool-frozen":
        desk.commit()
    if state == "drawn":
        desk.value().draw()
    assert desk.panel["state"] == state

    desk.step("cancel", {"reason": "申报撤回"}, by=desk.second).ok(200)


def test_the_feed_tells_each_step_and_whom_it_bound(desk: Desk) -> None:
    panel_id = desk.drawn().panel["panel_id"]

    def events() -> list[dict[str, object]] | None:
        page = desk.auditor.get("/v1/events", params={"limit": 500}).ok(200)["events"]
        found = [one for one in page if one["aggregate_id"] == panel_id]
        return found if len(found) == 6 else None

    found = eventually(events)

    assert [one["kind"] for one in found] == [
        "panel.created",
        "panel.pool-set",
        "panel.pool-frozen",
        "panel.secret-committed",
        "panel.public-value-recorded",
        "panel.drawn",
    ]
    # The secret is in no event before the draw, and no expert is named in any.
    assert SECRET not in json.dumps(found[:-1])
    assert "expert-" not in json.dumps(found)


def test_recusal_draws_a_replacement_with_its_number_and_keeps_the_reason(desk: Desk) -> None:
    desk.drawn()
    application_id, expert_id = desk.assignments()[0]
    body = {"expert_id": expert_id, "application_id": application_id, "reason": "曾任该企业顾问"}

    after = desk.step("recusals", body).ok(200)

    [entry] = after["recusals"]
    assert (entry["counter"], entry["expert_id"], entry["reason"]) == (
        1,
        expert_id,
        "曾任该企业顾问",
    )
    assert (application_id, entry["replacement_id"]) in desk.assignments()
    assert (application_id, expert_id) not in desk.assignments()
    desk.step("recusals", body).refused(404, "assignment-not-found")


def test_an_expert_who_leaves_the_panel_leaves_every_application(desk: Desk) -> None:
    desk.drawn(applications=4)
    leaving = desk.assignments()[0][1]
    had = [application for application, expert in desk.assignments() if expert == leaving]

    after = desk.step("recusals", {"expert_id": leaving, "reason": "因病退出"}).ok(200)

    assert [one["application_id"] for one in after["recusals"]] == had
    assert all(one["is_whole"] for one in after["recusals"])
    assert leaving not in {expert for _, expert in desk.assignments()}


def test_when_nobody_is_left_nobody_takes_over(desk: Desk) -> None:
    desk.drawn(experts=2, applications=1)
    application_id, expert_id = desk.assignments()[0]

    body = {"expert_id": expert_id, "application_id": application_id, "reason": "亲属任职"}
    [entry] = desk.step("recusals", body).ok(200)["recusals"]

    assert entry["replacement_id"] is None


def test_recusal_is_for_the_time_of_the_voting(desk: Desk) -> None:
    desk.make().freeze()

    body = {"expert_id": "expert-1", "reason": "亲属任职"}
    desk.step("recusals", body).refused(409, "panel-not-in-state")


def test_the_same_key_draws_once(desk: Desk) -> None:
    desk.make().freeze().commit().value()
    etag = desk.first.get(desk.path).etag

    answers = [
        desk.first.post(
            f"{desk.path}/draw", {"secret": SECRET}, headers={"If-Match": etag}, key="draw-1"
        )
        for _ in range(2)
    ]

    assert answers[0].ok(200) == answers[1].ok(200)
    assert answers[1].headers["idempotency-replayed"] == "true"


def test_conflicts_hold_over_http_too(desk: Desk) -> None:
    order = an_order(desk.scoring, applications=3)
    desk.order(order).ok(201)
    codes = {one["application_id"]: one["credit_code"] for one in order["applications"]}
    bound = {f"expert-{number}": code for number, code in enumerate(codes.values(), start=1)}
    experts = [
        an_expert_order(number, employers=[bound[f"expert-{number}"]]) for number in (1, 2, 3)
    ]

    desk.freeze([*experts, an_expert_order(4)]).commit().value().draw()

    assert all(
        bound.get(expert_id) != codes[application_id]
        for application_id, expert_id in desk.assignments()
    )
