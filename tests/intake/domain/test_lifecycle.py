"""Every state with every action: the table of the lifecycle, written down a second time as people say it."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import EDITABLE, EVENT_KINDS, Action, State, next_state
from tests.intake.forms import an_application

#: From, action, to. What is not here is refused.
ALLOWED = """
    draft            finalise        finalised
    finalised        reopen          draft
    finalised        submit          submitted
    submitted        take-back       draft
    draft            withdraw        withdrawn
    finalised        withdraw        withdrawn
    submitted        withdraw        withdrawn
    submitted        return          returned
    draft            record          portal-filed
    returned         record          portal-filed
    portal-filed     take-back       draft
    portal-filed     withdraw        withdrawn
    portal-filed     return          returned
    portal-filed     pass            district-passed
    portal-filed     not-pass        not-passed
    returned         finalise        finalised
    returned         withdraw        withdrawn
    submitted        pass            district-passed
    submitted        not-pass        not-passed
    district-passed  recommend       recommended
    district-passed  tabulate        tabulated
    tabulated        hand-in         handed-in
    recommended      hand-in         handed-in
    handed-in        receive         received
    received         file            filed
    received         not-file        not-filed
    received         start-review    in-review
    in-review          request-opinions     awaiting-opinions
    in-review          not-forward          not-forwarded
    awaiting-opinions  forward              forwarded
    awaiting-opinions  not-forward          not-forwarded
    forwarded          record-selected      selected
    forwarded          record-not-selected  not-selected
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

ENDS = {
    State.WITHDRAWN,
    State.NOT_PASSED,
    State.FILED,
    State.NOT_FILED,
    State.RECOGNISED,
    State.DECLINED,
    State.NOT_FORWARDED,
    State.SELECTED,
    State.NOT_SELECTED,
}


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


def test_the_enterprise_edits_what_it_has_not_submitted_or_was_given_back() -> None:
    assert {State.DRAFT, State.FINALISED, State.RETURNED} == EDITABLE


def test_every_action_leaves_an_event_of_its_own_kind() -> None:
    assert set(EVENT_KINDS) == set(Action)
    assert len(set(EVENT_KINDS.values())) == len(Action)


def test_a_step_changes_state_version_and_time_and_nothing_else() -> None:
    before = an_application(State.FINALISED)
    later = before.updated_at + timedelta(hours=1)

    after = before.after(Action.SUBMIT, at=later)

    assert after == replace(
        before,
        state=State.SUBMITTED,
        version=before.version + 1,
        updated_at=later,
        state_since=later,
    )
    assert before.state is State.FINALISED
