"""Log the paper copies (纸质申报书) of what was filed in the national portal: appended, never changed."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.china_time import day_of
from services.intake.domain.lifecycle import EDITABLE, State
from services.intake.domain.national_portal import PaperCopy
from services.intake.domain.portal_errors import PaperNotExpected, ReceivedInFuture
from services.intake.store.applications import application_for, save_application
from services.intake.store.paper_copies import add_paper_copy, paper_copies_of
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import AGGREGATE
from shared.authorisation import Scope
from shared.errors import Fault
from shared.event_log import NewEvent, append_event


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What an officer says about a paper copy."""

    received_on: date
    copies: int
    equals_online: bool
    remark: str | None


async def log_paper_copy(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    arrival: Arrival,
) -> PaperCopy:
    """Append a line; raise ApplicationNotFound, PaperNotExpected or ReceivedInFuture."""
    application = await application_for(connection, application_id, caller.access, lock=True)
    rules = context.rules_for(application.round_id, application.tier)
    if not rules.is_filed_elsewhere or application.state in EDITABLE | {State.WITHDRAWN}:
        raise PaperNotExpected
    at = context.clocks.business()
    if arrival.received_on > day_of(at):
        fault = Fault(pointer="/received_on", code="in-future", message=ReceivedInFuture.title)
        raise ReceivedInFuture(faults=[fault])
    copy = PaperCopy(
        paper_copy_id=str(uuid.uuid4()),
        application_id=application_id,
        revision_number=application.revision_number,
        **vars(arrival),
        by_unit=caller.access.scope is Scope.OWN_UNITS,
        logged_by=caller.subject,
        logged_at=at,
    )
    await add_paper_copy(connection, copy)
    await save_application(connection, application.touched(at=at))
    await append_event(connection, _event_of(copy))
    return copy


def _event_of(copy: PaperCopy) -> NewEvent:
    return NewEvent(
        aggregate_type=AGGREGATE,
        aggregate_id=copy.application_id,
        kind="application.paper-logged",
        data={
            "revision_number": copy.revision_number,
            "received_on": copy.received_on.isoformat(),
            "copies": copy.copies,
            "equals_online": copy.equals_online,
            "by_unit": copy.by_unit,
        },
        actor=copy.logged_by,
        at=copy.logged_at,
    )


async def list_paper_copies(
    connection: AsyncConnection, caller: Caller, application_id: str
) -> list[PaperCopy]:
    """List what was logged, oldest first; raise ApplicationNotFound."""
    await application_for(connection, application_id, caller.access)
    return await paper_copies_of(connection, application_id)
