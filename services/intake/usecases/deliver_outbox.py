"""The relay: delivers the outbox to the other services as idempotent PUTs under our own ids."""

import asyncio
from datetime import timedelta

import structlog

from services.intake.store.outbox import (
    LEASE,
    Delivery,
    lease_deliveries,
    mark_delivered,
    mark_failed,
)
from services.intake.store.standing_versions import is_out_of_use
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.delete_attachment import DELETE_DOCUMENT
from services.intake.usecases.order_consequences import ASSESS, FREEZE_DOCUMENT
from services.intake.usecases.order_expectations import EXPECT_SCAN
from services.intake.usecases.order_printing import PRINT_FORM
from shared.clients.service_client import ServiceRefused
from shared.contracts.documents import FreezeRequest
from shared.contracts.printing import PrintJob
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.contracts.scoring import AssessmentRequest
from shared.errors import TiduError
from shared.failpoints import fail_point

#: Deliveries leased at a time.
BATCH = 10

#: How long one delivery may take: it must be over before its lease is, or another relay may be at it too.
PATIENCE = LEASE - timedelta(seconds=10)

log = structlog.get_logger()


async def deliver_outbox(context: IntakeContext, *, patience: timedelta = PATIENCE) -> int:
    """Deliver what is due; the number of deliveries that were tried."""
    async with context.database.transaction() as connection:
        deliveries = await lease_deliveries(connection, now=context.clocks.wall(), limit=BATCH)
    # Side by side, so that a service that hangs keeps nothing waiting that another one would take.
    async with asyncio.TaskGroup() as group:
        for delivery in deliveries:
            group.create_task(_deliver(context, delivery, patience))
    return len(deliveries)


async def _deliver(context: IntakeContext, delivery: Delivery, patience: timedelta) -> None:
    try:
        async with asyncio.timeout(patience.total_seconds()):
            await _send(context, delivery)
    except Exception as error:  # noqa: BLE001 - see below
        # A process edge: whatever is wrong with one delivery must not keep the others from theirs. A refusal
        # is kept and tried again like an outage: dropping it would lose a filing's verdict, and the other
        # side may only be older than we are.
        await _give_back(context, delivery, error)
        return
    await fail_point("relay.after-delivery")
    async with context.database.transaction() as connection:
        await mark_delivered(connection, delivery, at=context.clocks.wall())


async def _give_back(context: IntakeContext, delivery: Delivery, error: Exception) -> None:
    # What else goes wrong may quote what people typed.
    told = str(error) if isinstance(error, (TiduError, ServiceRefused)) else type(error).__name__
    # An outage passes by itself; anything else stays as it is until somebody looks into it.
    passes = isinstance(error, (TiduError, TimeoutError))
    (log.warning if passes else log.error)(
        "outbox.not_delivered",
        kind=delivery.kind,
        outbox_id=delivery.outbox_id,
        attempts=delivery.attempts,
        error=told,
    )
    async with context.database.transaction() as connection:
        await mark_failed(connection, delivery, at=context.clocks.wall(), error=told)


async def _send(context: IntakeContext, delivery: Delivery) -> None:
    if delivery.kind == PRINT_FORM:
        await _print(context, delivery)
    elif delivery.kind == FREEZE_DOCUMENT:
        document_id, _, version_id = delivery.target_id.partition("/")
        freeze = FreezeRequest.model_validate_json(delivery.body)
        await context.documents.freeze(document_id, version_id, freeze)
    elif delivery.kind == EXPECT_SCAN:
        await _expect(context, delivery)
    elif delivery.kind == DELETE_DOCUMENT:
        document_id, _, version_id = delivery.target_id.partition("/")
        await context.documents.delete_version(document_id, version_id)
    elif delivery.kind == ASSESS:
        request = AssessmentRequest.model_validate_json(delivery.body)
        await context.scoring.put_assessment(delivery.target_id, request)
    else:
        raise LookupError(f"nothing here delivers the outbox kind {delivery.kind!r}")


async def _print(context: IntakeContext, delivery: Delivery) -> None:
    job = PrintJob.model_validate_json(delivery.body)
    printed = await context.documents.put_printed_form(delivery.target_id, job)
    if printed.unprintable:
        # Whoever finalised was told of it; of a hand-in's papers nobody else hears. What was typed stays out of the log.
        log.warning(
            "print.unprintable",
            document_id=printed.document_id,
            layout=job.layout.value,
            characters=sorted({each.code_point for each in printed.unprintable}),
        )


async def _expect(context: IntakeContext, delivery: Delivery) -> None:
    document_id, _, version_id = delivery.target_id.partition("/")
    async with context.database.transaction(read_only=True) as connection:
        if await is_out_of_use(connection, document_id, version_id):
            # Its bytes may be gone by our own order: refused for ever, it would hold up the scan in its place.
            return
    order = ScanExpectationOrder.model_validate_json(delivery.body)
    await context.documents.expect(document_id, version_id, order)
