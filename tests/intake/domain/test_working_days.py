from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.bundles.calendars import load_calendar
from services.intake.domain.china_time import SHANGHAI
from services.intake.domain.working_days import CalendarDoesNotReach

CALENDAR = load_calendar("working-days-cn")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 7, 18), True),  # a Friday
        (date(2025, 7, 20), False),  # the districts' closing day is a Sunday
        (date(2025, 9, 28), True),  # a Sunday made up for
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),  # a Saturday made up for
        (date(2025, 10, 12), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2025, 1, 1), False),
        (date(2026, 12, 31), True),
    ],
)
def test_working_days_follow_the_official_arrangement(day: date, *, expected: bool) -> None:
    assert CALENDAR.is_working_day(day) is expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        # Weekdays of the year, less the holidays that fall on weekdays, plus the make-up days.
        (2025, 248),
        (2026, 248),
    ],
)
def test_a_year_has_the_known_number_of_working_days(year: int, expected: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(365)]

    assert sum(map(CALENDAR.is_working_day, days)) == expected


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2025, 7, 21), 5, date(2025, 7, 28)),
        (date(2025, 7, 18), 5, date(2025, 7, 25)),
        (date(2025, 7, 19), 5, date(2025, 7, 25)),
        # Over the National Day: 28 Sep (Sunday) works, 1–8 Oct do not, 11 Oct (Saturday) works.
        (date(2025, 9, 26), 5, date(2025, 10, 10)),
        (date(2025, 9, 29), 5, date(2025, 10, 13)),
        (date(2025, 9, 30), 5, date(2025, 10, 14)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2025, 10, 4), 0, date(2025, 10, 4)),
    ],
)
def test_working_days_are_counted_from_the_next_day(
    start: date, count: int, expected: date
) -> None:
    assert CALENDAR.add_working_days(start, count) == expected


days_of_the_calendar = st.dates(CALENDAR.first_day, date(2026, 11, 1))


@given(days_of_the_calendar, st.integers(min_value=1, max_value=30))
def test_exactly_that_many_working_days_lie_between(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)

    between = [start + timedelta(days=offset) for offset in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_working_day, between)) == count
    assert CALENDAR.is_working_day(end)


@given(days_of_the_calendar, st.integers(0, 10), st.integers(0, 10))
def test_counting_in_two_steps_is_counting_in_one(start: date, first: int, second: int) -> None:
    in_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(start, first), second)

    assert in_steps == CALENDAR.add_working_days(start, first + second)


def test_a_publicity_of_five_working_days_ends_at_midnight_of_the_fifth() -> None:
    published_at = datetime(2025, 9, 26, 17, 30, tzinfo=SHANGHAI)

    period = CALENDAR.publicity_period(published_at, 5)

    assert period.published_on == date(2025, 9, 26)
    assert period.first_day == date(2025, 9, 27)
    assert period.last_day == date(2025, 10, 10)
    assert period.ends_at == datetime(2025, 10, 10, 16, tzinfo=UTC)
    assert not period.is_over(period.ends_at - timedelta(microseconds=1))
    assert period.is_over(period.ends_at)


def test_the_day_of_publication_is_the_day_in_shanghai() -> None:
    published_at = datetime(2025, 7, 31, 16, 30, tzinfo=UTC)  # half past midnight on 1 August there

    period = CALENDAR.publicity_period(published_at, 5)

    assert period.published_on == date(2025, 8, 1)
    assert period.last_day == date(2025, 8, 8)


def test_an_instant_without_a_zone_starts_no_publicity() -> None:
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.publicity_period(datetime(2025, 8, 1, 9), 5)  # noqa: DTZ001 -- that is the point


def test_a_publicity_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.publicity_period(datetime(2025, 8, 1, tzinfo=UTC), 0)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2025, 8, 1), -1)


@pytest.mark.parametrize("start", [date(2024, 12, 31), date(2026, 12, 30), date(2027, 1, 1)])
def test_a_calendar_does_not_guess_beyond_its_years(start: date) -> None:
    with pytest.raises(CalendarDoesNotReach) as raised:
        CALENDAR.add_working_days(start, 5)

    assert raised.value.detail is not None
    assert "2025-01-01" in raised.value.detail.zh
