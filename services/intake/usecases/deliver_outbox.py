"""The relay: delivers the outbox to the other services as idempotent PUTs under our own ids."""

import structlog

from services.intake.store.outbox import Delivery, lease_deliveries, mark_delivered, mark_failed
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.finalise_application import PRINT_FORM
from services.intake.usecases.submit_application import ASSESS, FREEZE_DOCUMENT
from shared.clients.service_client import ServiceRefused
from shared.contracts.documents import FreezeRequest, PrintJob
from shared.contracts.scoring import AssessmentRequest
from shared.errors import TiduError
from shared.failpoints import fail_point

#: Deliveries leased at a time.
BATCH = 10

log = structlog.get_logger()


async def deliver_outbox(context: IntakeContext) -> int:
    """Deliver what is due; the number of deliveries that were tried."""
    async with context.database.transaction() as connection:
        deliveries = await lease_deliveries(connection, now=context.clocks.wall(), limit=BATCH)
    for delivery in deliveries:
        await _deliver(context, delivery)
    return len(deliveries)


async def _deliver(context: IntakeContext, delivery: Delivery) -> None:
    try:
        await _send(context, delivery)
    except (TiduError, ServiceRefused) as error:
        # A refusal is kept and tried again like an outage: dropping it would lose a filing's verdict,
        # and the other side may only be older than we are.
        log.warning(
            "outbox.not_delivered", kind=delivery.kind, attempts=delivery.attempts, error=str(error)
        )
        async with context.database.transaction() as connection:
            await mark_failed(connection, delivery, at=context.clocks.wall(), error=str(error))
        return
    await fail_point("relay.after-delivery")
    async with context.database.transaction() as connection:
        await mark_delivered(connection, delivery, at=context.clocks.wall())


async def _send(context: IntakeContext, delivery: Delivery) -> None:
    if delivery.kind == PRINT_FORM:
        job = PrintJob.model_validate_json(delivery.body)
        await context.documents.put_printed_form(delivery.target_id, job)
    elif delivery.kind == FREEZE_DOCUMENT:
        document_id, _, version_id = delivery.target_id.partition("/")
        freeze = FreezeRequest.model_validate_json(delivery.body)
        await context.documents.freeze(document_id, version_id, freeze)
    elif delivery.kind == ASSESS:
        request = AssessmentRequest.model_validate_json(delivery.body)
        await context.scoring.put_assessment(delivery.target_id, request)
    else:
        raise AssertionError(f"nothing writes the outbox kind {delivery.kind!r}")
