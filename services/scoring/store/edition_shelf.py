"""Editions at hand: those that ship, and the imported ones as the database has them now.

What another process published is seen at once, because each question looks at the edition's row. Compiling
a bundle costs some tens of milliseconds, so what is compiled is kept by the digest of its bundle: a digest
never means another edition.
"""

import asyncio
import json
from collections import OrderedDict

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.edition import Edition
from services.scoring.domain.edition_life import EditionState
from services.scoring.domain.errors import EditionNotFound
from services.scoring.domain.library import Library
from services.scoring.store.bundle import BrokenBundle
from services.scoring.store.bundle_files import CheckedBundle, check_bundle
from services.scoring.store.kept_editions import (
    EditionHead,
    head_of_edition,
    heads_of_editions,
    kept_edition_of,
)
from shared.transactions import Transaction

#: Some hundred kilobytes each; a city has a handful.
MOST_COMPILED = 32

DRAFTS = tuple(state for state in EditionState if state.is_draft)
STANDING = tuple(state for state in EditionState if not state.is_draft)

log = structlog.get_logger()


class Shelf:
    """Gives editions by their id; made once by create_app."""

    def __init__(self, shipped: Library) -> None:
        self._shipped = shipped
        self._ids = frozenset(one.edition_id for one in shipped.editions())
        self._compiled: OrderedDict[tuple[str, EditionState], Library] = OrderedDict()

    def ships(self, edition_id: str) -> bool:
        """Tell whether the edition comes with the service."""
        return edition_id in self._ids

    async def library_with(self, tx: Transaction, edition_id: str) -> Library:
        """Give a library that has the edition, be it a draft, if there is one of that id at all.

        The database is not asked for an edition that ships.
        """
        if self.ships(edition_id):
            return self._shipped
        connection = await tx.connection()
        head = await head_of_edition(connection, edition_id)
        return self._shipped if head is None else await self._library_of(connection, head)

    async def standing_edition(self, tx: Transaction, edition_id: str) -> Edition:
        """Give an edition that is published, or was; raise EditionNotFound, for a draft too."""
        library = await self.library_with(tx, edition_id)
        if library.state_of(edition_id).is_draft:
            raise EditionNotFound
        return library.edition(edition_id)

    async def any_edition(self, tx: Transaction, edition_id: str) -> Edition:
        """Give an edition, be it a draft; raise EditionNotFound."""
        return (await self.library_with(tx, edition_id)).edition(edition_id)

    async def standing_editions(self, tx: Transaction) -> list[tuple[Edition, EditionState]]:
        """List what ships and what is published, or was, by id."""
        shipped = [(one, EditionState.PUBLISHED) for one in self._shipped.editions()]
        found = [*shipped, *await self._imported(await tx.connection(), STANDING)]
        return sorted(found, key=lambda pair: pair[0].edition_id)

    async def _imported(
        self, connection: AsyncConnection, states: tuple[EditionState, ...]
    ) -> list[tuple[Edition, EditionState]]:
        found = []
        for head in await heads_of_editions(connection, states):
            # An edition of that id came with a later release: it ships, and the imported one is not shown.
            if self.ships(head.edition_id):
                continue
            try:
                library = await self._library_of(connection, head)
            except BrokenBundle:
                # Of an older release whose checks were laxer: it must not take the others with it.
                log.exception("edition.broken", edition_id=head.edition_id)
                continue
            found.append((library.edition(head.edition_id), head.state))
        return found

    async def _library_of(self, connection: AsyncConnection, head: EditionHead) -> Library:
        key = (head.bundle_sha256, head.state)
        if key not in self._compiled:
            kept = await kept_edition_of(connection, head.edition_id)
            assert kept is not None  # noqa: S101 - rows of editions are never deleted
            checked = await checked_bundle(files_in(kept.bundle.content))
            if checked.edition is None:
                raise BrokenBundle(checked.faults)
            key = (kept.bundle.sha256, kept.state)
            self._compiled[key] = Library([checked.edition], {kept.edition_id: kept.state})
            if len(self._compiled) > MOST_COMPILED:
                self._compiled.popitem(last=False)
        self._compiled.move_to_end(key)
        return self._compiled[key]


async def checked_bundle(files: dict[str, str]) -> CheckedBundle:
    """Check a bundle off the loop."""
    encoded = {name: text.encode() for name, text in files.items()}
    return await asyncio.to_thread(check_bundle, encoded)


def files_in(bundle: bytes) -> dict[str, str]:
    """Read the files back out of the bytes in which a bundle is kept."""
    files: dict[str, str] = json.loads(bundle)
    return files
