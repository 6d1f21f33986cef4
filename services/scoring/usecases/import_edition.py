"""Imports a bundle as a draft, whole or not at all; the same id again replaces the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.edition import Edition
from services.scoring.domain.edition_errors import BundleInvalid, EditionShipped
from services.scoring.domain.edition_life import (
    BundleBytes,
    EditionAction,
    EditionState,
    KeptEdition,
    advance,
)
from services.scoring.store.bundle import BundleFault
from services.scoring.store.edition_shelf import Shelf, checked_bundle
from services.scoring.store.kept_editions import (
    add_kept_edition,
    kept_edition_of,
    save_kept_edition,
)
from services.scoring.usecases.edition_events import record_import, record_step
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from shared.errors import Fault
from shared.etags import MissingIfMatch, require_version
from shared.validation import escape_pointer


@dataclass(frozen=True, kw_only=True)
class ImportOrder:
    """What is to be imported, by whom and when."""

    #: Text by file name.
    files: dict[str, str]
    actor: str
    at: datetime
    #: The versions that may be replaced; None when the caller has seen none.
    expected: frozenset[int] | None


@dataclass(frozen=True, kw_only=True)
class ImportedEdition:
    """The draft as it stands now."""

    kept: KeptEdition
    edition: Edition
    warnings: tuple[BundleFault, ...]
    is_new: bool


async def import_edition(
    connection: AsyncConnection, shelf: Shelf, order: ImportOrder
) -> ImportedEdition:
    """Import a draft; raise BundleInvalid with every fault.

    Raises EditionShipped, EditionNotInState for an edition that is published, MissingIfMatch and StaleETag
    for a draft that stands already.
    """
    checked = await checked_bundle(order.files)
    edition = checked.edition
    if edition is None:
        raise BundleInvalid(faults=[_in_body(one) for one in checked.faults])
    if shelf.ships(edition.edition_id):
        raise EditionShipped
    draft = _draft_of(edition, order)
    is_new = await add_kept_edition(connection, draft)
    if is_new:
        await record_import(connection, draft, actor=order.actor, at=order.at)
    else:
        draft = await _replaced(connection, draft, order)
    return ImportedEdition(kept=draft, edition=edition, warnings=checked.warnings, is_new=is_new)


async def _replaced(
    connection: AsyncConnection, draft: KeptEdition, order: ImportOrder
) -> KeptEdition:
    standing = await kept_edition_of(connection, draft.edition_id, lock=True)
    assert standing is not None  # noqa: S101 - rows of editions are never deleted
    moved = advance(standing, EditionAction.REPLACE, by=order.actor, at=order.at)
    if order.expected is None:
        raise MissingIfMatch
    require_version(standing.version, order.expected)
    replaced = replace(
        moved,
        bundle=draft.bundle,
        content_sha256=draft.content_sha256,
        content_sm3=draft.content_sm3,
    )
    await save_kept_edition(connection, replaced)
    await record_step(
        connection, replaced, EditionAction.REPLACE, standing.state, actor=order.actor, at=order.at
    )
    return replaced


def _draft_of(edition: Edition, order: ImportOrder) -> KeptEdition:
    return KeptEdition(
        edition_id=edition.edition_id,
        state=EditionState.DRAFT,
        version=1,
        bundle=bundle_bytes(order.files),
        content_sha256=edition.content_hash.sha256,
        content_sm3=edition.content_hash.sm3,
        imported_by=order.actor,
        imported_at=order.at,
    )


def bundle_bytes(files: Mapping[str, str]) -> BundleBytes:
    """Write a bundle's files as the bytes that are hashed and kept."""
    content = canonical_bytes(files)
    digests = digests_of(content)
    return BundleBytes(content=content, sha256=digests.sha256, sm3=digests.sm3)


def _in_body(one: BundleFault) -> Fault:
    """Point into the request: at the file, and at the line and place in its text."""
    file = f"/files/{escape_pointer(one.file)}" if one.file else "/files"
    return replace(one.fault, pointer=file, line=one.line, path=one.fault.pointer or None)
