"""The inbox (待办): what waits for the caller now, of every kind, the longest wait first."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.authorisation import RULES
from services.intake.domain.applications import Application, HandIn
from services.intake.domain.bindings import Binding
from services.intake.domain.inbox import (
    BINDING_STEPS,
    LIST_STEPS,
    STEPS,
    Need,
    OpenStep,
    Step,
    Waiting,
    waiting_in,
)
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.lists import OfficialList
from services.intake.domain.tiers import Tier
from services.intake.store import inbox as store
from services.intake.store.applications import ApplicationFilter
from services.intake.store.enterprises import enterprises_named, factories_named
from services.intake.store.forwardings import forwarded_tiers
from services.intake.store.lists import HandInFilter
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.find_needs import find_needs

_FORWARD = STEPS[Action.FORWARD].operation

#: A kind of application by round, tier and state.
_Key = tuple[str, Tier, State]


class EntryKind(StrEnum):
    """What waits."""

    APPLICATION = "application"
    HAND_IN = "hand-in"
    LIST = "list"
    BINDING = "binding"


@dataclass(frozen=True, kw_only=True)
class InboxEntry:
    """One thing that waits, with the names by which a person knows it."""

    kind: EntryKind
    id: str
    waiting_since: datetime
    steps: tuple[OpenStep, ...]
    state: str
    round_id: str | None = None
    tier: Tier | None = None
    unit_code: str | None = None
    enterprise_name: str | None = None
    factory_name: str | None = None
    portal_closes_at: datetime | None = None
    #: Of a list in publicity: the first instant at which its step can be taken.
    opens_at: datetime | None = None

    @property
    def key(self) -> tuple[datetime, str]:
        return self.waiting_since, self.id


@dataclass(frozen=True, kw_only=True)
class _Page:
    connection: AsyncConnection
    caller: Caller
    wanted: ApplicationFilter
    after: tuple[datetime, str] | None
    limit: int

    def may_call(self, operation: str) -> bool:
        return self.caller.access.principal.role in RULES.table.get(operation, {})


async def read_inbox(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    wanted: ApplicationFilter,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[InboxEntry]:
    """List what waits, oldest first; at most ``limit`` + 1, the last telling that there are more."""
    page = _Page(connection=connection, caller=caller, wanted=wanted, after=after, limit=limit + 1)
    found = [
        await _applications(context, page),
        await _hand_ins(page),
        await _lists(context, page),
        await _bindings(page),
    ]
    return list(heapq.merge(*found, key=lambda entry: entry.key))[: page.limit]


async def _applications(context: IntakeContext, page: _Page) -> list[InboxEntry]:
    kinds = await _kinds(context, page)
    found = await store.waiting_applications(
        page.connection,
        page.caller.access,
        list(kinds.values()),
        page.wanted,
        after=page.after,
        limit=page.limit,
    )
    needs = await find_needs(context, page.connection, found)
    enterprises = await enterprises_named(page.connection, {each.enterprise_id for each in found})
    factories = await factories_named(page.connection, {each.factory_id for each in found})
    return [
        replace(
            _application_entry(each, kinds[each.round_id, each.tier, each.state], needs),
            enterprise_name=enterprises[each.enterprise_id].name,
            factory_name=factories[each.factory_id].name,
        )
        for each in found
    ]


async def _kinds(context: IntakeContext, page: _Page) -> Mapping[_Key, Waiting]:
    """Tell which kinds of application wait for the caller's role at the request's arrival."""
    kinds = list(
        waiting_in(
            [loaded.round for loaded in context.rounds.values()],
            may_call=page.may_call,
            at=page.caller.arrived_at,
        )
    )
    if page.may_call(STEPS[Action.RECOMMEND].operation):
        frozen = await store.frozen_orders(page.connection)
        kinds = [_without_frozen(context, kind, frozen) for kind in kinds]
    if page.may_call(_FORWARD):
        forwarded = await forwarded_tiers(page.connection)
        kinds = [
            _without_forwarding(kind) if (kind.round_id, kind.tier) in forwarded else kind
            for kind in kinds
        ]
    return {(kind.round_id, kind.tier, kind.state): kind for kind in kinds}


def _without_frozen(
    context: IntakeContext, kind: Waiting, frozen: set[tuple[str, Tier, str]]
) -> Waiting:
    """Leave out what can be recommended no more, because its unit has handed in what it ordered."""
    if kind.state is not State.DISTRICT_PASSED:
        return kind
    closed = {
        unit.code
        for unit in context.units
        if (recommending := context.units.recommending_unit(unit.code)) is not None
        and (kind.round_id, kind.tier, recommending.code) in frozen
    }
    return replace(kind, closed_units=frozenset(closed))


def _without_forwarding(kind: Waiting) -> Waiting:
    """Leave out the step that a tier takes once: what it left behind can only be given up."""
    return replace(kind, steps=tuple(step for step in kind.steps if step.operation != _FORWARD))


def _application_entry(
    application: Application, kind: Waiting, needs: Mapping[Need, set[str]]
) -> InboxEntry:
    steps = tuple(
        step
        if step.need is None or application.application_id in needs[step.need]
        else replace(step, need=None)
        for step in kind.steps
    )
    return InboxEntry(
        kind=EntryKind.APPLICATION,
        id=application.application_id,
        waiting_since=application.waiting_since,
        steps=steps,
        state=application.state.value,
        round_id=application.round_id,
        tier=application.tier,
        unit_code=application.unit_code,
        portal_closes_at=kind.portal_closes_at,
    )


async def _hand_ins(page: _Page) -> list[InboxEntry]:
    steps = tuple(_open(page, [STEPS[Action.RECEIVE]]))
    if not steps:
        return []
    wanted = HandInFilter(
        round_id=page.wanted.round_id,
        tier=page.wanted.tier,
        unit_path=page.wanted.unit_path,
        is_received=False,
    )
    found = await store.waiting_hand_ins(
        page.connection, page.caller.access, wanted, after=page.after, limit=page.limit
    )
    return [_hand_in_entry(each, steps) for each in found]


def _hand_in_entry(hand_in: HandIn, steps: tuple[OpenStep, ...]) -> InboxEntry:
    return InboxEntry(
        kind=EntryKind.HAND_IN,
        id=hand_in.hand_in_id,
        waiting_since=hand_in.handed_in_at,
        steps=steps,
        state=State.HANDED_IN.value,
        round_id=hand_in.round_id,
        tier=hand_in.tier,
        unit_code=hand_in.unit_code,
    )


async def _lists(context: IntakeContext, page: _Page) -> list[InboxEntry]:
    """Lists are the city's: they belong to no unit below it."""
    steps = list(LIST_STEPS.values())
    if not any(_open(page, steps)) or not _is_whole_city(context, page.wanted.unit_path):
        return []
    found = await store.waiting_lists(
        page.connection,
        round_id=page.wanted.round_id,
        tier=page.wanted.tier,
        subject=page.caller.subject,
        after=page.after,
        limit=page.limit,
    )
    return [_list_entry(page, each) for each in found]


def _is_whole_city(context: IntakeContext, unit_path: str | None) -> bool:
    return unit_path is None or unit_path in {
        context.unit(loaded.round.city_unit).path for loaded in context.rounds.values()
    }


def _list_entry(page: _Page, waiting: OfficialList) -> InboxEntry:
    step = LIST_STEPS[waiting.state]
    ends_at = waiting.publicity_ends_at
    is_running = ends_at is not None and page.caller.arrived_at < ends_at
    return InboxEntry(
        kind=EntryKind.LIST,
        id=waiting.list_id,
        waiting_since=ends_at or waiting.drawn_at,
        steps=tuple(_open(page, [step if is_running else replace(step, need=None)])),
        state=waiting.state.value,
        round_id=waiting.round_id,
        tier=waiting.tier,
        opens_at=ends_at if is_running else None,
    )


async def _bindings(page: _Page) -> list[InboxEntry]:
    """A person's binding belongs to no round and tier: who asks for one of those does not mean it."""
    is_narrowed = page.wanted.round_id is not None or page.wanted.tier is not None
    steps = [step for each in BINDING_STEPS.values() for step in each]
    if is_narrowed or not any(_open(page, steps)):
        return []
    found = await store.waiting_bindings(
        page.connection,
        page.caller.access,
        unit_path=page.wanted.unit_path,
        after=page.after,
        limit=page.limit,
    )
    return [_binding_entry(page, each) for each in found]


def _binding_entry(page: _Page, binding: Binding) -> InboxEntry:
    return InboxEntry(
        kind=EntryKind.BINDING,
        id=binding.binding_id,
        waiting_since=binding.requested_at,
        steps=tuple(_open(page, BINDING_STEPS[binding.state])),
        state=binding.state.value,
        unit_code=binding.unit_code,
        enterprise_name=binding.enterprise_name,
    )


def _open(page: _Page, steps: Sequence[Step]) -> Iterator[OpenStep]:
    """Give those of some steps without a window that the caller may take."""
    for step in steps:
        if page.may_call(step.operation):
            yield OpenStep(operation=step.operation, need=step.need)
