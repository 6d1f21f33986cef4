"""Reads where a datum of a round stands and how sure it is."""

from services.intake.bundles.reading import Entry
from services.intake.domain.certainty import Basis


def read_basis(entry: Entry) -> Basis:
    """Read a basis; faults go to the entry's collection."""
    entry.only("clause", "certainty", "note")
    return Basis(
        clause=entry.at("clause").optional_text(),
        certainty=entry.at("certainty").certainty(),
        note=entry.at("note").both_languages() if entry.has("note") else None,
    )
