"""Working days of the official calendar, and the periods that are counted in them.

A day is a working day when it is a make-up day (调休上班), or a weekday that is not a holiday. A calendar
answers only for the years it covers: guessing next year's holidays would publish a wrong date.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.intake.domain.china_time import day_of, end_of_day
from shared.errors import Conflict
from shared.text import Text

_SATURDAY = 5


class CalendarDoesNotReach(Conflict):
    """The day asked for lies outside the years that the working-day calendar covers."""

    code = "calendar-does-not-reach"
    title = Text(
        zh="工作日历未覆盖所需日期。",
        en="The working-day calendar does not cover the days needed.",
    )
    remedy = Text(
        zh="请运维人员补充该年度的节假日安排后重试。",
        en="Ask the operator to add that year's holidays to the calendar, then try again.",
    )


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Holidays and make-up working days between two days, both included."""

    calendar_id: str
    first_day: date
    last_day: date
    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        self._require(day)
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add_working_days(self, day: date, count: int) -> date:
        """Give the count-th working day after a day; the day itself is never counted.

        A count of 0 gives the day itself, whether it is a working day or not.
        """
        if count < 0:
            raise ValueError("working days are counted forwards")
        self._require(day)
        for _ in range(count):
            day = self._next_working_day(day)
        return day

    def publicity_period(self, published_at: datetime, working_days: int) -> "PublicityPeriod":
        """Count a publicity (公示) of so many working days from the instant of publication.

        The day of publication, in Asia/Shanghai, is not counted; the period runs from the next day,
        working day or not, to 24:00 of the last working day counted. This follows how the Civil Code
        counts periods (the first day is not counted, the last one ends at 24:00): our reading.
        """
        if working_days < 1:
            raise ValueError("a publicity lasts at least one working day")
        published_on = day_of(published_at)
        last_day = self.add_working_days(published_on, working_days)
        return PublicityPeriod(
            published_on=published_on,
            first_day=published_on + timedelta(days=1),
            last_day=last_day,
            ends_at=end_of_day(last_day),
            working_days=working_days,
        )

    def _next_working_day(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _require(self, day: date) -> None:
        if not self.first_day <= day <= self.last_day:
            detail = Text(
                zh="工作日历覆盖 {first} 至 {last}，不含 {day}。",
                en="The working-day calendar covers {first} to {last}, not {day}.",
            )
            raise CalendarDoesNotReach(
                detail.fill(first=self.first_day, last=self.last_day, day=day)
            )


@dataclass(frozen=True, kw_only=True)
class PublicityPeriod:
    """The days of a publicity; at `ends_at` it is over."""

    published_on: date
    first_day: date
    last_day: date
    ends_at: datetime
    working_days: int

    def is_over(self, at: datetime) -> bool:
        return at >= self.ends_at
