"""Intake says what a version should show; the version is then looked at again for that."""

from dataclasses import replace
from datetime import datetime

from services.documents.context import DocumentsContext
from services.documents.domain.check_life import CheckAction, CheckState, state_after
from services.documents.domain.versions import Version
from services.documents.store.check_queue import add_check_job, drop_job
from services.documents.store.check_results import set_check_state
from services.documents.store.queries import lock_document
from services.documents.store.scan_expectations import expectation_of, put_expectation
from services.documents.usecases.read_version import standing_version
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.event_log import NewEvent, append_event
from shared.transactions import Transaction


async def expect_scan(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    version_id: str,
    order: ScanExpectationOrder,
    actor: str,
) -> Version:
    """Keep what is expected and queue the version; the same order again changes nothing.

    A worker that is looking at the version just now loses it: what it finds was looked for without this order.
    Raises DocumentNotFound, DocumentDeleted.
    """
    version = await standing_version(transaction, document_id, version_id)
    connection = await transaction.connection()
    await lock_document(connection, document_id, kind=version.kind)
    version = await standing_version(transaction, document_id, version_id)
    if await expectation_of(connection, version_id) == order:
        return version
    at = context.clocks.business()
    await put_expectation(connection, version_id, order, at=at)
    if version.check_state is CheckState.REFUSED:
        return version
    await drop_job(connection, version_id)
    await add_check_job(connection, document_id=document_id, version_id=version_id, at=at)
    state = state_after(version.check_state, CheckAction.EXPECT)
    await set_check_state(connection, version_id, state)
    await append_event(connection, _event(version, order, actor, at))
    return replace(version, check_state=state)


def _event(version: Version, order: ScanExpectationOrder, actor: str, at: datetime) -> NewEvent:
    return NewEvent(
        aggregate_type="document",
        aggregate_id=version.document_id,
        kind="document.scan-expected",
        data={
            "version_id": version.version_id,
            "action": CheckAction.EXPECT.value,
            "from_state": version.check_state.value,
            "application_id": order.application_id,
            "hand_in_id": order.hand_in_id,
        },
        actor=actor,
        at=at,
    )
