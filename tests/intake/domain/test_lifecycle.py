"""Every state with every action: the table of the lifecycle, written down a second time as people say it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from services.intake.domain.applications import Application
from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import EDITABLE, EVENT_KINDS, Action, State, next_state
from services.intake.domain.tiers import Tier

#: From, action, to. What is not here is refused.
ALLOWED = """
    draft            finalise        finalised
    finalised        reopen          draft
    finalised        submit          submitted
    submitted        pass            district-passed
    submitted        not-pass        not-passed
    district-passed  recommend       recommended
    recommended      hand-in         handed-in
    handed-in        receive         received
    received         start-review    in-review
    in-review        propose         proposed
    in-review        decline         declined
    proposed         open-publicity  in-publicity
    in-publicity     recognise       recognised
    in-publicity     decline         declined
"""

TABLE = {
    (State(source), Action(action)): State(target)
    for source, action, target in (line.split() for line in ALLOWED.strip().splitlines())
}

ENDS = {State.NOT_PASSED, State.RECOGNISED, State.DECLINED}

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)


def an_application(state: State) -> Application:
    return Application(
        application_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
        round_id="tianjin-2025-2",
        tier=Tier.ADVANCED,
        enterprise_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061729",
        credit_code="91120116MAXXXX0077",
        factory_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061730",
        unit_code="120116",
        unit_path="120000/120116",
        state=state,
        version=7,
        form={},
        maturity_report=None,
        revision_number=1,
        receipt_number=None,
        verdict=None,
        created_at=AT,
        updated_at=AT,
    )


@pytest.mark.parametrize(
    ("state", "action"), list(product(State, Action)), ids=lambda each: each.value
)
def test_a_pair_that_is_not_listed_is_refused_by_name(state: State, action: Action) -> None:
    expected = TABLE.get((state, action))

    if expected is not None:
        assert next_state(state, action) is expected
        return
    with pytest.raises(IllegalTransition) as refusal:
        next_state(state, action)
    detail = refusal.value.detail
    assert detail is not None
    for language in (detail.zh, detail.en):
        assert state.value in language
        assert action.value in language


def test_every_state_is_reached_from_a_draft() -> None:
    reached, grown = {State.DRAFT}, True
    while grown:
        more = {target for (source, _), target in TABLE.items() if source in reached}
        grown = not more <= reached
        reached |= more

    assert reached == set(State)


def test_an_application_ends_only_where_somebody_decided() -> None:
    assert {state for state in State if all(source is not state for source, _ in TABLE)} == ENDS


def test_the_enterprise_edits_until_it_submits_and_never_after() -> None:
    assert {State.DRAFT, State.FINALISED} == EDITABLE


def test_every_action_leaves_an_event_of_its_own_kind() -> None:
    assert set(EVENT_KINDS) == set(Action)
    assert len(set(EVENT_KINDS.values())) == len(Action)


def test_a_step_changes_state_version_and_time_and_nothing_else() -> None:
    before, later = an_application(State.FINALISED), AT + timedelta(hours=1)

    after = before.after(Action.SUBMIT, at=later)

    assert after == replace(before, state=State.SUBMITTED, version=8, updated_at=later)
    assert before.state is State.FINALISED
