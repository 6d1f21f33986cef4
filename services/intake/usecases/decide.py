"""The officers' single steps: district review, recommendation and tabulation, the city's review and filing."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Decision
from services.intake.domain.branches import require_step_of
from services.intake.domain.file_checks import open_serious, require_answered
from services.intake.domain.lifecycle import Action
from services.intake.domain.portal_errors import PaperNotReceived
from services.intake.domain.portal_filing import equals_online
from services.intake.domain.priority_order import PriorityOrder, no_order
from services.intake.store.applications import add_decision, application_for
from services.intake.store.file_checks import check_notes, set_aside_of
from services.intake.store.filing_series import next_in_series
from services.intake.store.forwardings import ask_bureaus
from services.intake.store.paper_copies import paper_copies_of
from services.intake.store.priority_orders import lock_order
from services.intake.store.revisions import standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import require_open_to_units, take_step
from shared.canonical import JsonValue
from shared.etags import require_version

#: What a recommending unit does, inside its own window.
UNIT_ACTIONS = frozenset({Action.PASS, Action.NOT_PASS, Action.RECOMMEND, Action.TABULATE})


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a result of the ministry's stands."""

    source_title: str | None = None
    source_url: str | None = None


NO_SOURCE = Source()


async def decide(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    action: Action,
    *,
    reason: str,
    expected: frozenset[int],
    source: Source = NO_SOURCE,
) -> Application:
    """Take one step with its reason on record; filing (备案) gives a number.

    Raises ApplicationNotFound, StaleETag, StepOfOtherBranch, UnitWindowClosed, IllegalTransition; when passing
    PaperNotReceived and FindingsOpen, when recommending OrderFrozen.
    """
    order = await _order_held(context, connection, caller, application_id, action)
    application = await application_for(connection, application_id, caller.access, lock=True)
    require_version(application.version, expected)
    require_step_of(action, context.rules_for(application.round_id, application.tier))
    if action in UNIT_ACTIONS:
        require_open_to_units(context, application, caller)
    at = context.clocks.business()
    application.after(action, at=at)
    await _require_what_goes_before(context, connection, application, action, order)
    decision = _decision(caller, application, action, reason=reason, source=source, at=at)
    await add_decision(connection, decision)
    data: dict[str, JsonValue] = {"reason": reason, **vars(source)}
    application = await _do_what_goes_along(context, connection, application, action)
    if action is Action.FILE:
        data["filing_number"] = application.filing_number
    return await take_step(connection, application, action, actor=caller.subject, at=at, data=data)


def _decision(
    caller: Caller,
    application: Application,
    action: Action,
    *,
    reason: str,
    source: Source,
    at: datetime,
) -> Decision:
    return Decision(
        decision_id=str(uuid.uuid4()),
        application_id=application.application_id,
        action=action,
        reason=reason,
        decided_by=caller.subject,
        decided_at=at,
        revision_number=application.revision_number,
        **vars(source),
    )


async def _order_held(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    application_id: str,
    action: Action,
) -> PriorityOrder | None:
    """Hold the order that a recommendation would belong to, before its application: hand-ins lock so, too.

    Once its unit has handed in, nobody could hand the recommendation in any more.
    """
    if action is not Action.RECOMMEND:
        return None
    application = await application_for(connection, application_id, caller.access)
    rules = context.rules_for(application.round_id, application.tier)
    unit = context.units.recommending_unit(application.unit_code)
    if not rules.recommendation_is_ordered or unit is None:
        return None
    unset = no_order(application.round_id, application.tier, unit.code, unit.path)
    return await lock_order(connection, unset)


async def _require_what_goes_before(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    action: Action,
    order: PriorityOrder | None,
) -> None:
    if action is Action.PASS:
        await _require_paper(context, connection, application)
        await _require_answers(connection, application)
    if order is not None:
        order.require_open()


async def _do_what_goes_along(
    context: IntakeContext, connection: AsyncConnection, application: Application, action: Action
) -> Application:
    if action is Action.REQUEST_OPINIONS:
        await _ask_bureaus(context, connection, application)
    if action is Action.FILE:
        return await _numbered(context, connection, application)
    return application


async def _ask_bureaus(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> None:
    bureaus = context.rules_for(application.round_id, application.tier).bureaus
    codes = [bureau.code for bureau in bureaus]
    await ask_bureaus(connection, application.application_id, codes, at=context.clocks.business())


async def _require_paper(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> None:
    """Ask for the stamped paper copy that equals the online text (notice 一（二）1, 二（二）1), national portal only."""
    if not context.rules_for(application.round_id, application.tier).is_filed_elsewhere:
        return
    logged = await paper_copies_of(connection, application.application_id)
    if not equals_online(logged, revision_number=application.revision_number):
        raise PaperNotReceived


async def _require_answers(connection: AsyncConnection, application: Application) -> None:
    """Ask for a reason for each serious finding about the files; checks that are not through hold nothing up."""
    attached = (await standing_attachments(connection, application.application_id)).values()
    kinds = {attachment.version_id: attachment.kind for attachment in attached}
    notes = await check_notes(connection, kinds)
    left = open_serious(notes, await set_aside_of(connection, application.application_id))
    require_answered(left, kinds)


async def _numbered(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> Application:
    """Give the next number of the round's series; only what carries it is written after this."""
    numbers = context.rules_for(application.round_id, application.tier).filing_numbers
    assert numbers is not None  # noqa: S101 - a round without them for this branch does not load
    number = await next_in_series(connection, application.round_id)
    return replace(application, filing_number=numbers.written(number))
