"""An officer does not share a finding about a file, and says why; the machine's result stays as it is."""

from services.intake.domain.applications import Attachment
from services.intake.domain.check_errors import FileNotAttached, FindingNotThere
from services.intake.domain.file_checks import SetAside
from services.intake.domain.rulings import require_review_time
from services.intake.store.applications import application_for
from services.intake.store.file_checks import put_set_aside, set_aside_of
from services.intake.store.revisions import standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import AGGREGATE
from shared.contracts.document_checks import DocumentCheck, DocumentFinding
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction

ACTION = "set-finding-aside"


async def set_finding_aside(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    *,
    version_id: str,
    number: int,
    reason: str,
) -> SetAside:
    """Set one finding aside, on record; the same again changes nothing, another reason takes its place.

    Raises ApplicationNotFound, IllegalTransition, FileNotAttached, FindingNotThere, ServiceUnavailable.
    """
    attachment = await _attached(transaction, caller, application_id, version_id)
    await transaction.release()
    check = await context.documents.read_check(attachment.document_id, version_id)
    finding = _finding(check, number)
    # Again, under the lock: the application may have gone on while the other service was asked.
    await _attached(transaction, caller, application_id, version_id, lock=True)
    connection = await transaction.connection()
    new = SetAside(
        version_id=version_id,
        result_sha256=str(check.result_sha256),
        number=number,
        code=finding.code,
        severity=finding.severity,
        reason=reason,
        set_aside_by=caller.subject,
        set_aside_at=context.clocks.business(),
    )
    for standing in await set_aside_of(connection, application_id):
        if _is_same(standing, new):
            return standing
    await put_set_aside(connection, application_id, new)
    await append_event(connection, _event(application_id, new))
    return new


def _event(application_id: str, new: SetAside) -> NewEvent:
    return NewEvent(
        aggregate_type=AGGREGATE,
        aggregate_id=application_id,
        kind="application.finding-set-aside",
        data={
            "version_id": new.version_id,
            "result_sha256": new.result_sha256,
            "number": new.number,
            "code": new.code,
            "severity": new.severity,
            "reason": new.reason,
        },
        actor=new.set_aside_by,
        at=new.set_aside_at,
    )


async def _attached(
    transaction: Transaction,
    caller: Caller,
    application_id: str,
    version_id: str,
    *,
    lock: bool = False,
) -> Attachment:
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access, lock=lock)
    require_review_time(application.state, caller.access.principal.role, ACTION)
    for attachment in (await standing_attachments(connection, application_id)).values():
        if attachment.version_id == version_id:
            return attachment
    raise FileNotAttached


def _finding(check: DocumentCheck, number: int) -> DocumentFinding:
    if check.result_sha256 is None or not 1 <= number <= len(check.findings):
        raise FindingNotThere
    return check.findings[number - 1]


def _is_same(standing: SetAside, new: SetAside) -> bool:
    def key(one: SetAside) -> tuple[str, str, int, str, str]:
        return (one.version_id, one.result_sha256, one.number, one.reason, one.set_aside_by)

    return key(standing) == key(new)
