"""Start an application (申报): an empty draft of one factory for one tier in one round."""

import uuid
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Factory
from services.intake.domain.errors import FactoryNotFound, WindowClosed
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.store.applications import add_application
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import AGGREGATE
from shared.event_log import NewEvent, append_event


async def start_application(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
    factory_id: str,
) -> Application:
    """Make the draft.

    Raises RoundNotFound, TierNotOffered, WindowClosed, FactoryNotFound, ApplicationExists.
    """
    rules = context.rules_for(round_id, tier)
    if not rules.is_open_to_enterprises(caller.arrived_at):
        raise WindowClosed
    factory = await read_factory(connection, factory_id)
    enterprise = await read_enterprise(connection, factory.enterprise_id)
    if not caller.access.permits(enterprise=enterprise.credit_code, unit_path=factory.unit_path):
        raise FactoryNotFound
    application = _draft(
        round_id, tier, enterprise.credit_code, factory, at=context.clocks.business()
    )
    await add_application(connection, application)
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=application.application_id,
            kind="application.started",
            data={"round_id": round_id, "tier": tier.value, "unit_code": factory.unit_code},
            actor=caller.subject,
            at=application.created_at,
        ),
    )
    return application


def _draft(
    round_id: str, tier: Tier, credit_code: str, factory: Factory, *, at: datetime
) -> Application:
    return Application(
        application_id=str(uuid.uuid4()),
        round_id=round_id,
        tier=tier,
        enterprise_id=factory.enterprise_id,
        credit_code=credit_code,
        factory_id=factory.factory_id,
        unit_code=factory.unit_code,
        unit_path=factory.unit_path,
        state=State.DRAFT,
        version=1,
        form={},
        maturity_report=None,
        portal_filing=None,
        revision_number=0,
        receipt_number=None,
        verdict=None,
        filing_number=None,
        created_at=at,
        updated_at=at,
        state_since=at,
    )
