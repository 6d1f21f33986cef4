"""Cut a revision: what an application says at one moment, as the bytes that are hashed and kept."""

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Revision, code_from, content_json
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.store.revisions import add_revision, standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from shared.canonical import as_json_object, canonical_bytes
from shared.digests import digests_of


async def cut_revision(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application: Application,
    *,
    printed_document_id: str | None,
) -> Revision:
    """Store the next revision of a locked application; the caller notes its number there.

    ``printed_document_id`` names the document that its form will be printed into, None when it is not printed.
    """
    at = context.clocks.business()
    number = application.revision_number + 1
    form_code = code_from(secrets.token_bytes(16), groups=4)
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
    revision = Revision(
        application_id=application.application_id,
        number=number,
        form_code=form_code,
        printed_document_id=printed_document_id,
        content=content,
        sha256=digests.sha256,
        sm3=digests.sm3,
        cut_at=at,
        cut_by=caller.subject,
    )
    await add_revision(connection, revision)
    return revision
