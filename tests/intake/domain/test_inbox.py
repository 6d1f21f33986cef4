"""Every state × role × tier: what waits for whom. The table is written by hand and has to answer for every state."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from services.intake.authorisation import RULES
from services.intake.bundles.rounds import load_rounds
from services.intake.domain.bindings import BindingState
from services.intake.domain.branches import is_step_of
from services.intake.domain.inbox import (
    BINDING_STEPS,
    HELD,
    LIST_STEPS,
    PREPARATIONS,
    STEPS,
    UNDOING,
    Need,
    OpenStep,
    Waiting,
    closes_at,
    waiting_in,
)
from services.intake.domain.lifecycle import TRANSITIONS, Action, State
from services.intake.domain.lists import ListState
from services.intake.domain.rounds import TierRules
from services.intake.domain.tiers import Tier
from shared.identity.principal import Role
from tests.intake.forms import the_round
from tests.intake.inbox_answers import ANSWERS, answer_for

OPENING = datetime(2025, 7, 3, 16, tzinfo=UTC)
CLOSE = datetime(2025, 7, 18, 16, tzinfo=UTC)
UNIT_CLOSE = datetime(2025, 7, 20, 16, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

NATIONAL = (Tier.EXCELLENT, Tier.LEADING)


def kinds(role: Role, at: datetime = OPENING) -> list[Waiting]:
    return list(
        waiting_in(
            [the_round().round], may_call=lambda name: role in RULES.table.get(name, {}), at=at
        )
    )


def operations(role: Role, state: State, tier: Tier, at: datetime = OPENING) -> set[str]:
    return {
        step.operation
        for kind in kinds(role, at)
        if (kind.state, kind.tier) == (state, tier)
        for step in kind.steps
    }


def rules_of(tier: Tier) -> TierRules:
    return the_round().round.tiers[tier]


def reached(tier: Tier) -> set[State]:
    """Give the states in which an application of a tier may come to stand."""
    found, waiting = {State.DRAFT}, [State.DRAFT]
    while waiting:
        state = waiting.pop()
        for action in steps_from(state, tier):
            after = TRANSITIONS[state, action]
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


def steps_from(state: State, tier: Tier) -> Iterator[Action]:
    rules = rules_of(tier)
    for start, action in TRANSITIONS:
        if start is state and is_step_of(action, rules.branch, rules.channel):
            yield action


def test_there_is_an_answer_for_every_state() -> None:
    assert set(ANSWERS) == set(State)


@pytest.mark.parametrize("state", State)
def test_a_state_waits_for_whom_the_table_says_and_for_nobody_else(state: State) -> None:
    tiers = [tier for tier in Tier if state in reached(tier)]
    found = {(role, tier): operations(role, state, tier) for role in Role for tier in tiers}

    assert tiers
    assert found == {(role, tier): answer_for(state, role, tier) for role, tier in found}


@pytest.mark.parametrize("tier", Tier)
def test_what_can_go_on_waits_for_somebody_and_what_is_over_for_nobody(tier: Tier) -> None:
    """Derived from the lifecycle alone: every step that is waited for is found by somebody who may take it."""
    wrong = []
    for state in reached(tier):
        expected = {
            STEPS[step].operation for step in steps_from(state, tier) if step not in UNDOING
        }
        found = {name for role in Role for name in operations(role, state, tier)}
        prepared = PREPARATIONS.get(state)
        if state in HELD:
            expected = set()
        if expected != found - ({prepared.step.operation} if prepared else set()):
            wrong.append(f"{state}: {expected ^ found}")

    assert wrong == []


def test_every_step_has_its_operation_or_is_one_that_nobody_waits_for() -> None:
    assert set(STEPS) | UNDOING == set(Action)
    assert not set(STEPS) & UNDOING


def test_every_operation_that_is_waited_for_is_in_the_authorisation_table() -> None:
    named = [
        *STEPS.values(),
        *(each.step for each in PREPARATIONS.values()),
        *LIST_STEPS.values(),
        *(step for steps in BINDING_STEPS.values() for step in steps),
    ]

    assert {step.operation for step in named} <= set(RULES.table)


def test_a_list_waits_until_it_is_published_and_a_binding_until_it_is_decided() -> None:
    assert set(LIST_STEPS) == set(ListState) - {ListState.PUBLISHED}
    decided = {BindingState.CONFIRMED, BindingState.REFUSED, BindingState.REVOKED}
    assert set(BINDING_STEPS) == set(BindingState) - decided


def needs(role: Role, state: State) -> Mapping[Tier, set[Need]]:
    return {
        kind.tier: {step.need for step in kind.steps if step.need}
        for kind in kinds(role)
        if kind.state is state and state in reached(kind.tier)
    }


def test_a_step_says_what_must_come_first_where_the_round_asks_for_it() -> None:
    district, city = Role.DISTRICT_OFFICER, Role.CITY_OFFICER

    assert needs(district, State.PORTAL_FILED) == {tier: {Need.PAPER_COPY} for tier in NATIONAL}
    assert needs(district, State.SUBMITTED) == {Tier.BASIC: set(), Tier.ADVANCED: set()}
    assert needs(district, State.RECOMMENDED) == {
        Tier.ADVANCED: set(),
        **{tier: {Need.PRIORITY_ORDER} for tier in NATIONAL},
    }
    opinions = {tier: {Need.JOINT_OPINIONS} for tier in NATIONAL}
    assert needs(city, State.AWAITING_OPINIONS) == opinions


def test_a_round_that_orders_the_advanced_tier_waits_for_its_order() -> None:
    first_round = load_rounds()["tianjin-2025-1"].round
    opens_at = first_round.tiers[Tier.ADVANCED].window.opens_at
    found = waiting_in(
        [first_round],
        may_call=lambda name: Role.DISTRICT_OFFICER in RULES.table.get(name, {}),
        at=opens_at,
    )

    (recommended,) = (
        kind for kind in found if (kind.state, kind.tier) == (State.RECOMMENDED, Tier.ADVANCED)
    )
    assert [step.operation for step in recommended.steps] == [
        "set-priority-order",
        "hand-in-applications",
    ]


@pytest.mark.parametrize(
    ("tier", "state", "at", "expected"),
    [
        (Tier.ADVANCED, State.SUBMITTED, OPENING - INSTANT, set()),
        (Tier.ADVANCED, State.SUBMITTED, CLOSE - INSTANT, {"pass", "not-pass", "return"}),
        (Tier.ADVANCED, State.SUBMITTED, CLOSE, {"pass", "not-pass"}),
        (Tier.ADVANCED, State.SUBMITTED, UNIT_CLOSE - INSTANT, {"pass", "not-pass"}),
        (Tier.ADVANCED, State.SUBMITTED, UNIT_CLOSE, set()),
        (Tier.EXCELLENT, State.PORTAL_FILED, CLOSE, {"pass", "not-pass", "return"}),
        (Tier.EXCELLENT, State.PORTAL_FILED, UNIT_CLOSE, set()),
    ],
)
def test_a_unit_finds_only_what_its_windows_allow(
    tier: Tier, state: State, at: datetime, expected: set[str]
) -> None:
    found = operations(Role.DISTRICT_OFFICER, state, tier, at) - {"log-paper-copy"}

    assert found == {f"{name}-application" for name in expected}


def test_an_enterprise_finds_what_its_channel_still_takes() -> None:
    firm = Role.APPLICANT

    assert operations(firm, State.FINALISED, Tier.ADVANCED, CLOSE - INSTANT)
    assert {kind.tier for kind in kinds(firm, CLOSE)} == set(NATIONAL)
    assert operations(firm, State.DRAFT, Tier.EXCELLENT, UNIT_CLOSE - INSTANT)
    assert kinds(firm, UNIT_CLOSE) == []


def test_what_is_filed_in_the_national_portal_names_that_portals_close_too() -> None:
    (draft,) = (
        kind
        for kind in kinds(Role.APPLICANT)
        if (kind.state, kind.tier) == (State.DRAFT, Tier.EXCELLENT)
    )

    assert (draft.portal_closes_at, closes_at(draft.steps)) == (CLOSE, UNIT_CLOSE)
    own = [kind for kind in kinds(Role.APPLICANT) if kind.tier not in NATIONAL]
    others = [kind for role in Role if role is not Role.APPLICANT for kind in kinds(role)]
    assert {kind.portal_closes_at for kind in [*own, *others]} == {None}


def test_the_city_and_the_bureaus_are_never_late() -> None:
    for role in (Role.CITY_OFFICER, Role.BUREAU_OFFICER):
        assert kinds(role, UNIT_CLOSE + timedelta(days=400)) == kinds(role, OPENING) != []
        assert {closes_at(kind.steps) for kind in kinds(role)} == {None}


def test_the_deadline_is_that_of_the_last_step() -> None:
    steps = [OpenStep(operation=str(at), closes_at=at) for at in (CLOSE, UNIT_CLOSE)]

    assert closes_at(steps) == UNIT_CLOSE
    assert closes_at([*steps, OpenStep(operation="city")]) is None


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EXPERT, Role.OPERATOR, Role.SERVICE])
def test_who_decides_nothing_has_nothing_waiting(role: Role) -> None:
    assert kinds(role) == []
    assert role not in RULES.table["read-inbox"]
