"""Reads how a register may be written as CSV."""

from pathlib import Path

from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import Entry, Faults, read_data_file
from services.intake.domain.register import RecognisedBy
from services.intake.domain.register_file import RegisterColumns
from services.intake.domain.tiers import Tier

_FILE = "register-columns.yaml"
_COLUMNS = (
    "tier",
    "recognised_by",
    "batch",
    "enterprise_name",
    "credit_code",
    "factory_name",
    "unit_code",
)


def load_register_columns(data: Path = DATA) -> RegisterColumns:
    """Read the words, or raise `DataIsBroken` with everything that is wrong."""
    faults = Faults()
    entry = read_data_file(data / _FILE, faults, root=data).only("columns", "tiers", "publishers")
    columns = _words(entry.at("columns").only(*_COLUMNS), _COLUMNS)
    tiers = _words(entry.at("tiers").only(*Tier), tuple(Tier))
    publishers = _words(entry.at("publishers").only(*RecognisedBy), tuple(RecognisedBy))
    faults.raise_if_any()
    return RegisterColumns(
        columns=columns,
        tiers={word: Tier(name) for word, name in tiers.items()},
        publishers={word: RecognisedBy(name) for word, name in publishers.items()},
    )


def _words(entry: Entry, names: tuple[str, ...]) -> dict[str, str]:
    """Turn names with their words into words with their name; a word that stands for two is a fault."""
    found: dict[str, str] = {}
    for name in names:
        for place in entry.at(name).entries():
            word = place.text()
            if word in found:
                place.fault(f"stands for {found[word]} already")
            found[word] = name
    return found
