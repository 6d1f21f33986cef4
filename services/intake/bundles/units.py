"""Reads the tree of units; a parent must stand before its children."""

from pathlib import Path

from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import Entry, Faults, read_data_file
from services.intake.domain.units import PATH_SEPARATOR, Unit, UnitKind, UnitTree

_FILE = "units.yaml"


def load_units(data: Path = DATA) -> UnitTree:
    """Read all units, or raise `DataIsBroken` with everything that is wrong."""
    faults = Faults()
    units: dict[str, Unit] = {}
    document = read_data_file(data / _FILE, faults, root=data).only("codes", "units")
    for entry in document.at("units").entries():
        unit = _unit(entry, units)
        if unit.code in units:
            entry.at("code").fault(f"the unit {unit.code} stands twice")
        units[unit.code] = unit
    faults.raise_if_any()
    return UnitTree(units.values())


def _unit(entry: Entry, known: dict[str, Unit]) -> Unit:
    entry.only("code", "kind", "parent", "recommends", "certainty", "source", "name")
    code = entry.at("code").text()
    if PATH_SEPARATOR in code:
        entry.at("code").fault(f"must not contain {PATH_SEPARATOR!r}")
    parent = entry.at("parent").optional_text()
    path = code
    if parent is not None:
        if parent in known:
            path = f"{known[parent].path}{PATH_SEPARATOR}{code}"
        else:
            entry.at("parent").fault(f"there is no unit {parent!r} before this one")
    return Unit(
        code=code,
        name=entry.at("name").both_languages(),
        kind=entry.at("kind").member(UnitKind),
        parent=parent,
        path=path,
        recommends=entry.at("recommends").answer(),
        certainty=entry.at("certainty").certainty(),
        source=entry.at("source").optional_text(),
    )
