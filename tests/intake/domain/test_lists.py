"""A list's life: drawn, shown, asked for, published; by two officers, and not a moment too early."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.intake.domain.list_errors import ListNotInState, PublicityRunning, SecondOfficerNeeded
from services.intake.domain.lists import ListState, OfficialList
from services.intake.domain.tiers import Tier
from services.intake.domain.working_days import PublicityPeriod

DRAWN_AT = datetime(2025, 7, 24, 2, tzinfo=UTC)
ENDS_AT = datetime(2025, 7, 31, 16, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

PERIOD = PublicityPeriod(
    published_on=date(2025, 7, 24),
    first_day=date(2025, 7, 25),
    last_day=date(2025, 7, 31),
    ends_at=ENDS_AT,
    working_days=5,
)

DRAWN = OfficialList(
    list_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
    round_id="tianjin-2025-2",
    tier=Tier.ADVANCED,
    state=ListState.DRAWN,
    version=1,
    drawn_by="city-1",
    drawn_at=DRAWN_AT,
)
SHOWN = DRAWN.opened(PERIOD)
REQUESTED = SHOWN.publication_requested(by="city-1", at=ENDS_AT)
PUBLISHED = REQUESTED.published(by="city-2", at=ENDS_AT)

#: Each stage with the one step that it allows.
STAGES = {
    ListState.DRAWN: (DRAWN, "open"),
    ListState.IN_PUBLICITY: (SHOWN, "request"),
    ListState.PUBLICATION_REQUESTED: (REQUESTED, "publish"),
    ListState.PUBLISHED: (PUBLISHED, None),
}


def take(step: str, official_list: OfficialList) -> OfficialList:
    if step == "open":
        return official_list.opened(PERIOD)
    if step == "request":
        return official_list.publication_requested(by="city-1", at=ENDS_AT)
    return official_list.published(by="city-2", at=ENDS_AT)


@pytest.mark.parametrize("state", list(ListState))
@pytest.mark.parametrize("step", ["open", "request", "publish"])
def test_each_stage_allows_one_step_and_refuses_the_others(state: ListState, step: str) -> None:
    official_list, allowed = STAGES[state]
    assert official_list.state is state

    if step == allowed:
        assert take(step, official_list).version == official_list.version + 1
        return
    with pytest.raises(ListNotInState) as refusal:
        take(step, official_list)
    assert state.value in str(refusal.value)


def test_opening_keeps_the_days_that_the_calendar_gave() -> None:
    assert SHOWN.publicity_first_day == date(2025, 7, 25)
    assert SHOWN.publicity_last_day == date(2025, 7, 31)
    assert SHOWN.publicity_ends_at == ENDS_AT


def test_publication_is_asked_for_at_24_hours_of_the_last_day_and_not_an_instant_before() -> None:
    with pytest.raises(PublicityRunning) as refusal:
        SHOWN.publication_requested(by="city-1", at=ENDS_AT - INSTANT)
    assert "2025-07-31" in str(refusal.value)

    assert SHOWN.publication_requested(by="city-1", at=ENDS_AT).requested_by == "city-1"


def test_a_list_whose_end_nobody_knows_is_not_published() -> None:
    with pytest.raises(PublicityRunning):
        replace(SHOWN, publicity_ends_at=None).publication_requested(by="city-1", at=ENDS_AT)


def test_who_asked_for_the_publication_cannot_confirm_it() -> None:
    with pytest.raises(SecondOfficerNeeded):
        REQUESTED.published(by="city-1", at=ENDS_AT)

    assert (PUBLISHED.requested_by, PUBLISHED.published_by) == ("city-1", "city-2")
    assert PUBLISHED.published_at == ENDS_AT
