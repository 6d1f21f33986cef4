"""The lifecycle over HTTP: each step where it belongs leaves its event, anywhere else it leaves nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.intake.domain.branches import is_step_of
from services.intake.domain.lifecycle import EVENT_KINDS, TRANSITIONS, Action, State
from services.intake.domain.rounds import Branch, Channel
from tests.harness.api import Answer
from tests.intake.bodies import AFTER_PUBLICITY
from tests.intake.filings import Filing, Filings
from tests.intake.ways import OWN_TIERS, ways_of

#: The actions that are one request on one application; the others belong to hand-ins and lists.
BY_REQUEST = {
    Action.FINALISE,
    Action.SUBMIT,
    Action.RECORD,
    Action.TAKE_BACK,
    Action.WITHDRAW,
    Action.RETURN,
    Action.PASS,
    Action.NOT_PASS,
    Action.RECOMMEND,
    Action.TABULATE,
    Action.FILE,
    Action.NOT_FILE,
    Action.START_REVIEW,
    Action.PROPOSE,
    Action.DECLINE,
    Action.REQUEST_OPINIONS,
    Action.NOT_FORWARD,
    Action.RECORD_SELECTED,
    Action.RECORD_NOT_SELECTED,
}

CITY = {
    Action.FILE,
    Action.NOT_FILE,
    Action.START_REVIEW,
    Action.PROPOSE,
    Action.DECLINE,
    Action.REQUEST_OPINIONS,
    Action.NOT_FORWARD,
}

BRANCH_OF = {
    "basic": (Branch.FILING, Channel.OWN_PORTAL),
    "advanced": (Branch.RECOGNITION, Channel.OWN_PORTAL),
    "excellent": (Branch.FORWARDING, Channel.NATIONAL_PORTAL),
}


def attempt(filing: Filing, action: Action) -> Answer:
    if action is Action.FINALISE:
        return filing.finalise()
    if action is Action.SUBMIT:
        return filing.submit()
    if action is Action.RECORD:
        return filing.record()
    if action in {Action.RECORD_SELECTED, Action.RECORD_NOT_SELECTED}:
        return filing.result(action.value)
    if action in {Action.TAKE_BACK, Action.WITHDRAW}:
        return filing.undo(action.value)
    caller = filing.desk.city if action in CITY else filing.officer
    return filing.step(caller, action.value)


def refused_steps(filing: Filing, state: State) -> Iterator[tuple[Action, Answer]]:
    branch_and_channel = BRANCH_OF[filing.tier]
    for action in sorted(BY_REQUEST):
        if not is_step_of(action, *branch_and_channel):
            attempt(filing, action).refused(422, "step-of-other-branch")
        elif (state, action) not in TRANSITIONS:
            yield action, attempt(filing, action)


def shortest_way_to(state: State, tier: str) -> list[State]:
    way, ways = [state], ways_of(tier)
    while way[0] in ways:
        way.insert(0, ways[way[0]][0])
    return way


def substance(filing: Filing) -> dict[str, Any]:
    """What a refused step must not change; a verdict may come home at any time."""
    now = filing.read()
    kept = ("state", "revision_number", "receipt_number", "filing_number", "decisions")
    return {name: now[name] for name in kept}


@pytest.mark.parametrize(
    ("end", "tier"),
    [
        (State.RECOGNISED, "advanced"),
        (State.NOT_PASSED, "advanced"),
        (State.DECLINED, "advanced"),
        (State.WITHDRAWN, "advanced"),
        (State.RETURNED, "advanced"),
        (State.FILED, "basic"),
        (State.NOT_FILED, "basic"),
        (State.SELECTED, "excellent"),
        (State.NOT_SELECTED, "excellent"),
        (State.NOT_FORWARDED, "excellent"),
        (State.NOT_PASSED, "excellent"),
        (State.WITHDRAWN, "excellent"),
        (State.RETURNED, "excellent"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_changes_nothing(
    filings: Filings, end: State, tier: str
) -> None:
    filing = filings.at(State.FINALISED if tier in OWN_TIERS else State.DRAFT, tier=tier)
    way, ways = shortest_way_to(end, tier), ways_of(tier)
    # The long ways pass most states: of the others only the last is looked at.
    looked_at = way if end in {State.RECOGNISED, State.FILED, State.SELECTED} else [end]

    for state in way:
        if state in ways:
            ways[state][1](filing)
        if state not in looked_at:
            continue
        before = substance(filing)
        assert before["state"] == state
        for action, answer in refused_steps(filing, state):
            answer.refused(409, "illegal-transition")
            assert action.value in answer.body["detail"]
            assert state.value in answer.body["detail"]
        assert substance(filing) == before


def test_each_step_leaves_one_chained_event_with_who_and_when(filings: Filings) -> None:
    filing = filings.at(State.RECOGNISED)

    history = filing.history()
    steps = [event for event in history["events"] if "action" in event["payload"]["data"]]
    way = [
        (event["payload"]["data"]["from_state"], event["payload"]["data"]["action"])
        for event in steps
    ]
    assert way == [
        ("draft", "finalise"),
        ("finalised", "submit"),
        ("submitted", "pass"),
        ("district-passed", "recommend"),
        ("recommended", "hand-in"),
        ("handed-in", "receive"),
        ("received", "start-review"),
        ("in-review", "propose"),
        ("proposed", "open-publicity"),
        ("in-publicity", "recognise"),
    ]
    assert [event["kind"] for event in steps] == [EVENT_KINDS[Action(action)] for _, action in way]
    assert history["chain_holds"] is True
    assert [event["aggregate_seq"] for event in history["events"]] == list(
        range(1, len(history["events"]) + 1)
    )
    actors = {event["payload"]["data"]["action"]: event["payload"]["actor"] for event in steps}
    assert actors["submit"] == filing.applicant.principal.subject  # type: ignore[union-attr]
    assert actors["pass"] == filing.officer.principal.subject  # type: ignore[union-attr]
    assert actors["recognise"] == "city-2"


def test_a_firm_declined_in_publicity_stays_declined_when_the_list_is_published(
    filings: Filings,
) -> None:
    filing = filings.at(State.IN_PUBLICITY)
    filing.step(filings.city, "decline").ok(200)

    path = filing.list_path
    filings.clock.move_business_to(AFTER_PUBLICITY)
    filings.list_step(path, "request-publication").ok(200)
    published = filings.list_step(path, "confirm-publication", filings.second_city).ok(200)

    assert published["entries"] == []
    assert filing.read()["state"] == "declined"
    attempt(filing, Action.DECLINE).refused(409, "illegal-transition")
