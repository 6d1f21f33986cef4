"""Takes an imported edition a step on: asked for by one person, confirmed by another."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.edition_errors import EditionShipped
from services.scoring.domain.edition_life import EditionAction, KeptEdition, advance
from services.scoring.domain.errors import EditionNotFound
from services.scoring.store.edition_shelf import Shelf
from services.scoring.store.kept_editions import kept_edition_of, save_kept_edition
from services.scoring.usecases.edition_events import record_step
from shared.etags import require_version


@dataclass(frozen=True, kw_only=True)
class StepOrder:
    """Which step is to be taken, by whom and when, on which version."""

    edition_id: str
    action: EditionAction
    actor: str
    at: datetime
    expected: frozenset[int]


async def advance_edition(
    connection: AsyncConnection, shelf: Shelf, order: StepOrder
) -> KeptEdition:
    """Take the step.

    Raises EditionNotFound, EditionShipped, StaleETag, EditionNotInState and EditionSecondPersonNeeded.
    """
    if shelf.ships(order.edition_id):
        raise EditionShipped
    standing = await kept_edition_of(connection, order.edition_id, lock=True)
    if standing is None:
        raise EditionNotFound
    require_version(standing.version, order.expected)
    moved = advance(standing, order.action, by=order.actor, at=order.at)
    await save_kept_edition(connection, moved)
    await record_step(
        connection, moved, order.action, standing.state, actor=order.actor, at=order.at
    )
    return moved
