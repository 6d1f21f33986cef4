"""Reads a calendar of holidays and make-up working days."""

from datetime import date, timedelta
from pathlib import Path

from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import Entry, Faults, read_data_file
from services.intake.domain.working_days import WorkingCalendar

_SATURDAY = 5


def load_calendar(calendar_id: str, data: Path = DATA) -> WorkingCalendar:
    """Read one calendar, or raise `DataIsBroken` with everything that is wrong."""
    faults = Faults()
    file = data / "calendars" / f"{calendar_id}.yaml"
    document = read_data_file(file, faults, root=data).only("calendar_id", "years")
    if document.at("calendar_id").text() != calendar_id:
        document.at("calendar_id").fault(f"must be {calendar_id}, as the file is named")
    years: list[int] = []
    holidays: set[date] = set()
    make_up_days: set[date] = set()
    for entry in document.at("years").entries():
        year = _read_year(entry, holidays, make_up_days)
        if years and year != years[-1] + 1:
            entry.at("year").fault(f"must be {years[-1] + 1}: years follow each other")
        years.append(year)
    if not years:
        document.at("years").fault("must hold at least one year")
    faults.raise_if_any()
    return WorkingCalendar(
        calendar_id=calendar_id,
        first_day=date(years[0], 1, 1),
        last_day=date(years[-1], 12, 31),
        holidays=frozenset(holidays),
        make_up_days=frozenset(make_up_days),
    )


def _read_year(entry: Entry, holidays: set[date], make_up_days: set[date]) -> int:
    entry.only("year", "document", "issued_on", "certainty", "source", "holidays")
    entry.at("document").text()
    entry.at("issued_on").day()
    entry.at("certainty").certainty()
    entry.at("source").text()
    year = entry.at("year").integer(minimum=1950)
    for holiday in entry.at("holidays").entries():
        _read_holiday(holiday, year, holidays, make_up_days)
    return year


def _read_holiday(entry: Entry, year: int, holidays: set[date], make_up_days: set[date]) -> None:
    entry.only("name", "from", "to", "make_up_days").at("name").both_languages()
    first, last = entry.at("from").day(), entry.at("to").day()
    if first > last or first.year != year or last.year != year:
        entry.fault(f"must run forwards within {year}")
        return
    days = {first + timedelta(days=offset) for offset in range((last - first).days + 1)}
    if days & holidays:
        entry.fault("overlaps another holiday")
    holidays |= days
    for each in entry.at("make_up_days").entries():
        day = each.day()
        if day.weekday() < _SATURDAY or day in holidays:
            each.fault("must be a Saturday or Sunday outside the holidays")
        make_up_days.add(day)
