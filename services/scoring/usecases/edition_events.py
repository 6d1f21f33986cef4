"""Writes down what happened to an edition, under the lock of its row."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.edition_life import (
    EVENT_KINDS,
    EditionAction,
    EditionState,
    KeptEdition,
)
from shared.canonical import JsonValue
from shared.event_log import NewEvent, append_event


async def record_import(
    connection: AsyncConnection, edition: KeptEdition, *, actor: str, at: datetime
) -> None:
    """Record that a draft came into being."""
    await _append(connection, edition, "edition.imported", {}, actor=actor, at=at)


async def record_step(
    connection: AsyncConnection,
    edition: KeptEdition,
    action: EditionAction,
    from_state: EditionState,
    *,
    actor: str,
    at: datetime,
) -> None:
    """Record a step that an edition took."""
    step: dict[str, JsonValue] = {"action": action.value, "from_state": from_state.value}
    await _append(connection, edition, EVENT_KINDS[action], step, actor=actor, at=at)


async def _append(
    connection: AsyncConnection,
    edition: KeptEdition,
    kind: str,
    step: dict[str, JsonValue],
    *,
    actor: str,
    at: datetime,
) -> None:
    await append_event(
        connection,
        NewEvent(
            aggregate_type="edition",
            aggregate_id=edition.edition_id,
            kind=kind,
            data={
                **step,
                "state": edition.state.value,
                "version": edition.version,
                "content_sha256": edition.content_sha256,
                "bundle_sha256": edition.bundle.sha256,
                "bundle_sm3": edition.bundle.sm3,
                "imported_by": edition.imported_by,
                "requested_by": edition.requested_by,
            },
            actor=actor,
            at=at,
        ),
    )
