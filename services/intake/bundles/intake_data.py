"""Everything the intake service reads from its data, once, at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.intake.bundles.calendars import load_calendar
from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import DataFault, DataIsBroken
from services.intake.bundles.register_columns import load_register_columns
from services.intake.bundles.rounds import LoadedRound, load_rounds
from services.intake.bundles.units import load_units
from services.intake.domain.register_file import RegisterColumns
from services.intake.domain.units import UnitTree
from services.intake.domain.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class IntakeData:
    units: UnitTree
    rounds: Mapping[str, LoadedRound]
    calendars: Mapping[str, WorkingCalendar]
    register_columns: RegisterColumns


def load_intake_data(data: Path = DATA) -> IntakeData:
    """Read all data and check that rounds name units and calendars that exist."""
    units = load_units(data)
    calendars = {
        file.stem: load_calendar(file.stem, data)
        for file in sorted((data / "calendars").glob("*.yaml"))
    }
    rounds = load_rounds(data)
    faults = []
    for round_id, loaded in rounds.items():
        file = f"rounds/{round_id}/round.yaml"
        named = {
            "/city_unit": units.find(loaded.round.city_unit),
            "/calendar_id": calendars.get(loaded.round.calendar_id),
        }
        faults += [
            DataFault(file=file, path=path, message="names nothing that exists")
            for path, found in named.items()
            if found is None
        ]
        # An officer's token names either under one claim: a code of both would open the one to the other.
        faults += [
            DataFault(
                file=file, path=f"/tiers/{tier}/bureaus", message=f"{bureau.code} is a unit's code"
            )
            for tier, rules in loaded.round.tiers.items()
            for bureau in rules.bureaus
            if units.find(bureau.code) is not None
        ]
    if faults:
        raise DataIsBroken(faults)
    return IntakeData(
        units=units,
        rounds=rounds,
        calendars=calendars,
        register_columns=load_register_columns(data),
    )
