"""Days of the civil calendar in China and the instants they begin and end at."""

from datetime import UTC, date, datetime, time, timedelta, timezone

#: A fixed offset on purpose: China has one zone and no summer time, and the zone database is a file
#: that a slim container may lack. The name is for people.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def start_of_day(day: date) -> datetime:
    """Give the instant at which a day begins in Asia/Shanghai, as aware UTC."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Give 24:00 of a day in Asia/Shanghai: the first instant that no longer belongs to it."""
    return start_of_day(day + timedelta(days=1))


def in_china(at: datetime) -> str:
    """Write an aware instant as people in China read it, to the second."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def day_of(at: datetime) -> date:
    """Give the day in Asia/Shanghai that an aware instant falls on."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone falls on no day")
    return at.astimezone(SHANGHAI).date()
