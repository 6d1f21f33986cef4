"""Lists (名单): drawn from what is proposed, shown in publicity (公示), published (发布) by two officers."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.errors import TierWithoutList
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.list_errors import ListEmpty
from services.intake.domain.lists import ListEntry, ListState, OfficialList
from services.intake.domain.register import RecognisedBy, RegisterEntry, RegisterRow
from services.intake.domain.tiers import Tier
from services.intake.store.applications import (
    ApplicationFilter,
    lock_applications,
    page_of_applications,
)
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.store.lists import (
    add_list,
    entries_of,
    page_of_lists,
    read_list,
    read_public_list,
    save_list,
    standing_entries_of,
)
from services.intake.store.register import add_entries
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.steps import take_step
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of
from shared.etags import require_version
from shared.event_log import NewEvent, append_event

#: A list is drawn whole; a city's round is far smaller than this.
MAX_ENTRIES = 5000


async def draw_list(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    *,
    round_id: str,
    tier: Tier,
) -> tuple[OfficialList, list[ListEntry]]:
    """Draw the list of all proposed applications; raise TierNotOffered, TierWithoutList or ListEmpty."""
    if context.rules_for(round_id, tier).publicity is None:
        raise TierWithoutList
    proposed = await page_of_applications(
        connection,
        caller.access,
        ApplicationFilter(round_id=round_id, tier=tier, state=State.PROPOSED),
        after=None,
        limit=MAX_ENTRIES,
    )
    if not proposed:
        raise ListEmpty
    entries = [
        await _entry_of(context, connection, application, place)
        for place, application in enumerate(
            sorted(proposed, key=lambda a: (a.unit_path, a.created_at)), start=1
        )
    ]
    drawn = OfficialList(
        list_id=str(uuid.uuid4()),
        round_id=round_id,
        tier=tier,
        state=ListState.DRAWN,
        version=1,
        drawn_by=caller.subject,
        drawn_at=context.clocks.business(),
    )
    await add_list(connection, drawn, entries)
    await _record(connection, drawn, "list.drawn", caller, at=drawn.drawn_at)
    return drawn, entries


async def open_publicity(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    list_id: str,
    expected: frozenset[int],
) -> tuple[OfficialList, list[ListEntry]]:
    """Show the list to everybody for the round's working days; raise ListNotFound, StaleETag, ListNotInState."""
    drawn = await read_list(connection, list_id, lock=True)
    require_version(drawn.version, expected)
    at = context.clocks.business()
    publicity = context.rules_for(drawn.round_id, drawn.tier).publicity
    calendar = context.calendars[context.round_named(drawn.round_id).round.calendar_id]
    period = calendar.publicity_period(at, publicity.working_days if publicity else 0)
    opened = drawn.opened(period)
    await save_list(connection, opened)
    await _record(connection, opened, "list.publicity-opened", caller, at=at)
    entries = await entries_of(connection, list_id)
    for application in await lock_applications(connection, [e.application_id for e in entries]):
        await take_step(
            connection,
            application,
            Action.OPEN_PUBLICITY,
            actor=caller.subject,
            at=at,
            data={"list_id": list_id},
        )
    return opened, entries


async def request_publication(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    list_id: str,
    expected: frozenset[int],
) -> tuple[OfficialList, list[ListEntry]]:
    """Ask, as the first officer, that the list be published; raise PublicityRunning before its end."""
    in_publicity = await read_list(connection, list_id, lock=True)
    require_version(in_publicity.version, expected)
    at = context.clocks.business()
    requested = in_publicity.publication_requested(by=caller.subject, at=at)
    await save_list(connection, requested)
    await _record(connection, requested, "list.publication-requested", caller, at=at)
    return requested, await entries_of(connection, list_id)


async def confirm_publication(
    context: IntakeContext,
    connection: AsyncConnection,
    caller: Caller,
    list_id: str,
    expected: frozenset[int],
) -> tuple[OfficialList, list[ListEntry]]:
    """Publish, as the second officer: what is still in publicity is recognised; what was declined is left out.

    Raises ListNotFound, StaleETag, ListNotInState, SecondOfficerNeeded.
    """
    requested = await read_list(connection, list_id, lock=True)
    require_version(requested.version, expected)
    at = context.clocks.business()
    published = requested.published(by=caller.subject, at=at)
    entries = await entries_of(connection, list_id)
    recognised = set()
    for application in await lock_applications(connection, [e.application_id for e in entries]):
        if application.state is State.IN_PUBLICITY:
            await take_step(
                connection,
                application,
                Action.RECOGNISE,
                actor=caller.subject,
                at=at,
                data={"list_id": list_id, "requested_by": requested.requested_by},
            )
            recognised.add(application.application_id)
    standing = [entry for entry in entries if entry.application_id in recognised]
    content = canonical_bytes(_content(context, published, standing, at))
    digests = digests_of(content)
    sealed = replace(published, content=content, sha256=digests.sha256, sm3=digests.sm3)
    await save_list(connection, sealed)
    await _record(connection, sealed, "list.published", caller, at=at)
    await add_entries(connection, _register_entries(context, sealed, standing))
    return sealed, standing


def _register_entries(
    context: IntakeContext, published: OfficialList, standing: list[ListEntry]
) -> list[RegisterEntry]:
    """What is published enters the register (认定名录) with it, under the round's own batch."""
    assert published.published_by is not None  # noqa: S101 - a published list says by whom
    assert published.published_at is not None  # noqa: S101 - and when
    round_ = context.round_named(published.round_id).round
    return [
        RegisterEntry(
            row=RegisterRow(
                tier=published.tier,
                recognised_by=RecognisedBy.CITY,
                batch=round_.batch,
                enterprise_name=entry.enterprise_name,
                credit_code=entry.credit_code,
                factory_name=entry.factory_name,
                unit_code=entry.unit_code,
            ),
            source_title=round_.title.zh,
            source_url=None,
            import_id=None,
            list_id=published.list_id,
            entered_by=published.published_by,
            entered_at=published.published_at,
        )
        for entry in standing
    ]


async def read_one_list(
    connection: AsyncConnection, list_id: str
) -> tuple[OfficialList, list[ListEntry]]:
    """Read a list in any state, for officers; raise ListNotFound."""
    return await read_list(connection, list_id), await entries_of(connection, list_id)


async def read_one_public_list(
    connection: AsyncConnection, list_id: str
) -> tuple[OfficialList, list[ListEntry]]:
    """Read a list that anybody may read, without what was declined meanwhile; raise ListNotFound."""
    return await read_public_list(connection, list_id), await standing_entries_of(
        connection, list_id
    )


async def list_lists(
    connection: AsyncConnection,
    *,
    public_only: bool,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[OfficialList]:
    """List the lists, newest first; at most ``limit`` + 1, the last telling that there are more."""
    return await page_of_lists(connection, public_only=public_only, after=after, limit=limit + 1)


async def _entry_of(
    context: IntakeContext, connection: AsyncConnection, application: Application, place: int
) -> ListEntry:
    enterprise = await read_enterprise(connection, application.enterprise_id)
    factory = await read_factory(connection, application.factory_id)
    return ListEntry(
        place=place,
        application_id=application.application_id,
        enterprise_name=enterprise.name,
        credit_code=enterprise.credit_code,
        factory_name=factory.name,
        unit_code=application.unit_code,
        unit_name=context.unit(application.unit_code).name.zh,
    )


def _content(
    context: IntakeContext, published: OfficialList, standing: list[ListEntry], at: datetime
) -> dict[str, JsonValue]:
    round_ = context.round_named(published.round_id).round
    entries: list[JsonValue] = [
        {
            "number": number,
            "enterprise_name": entry.enterprise_name,
            "credit_code": entry.credit_code,
            "factory_name": entry.factory_name,
            "unit_code": entry.unit_code,
            "unit_name": entry.unit_name,
        }
        for number, entry in enumerate(standing, start=1)
    ]
    return {
        "list_id": published.list_id,
        "round_id": published.round_id,
        "notice_number": round_.notice.number,
        "tier": published.tier.value,
        "tier_name": published.tier.text.zh,
        "published_at": at.isoformat(),
        "entries": entries,
    }


async def _record(
    connection: AsyncConnection,
    official_list: OfficialList,
    kind: str,
    caller: Caller,
    *,
    at: datetime,
) -> None:
    await append_event(
        connection,
        NewEvent(
            aggregate_type="list",
            aggregate_id=official_list.list_id,
            kind=kind,
            data={
                "round_id": official_list.round_id,
                "tier": official_list.tier.value,
                "state": official_list.state.value,
                "sha256": official_list.sha256,
            },
            actor=caller.subject,
            at=at,
        ),
    )
