"""What the checks of files come to at this moment, asked of the documents service before a step that rests on it."""

from services.intake.domain.file_checks import SERIOUS, CheckNote
from services.intake.store.applications import application_for
from services.intake.store.file_checks import note_check
from services.intake.store.revisions import standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from shared.clients.service_client import ServiceRefused
from shared.contracts.document_checks import DocumentCheck
from shared.request_errors import ServiceUnavailable
from shared.transactions import Transaction


async def note_fresh_checks(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> None:
    """Note what officers can read by now, so that no step is taken past it; without the service, what came home counts.

    Raises ApplicationNotFound.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    attachments = list((await standing_attachments(connection, application_id)).values())
    await transaction.release()
    notes = []
    for attachment in attachments:
        try:
            check = await context.documents.read_check(
                attachment.document_id, attachment.version_id
            )
        except ServiceRefused:
            continue
        except ServiceUnavailable:
            return
        if check.result_sha256 is not None:
            notes.append(_note(check))
    connection = await transaction.connection()
    for note in notes:
        await note_check(connection, note, at=context.clocks.business())


def _note(check: DocumentCheck) -> CheckNote:
    return CheckNote(
        version_id=check.version_id,
        document_id=check.document_id,
        state=check.state,
        result_sha256=str(check.result_sha256),
        serious=sum(finding.severity == SERIOUS for finding in check.findings),
    )
