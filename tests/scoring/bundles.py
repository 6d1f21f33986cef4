"""Bundles to import: an edition that ships, under an id of its own and with changes."""

from collections.abc import Mapping

from services.scoring.store.bundle_files import EDITIONS
from services.scoring.store.bundle_sources import files_of


def a_bundle(
    edition_id: str, *, like: str = "cn-2025", changes: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, str]:
    """Text by file name; ``changes`` says by file what stands there and what is put there."""
    files = {name: content.decode() for name, content in files_of(EDITIONS / like).items()}
    all_changes = {"edition.yaml": (f"edition_id: {like}", f"edition_id: {edition_id}")}
    for name, (old, new) in [*all_changes.items(), *(changes or {}).items()]:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    return files


#: The maturity gate of the lowest two tiers, raised.
RAISED = {"criteria.yaml": ('threshold: "2"', 'threshold: "3"')}
