"""Reads imported editions with who did what; what ships has nobody."""

from dataclasses import dataclass

from services.scoring.domain.edition import Edition
from services.scoring.domain.edition_errors import EditionDraftNotFound
from services.scoring.domain.edition_life import KeptEdition
from services.scoring.store.bundle import BrokenBundle, BundleFault
from services.scoring.store.edition_shelf import DRAFTS, Shelf, checked_bundle, files_in
from services.scoring.store.kept_editions import kept_edition_of, kept_editions_in
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft as it stands."""

    kept: KeptEdition
    edition: Edition
    warnings: tuple[BundleFault, ...]


async def read_standing(
    tx: Transaction, shelf: Shelf, edition_id: str
) -> tuple[Edition, KeptEdition | None]:
    """Give an edition that is published, or was, and its row when it was imported; raise EditionNotFound."""
    edition = await shelf.standing_edition(tx, edition_id)
    if shelf.ships(edition_id):
        return edition, None
    return edition, await kept_edition_of(await tx.connection(), edition_id)


async def read_drafts(tx: Transaction, shelf: Shelf) -> list[KeptEdition]:
    """List drafts by id; what ships under the same id meanwhile is none."""
    kept = await kept_editions_in(await tx.connection(), DRAFTS)
    return [one for one in kept if not shelf.ships(one.edition_id)]


async def read_draft(tx: Transaction, shelf: Shelf, edition_id: str) -> Draft:
    """Give a draft with what is odd about it; raise EditionDraftNotFound."""
    kept = None
    if not shelf.ships(edition_id):
        kept = await kept_edition_of(await tx.connection(), edition_id)
    if kept is None or not kept.state.is_draft:
        raise EditionDraftNotFound
    checked = await checked_bundle(files_in(kept.bundle.content))
    if checked.edition is None:
        raise BrokenBundle(checked.faults)
    return Draft(kept=kept, edition=checked.edition, warnings=checked.warnings)
