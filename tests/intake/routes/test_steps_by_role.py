"""Every state × step × role: who asks for a step of an application gets exactly the answer that the tables give.

The tables are the reviewed one of who may call what, the lifecycle, and branches and channels; nothing is said of
them here a second time. Filings of each branch go on tours that take every step their tier has from every state it
may stand in. Wherever one of them comes first, whoever may take a step at all tries all of theirs (and at the draft
everybody everything): what the tables refuse is refused for the first reason that holds and changes nothing; what they
allow is taken by the tours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

import pytest

from services.intake.bundles.rounds import load_rounds
from services.intake.domain.branches import is_step_of
from services.intake.domain.lifecycle import TRANSITIONS, Action, State
from services.intake.domain.rounds import Branch, Channel, TierRules
from services.intake.domain.tiers import Tier
from shared.authorisation import Scope
from shared.identity.principal import Role
from tests.architecture.reviewed_rules import reviewed_rules
from tests.harness.api import Api
from tests.harness.authorisation_rows import Relation
from tests.intake.bodies import NOBODYS, OTHER_UNIT
from tests.intake.filings import Filing, Filings
from tests.intake.forms import ROUND_ID
from tests.intake.routes.calls import CALLS, Call, Objects
from tests.intake.ways import BY_OTHER_REQUESTS, OWN_TIERS

TABLE = reviewed_rules()["intake"].table

#: Status and code of a refusal; None for a success.
Outcome: TypeAlias = tuple[int, str] | None

FORBIDDEN = (403, "role-forbidden")
STRANGER = (404, "application-not-found")
OTHER_BRANCH = (422, "step-of-other-branch")
ILLEGAL = (409, "illegal-transition")


def _operation_of(action: Action) -> str | None:
    """Find the operation that takes a step of one application; the other steps belong to hand-ins and lists."""
    for name in (f"{action}-application", f"{action}-portal-filing", action.value):
        call = CALLS.get(name)
        if call and call(Objects()).path.startswith(f"/v1/applications/{NOBODYS}/"):
            return name
    return None


#: Step → its operation, for every step that is one request on one application.
OPERATIONS = {action: name for action in sorted(Action) if (name := _operation_of(action))}

#: Steps as they are written in a tour.
A = Action
_SUBMITTED = (A.FINALISE, A.SUBMIT)
_RECEIVED = (A.HAND_IN, A.RECEIVE)
_IN_REVIEW = (*_SUBMITTED, A.PASS, A.RECOMMEND, *_RECEIVED, A.START_REVIEW)
_FORWARDED = (A.RECORD, *_IN_REVIEW[2:], A.REQUEST_OPINIONS, A.FORWARD)
_AGAIN_AND_AGAIN = (*_SUBMITTED, A.TAKE_BACK, *_SUBMITTED, A.RETURN, *_SUBMITTED)
_GIVEN_UP: tuple[tuple[Action, ...], ...] = (
    (A.WITHDRAW,),
    (A.FINALISE, A.WITHDRAW),
    (*_SUBMITTED, A.WITHDRAW),
    (*_SUBMITTED, A.RETURN, A.WITHDRAW),
    (*_SUBMITTED, A.NOT_PASS),
)

#: Tier → what its filings go through, each from its draft.
TOURS: Mapping[Tier, Sequence[tuple[Action, ...]]] = {
    Tier.BASIC: (
        (*_AGAIN_AND_AGAIN, A.PASS, A.TABULATE, *_RECEIVED, A.FILE),
        (*_SUBMITTED, A.PASS, A.TABULATE, *_RECEIVED, A.NOT_FILE),
        *_GIVEN_UP,
    ),
    Tier.ADVANCED: (
        (*_AGAIN_AND_AGAIN, *_IN_REVIEW[2:], A.PROPOSE, A.OPEN_PUBLICITY, A.DECLINE),
        (*_IN_REVIEW, A.PROPOSE, A.OPEN_PUBLICITY, A.RECOGNISE),
        (*_IN_REVIEW, A.DECLINE),
        *_GIVEN_UP,
    ),
    Tier.EXCELLENT: (
        (A.RECORD, A.TAKE_BACK, A.RECORD, A.RETURN, A.RECORD, *_FORWARDED[1:], A.RECORD_SELECTED),
        (*_FORWARDED[:-2], A.NOT_FORWARD),
        (*_FORWARDED[:-1], A.NOT_FORWARD),
        (A.WITHDRAW,),
        (A.RECORD, A.WITHDRAW),
        (A.RECORD, A.RETURN, A.WITHDRAW),
        (A.RECORD, A.NOT_PASS),
    ),
    # A tier is forwarded once a round: what else may come of it, the other tier of the branch shows.
    Tier.LEADING: ((*_FORWARDED, A.RECORD_NOT_SELECTED),),
}

#: Each tour has a unit of its own: a unit hands an ordered tier in once.
UNITS = ("120116", "120102", "120103", "120104", "120105", "120106", "120110", "120111")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who tries: in their role, with or without a tie to the application."""

    api: Api
    role: Role
    is_stranger: bool = False

    def __str__(self) -> str:
        return f"{self.role}{' from elsewhere' if self.is_stranger else ''}"


@cache
def rules_of(tier: Tier) -> TierRules:
    return load_rounds()[ROUND_ID].round.tiers[tier]


def way_of(rules: TierRules) -> tuple[Branch, Channel]:
    return rules.branch, rules.channel


def has_step(rules: TierRules, action: Action) -> bool:
    return is_step_of(action, rules.branch, rules.channel)


def expected(person: Person, action: Action, state: State, rules: TierRules) -> Outcome:
    """Look the answer up: role, then tie, then branch and channel, then state."""
    scope = TABLE[OPERATIONS[action]].get(person.role)
    if scope is None:
        return FORBIDDEN
    if person.is_stranger and scope is not Scope.ALL:
        return STRANGER
    if not has_step(rules, action):
        return OTHER_BRANCH
    return None if (state, action) in TRANSITIONS else ILLEGAL


def steps_of(rules: TierRules) -> Iterator[tuple[State, Action]]:
    """List every step that a tier has, from every state in which one of its applications may come to stand."""
    reached, waiting = {State.DRAFT}, [State.DRAFT]
    while waiting:
        state = waiting.pop()
        for action in Action:
            after = TRANSITIONS.get((state, action))
            if after is None or not has_step(rules, action):
                continue
            yield state, action
            if after not in reached:
                reached.add(after)
                waiting.append(after)


@pytest.mark.parametrize("tier", TOURS)
def test_the_tours_take_every_step_that_one_request_takes(tier: Tier) -> None:
    taken = set()
    rules = rules_of(tier)
    tours = [
        tour for each in TOURS for tour in TOURS[each] if way_of(rules_of(each)) == way_of(rules)
    ]
    for tour in tours:
        state = State.DRAFT
        for action in tour:
            taken.add((state, action))
            state = TRANSITIONS[state, action]

    offered = {step for step in steps_of(rules) if step[1] in OPERATIONS}
    assert offered - taken == set()


def test_every_branch_and_channel_has_its_tours() -> None:
    assert set(map(way_of, map(rules_of, TOURS))) == set(map(way_of, map(rules_of, Tier)))


@pytest.mark.parametrize("tier", TOURS)
def test_whoever_tries_a_step_gets_what_the_tables_say(filings: Filings, tier: Tier) -> None:
    seen: set[State] = set()

    for unit, tour in zip(UNITS, TOURS[tier], strict=False):
        filing = filings.completed(filings.firm(unit=unit), tier=tier)
        people = everybody(filings, filing)
        for action in (None, *tour):
            if action is not None:
                take(filing, action, people)
            state = State(filing.read()["state"])
            if state not in seen:
                seen.add(state)
                assert wrong_answers(filing, state, people) == {}


def everybody(filings: Filings, filing: Filing) -> list[Person]:
    """Give one person of each role with a tie to the application, and of those without whom a tie decides."""
    ties = {Role.APPLICANT: filing.applicant, Role.DISTRICT_OFFICER: filing.officer}
    elsewhere = {
        Role.APPLICANT: filings.applicant(filings.firm().credit_code, relation=Relation.STRANGER),
        Role.DISTRICT_OFFICER: filings.officer(OTHER_UNIT, relation=Relation.STRANGER),
    }
    tied = [Person(api=ties.get(role) or filings.anybody.as_role(role), role=role) for role in Role]
    return tied + [Person(api=api, role=role, is_stranger=True) for role, api in elsewhere.items()]


def take(filing: Filing, action: Action, people: Sequence[Person]) -> None:
    """Take a step of a tour by whoever may."""
    if action not in OPERATIONS:
        BY_OTHER_REQUESTS[action](filing)
        return
    if action is Action.SUBMIT:
        filing.attach("stamped-scan").ok(200)
    if action is Action.PASS and filing.tier not in OWN_TIERS:
        filing.log_paper().ok(201)
    rules, state = rules_of(Tier(filing.tier)), State(filing.read()["state"])
    (person,) = (each for each in people if expected(each, action, state, rules) is None)
    answer = request_of(filing, action)(person.api)
    assert answer.response.is_success, f"{person}: {action}: {answer.response.text}"
    assert filing.read()["state"] == TRANSITIONS[state, action]


def request_of(filing: Filing, action: Action) -> Call:
    call = CALLS[OPERATIONS[action]](Objects.of(filing))
    if action is not Action.SUBMIT:
        return call
    return replace(call, json={"revision_number": filing.read()["revision_number"]})


def wrong_answers(filing: Filing, state: State, people: Sequence[Person]) -> dict[str, str]:
    """Let everybody try everything that the tables refuse; tell what was answered otherwise, or what changed."""
    rules = rules_of(Tier(filing.tier))
    before, wrong = substance(filing), {}
    for action in OPERATIONS:
        call = CALLS[OPERATIONS[action]](Objects.of(filing))
        for person in people:
            outcome = expected(person, action, state, rules)
            # A role that may never take a step is refused before the application is looked at: once is enough.
            if outcome is None or (outcome == FORBIDDEN and state is not State.DRAFT):
                continue
            answer = call(person.api)
            if (answer.status, answer.code) != outcome:
                wrong[f"{state}: {action} by {person}"] = f"{outcome}: {answer.response.text}"
    after = substance(filing)
    return wrong | {name: str(after[name]) for name in after if after[name] != before[name]}


def substance(filing: Filing) -> dict[str, Any]:
    """Give what a refused step must not change; verdicts and freezes may come home at any time."""
    now = filing.read()
    kept = ("state", "revision_number", "receipt_number", "filing_number", "decisions")
    attached = {each["kind"]: each["version_id"] for each in now["attachments"]}
    events = filing.history()["events"]
    steps = [event["kind"] for event in events if "action" in event["payload"]["data"]]
    return {name: now[name] for name in kept} | {"attachments": attached, "steps": steps}
