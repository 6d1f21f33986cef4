"""Reads the industries (GB/T 4754), and which of them a round takes."""

import re
from pathlib import Path

from services.intake.bundles.bases import read_basis
from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import Entry, Faults, read_data_file
from services.intake.domain.industries import (
    Division,
    EligibleIndustries,
    IndustryClassification,
    Section,
)

_FILE = "industries.yaml"
_DIVISION = re.compile(r"[0-9]{2}")


def load_industries(data: Path = DATA) -> IndustryClassification:
    """Read the sections and divisions, or raise `DataIsBroken` with everything that is wrong."""
    faults = Faults()
    entry = read_data_file(data / _FILE, faults, root=data)
    entry.only("standard", "title", "basis", "sections")
    seen: set[str] = set()
    classification = IndustryClassification(
        standard=entry.at("standard").text(),
        title=entry.at("title").both_languages(),
        basis=read_basis(entry.at("basis")),
        sections=tuple(_section(each, seen) for each in entry.at("sections").entries()),
    )
    faults.raise_if_any()
    return classification


def read_eligible(entry: Entry, known: IndustryClassification) -> EligibleIndustries:
    """Read which sections a round takes; faults go to the entry's collection."""
    entry.only("sections", "basis")
    sections = []
    for place in entry.at("sections").entries():
        section = known.section(place.text())
        if section is None or section in sections:
            place.fault("is no section of the industries, or stands twice")
        else:
            sections.append(section)
    if not sections:
        entry.at("sections").fault("must name a section")
    return EligibleIndustries(sections=tuple(sections), basis=read_basis(entry.at("basis")))


def _section(entry: Entry, seen: set[str]) -> Section:
    entry.only("code", "name", "divisions")
    return Section(
        code=_code(entry.at("code"), seen),
        name=entry.at("name").both_languages(),
        divisions=tuple(_division(each, seen) for each in entry.at("divisions").entries()),
    )


def _division(entry: Entry, seen: set[str]) -> Division:
    entry.only("code", "name")
    code = _code(entry.at("code"), seen)
    if not _DIVISION.fullmatch(code):
        entry.at("code").fault("must be two digits")
    return Division(code=code, name=entry.at("name").both_languages())


def _code(entry: Entry, seen: set[str]) -> str:
    code = entry.text()
    if code in seen:
        entry.fault(f"the code {code} stands twice")
    seen.add(code)
    return code
