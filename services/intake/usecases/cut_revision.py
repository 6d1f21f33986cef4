"""Cut a revision: what an application says at one moment, kept for good as the bytes that are hashed.

The caller holds the application's row, and writes the application that it is given back.
"""

import secrets
import uuid
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Revision, RevisionCause, code_from
from services.intake.domain.revisions import CODED, content_json, says_the_same
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.store.revisions import add_revision, read_revision, standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import AGGREGATE
from shared.canonical import as_json_object, canonical_bytes
from shared.digests import digests_of
from shared.event_log import NewEvent, append_event


async def cut_revision(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application: Application,
    cause: RevisionCause,
) -> tuple[Application, Revision]:
    """Cut the next revision; the event of the step that causes it tells of it."""
    made = await _revision(context, connection, caller, application, cause)
    return await _kept(connection, application, made), made


async def cut_if_changed(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application: Application,
    cause: RevisionCause,
) -> tuple[Application, Revision, bool]:
    """Cut a revision unless the newest one says the same; tell whether one was cut, and leave an event if so."""
    made = await _revision(context, connection, caller, application, cause)
    if application.revision_number:
        newest = await read_revision(
            connection, application.application_id, application.revision_number
        )
        if says_the_same(newest.content, made.content):
            return application, newest, False
    await _record(connection, made)
    return await _kept(connection, application, made), made, True


async def _revision(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application: Application,
    cause: RevisionCause,
) -> Revision:
    at = context.clocks.business()
    number = application.revision_number + 1
    form_code = code_from(secrets.token_bytes(16), groups=4) if cause in CODED else None
    said = content_json(
        application,
        enterprise=await read_enterprise(connection, application.enterprise_id),
        factory=await read_factory(connection, application.factory_id),
        attachments=await standing_attachments(connection, application.application_id),
        number=number,
        form_code=form_code,
        at=at,
    )
    content = canonical_bytes(as_json_object(said))
    digests = digests_of(content)
    return Revision(
        application_id=application.application_id,
        number=number,
        cause=cause,
        form_code=form_code,
        printed_document_id=str(uuid.uuid4()) if cause is RevisionCause.FINALISED else None,
        content=content,
        sha256=digests.sha256,
        sm3=digests.sm3,
        cut_at=at,
        cut_by=caller.subject,
    )


async def _kept(
    connection: AsyncConnection, application: Application, revision: Revision
) -> Application:
    await add_revision(connection, revision)
    return replace(application, revision_number=revision.number, revision_cut_at=revision.cut_at)


async def _record(connection: AsyncConnection, revision: Revision) -> None:
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=revision.application_id,
            kind="application.revision-cut",
            data={
                "revision_number": revision.number,
                "cause": revision.cause.value,
                "sha256": revision.sha256,
                "sm3": revision.sm3,
            },
            actor=revision.cut_by,
            at=revision.cut_at,
        ),
    )
