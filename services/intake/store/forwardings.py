"""Joint opinions and forwardings in the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, exists, insert, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application
from services.intake.domain.forwarding import Forwarding, JointOpinion, Opinion
from services.intake.domain.lifecycle import State
from services.intake.domain.order_errors import AlreadyForwarded, ForwardingNotFound
from services.intake.domain.tiers import Tier
from services.intake.store.portal_tables import forwardings, joint_opinions, opinion_requests
from services.intake.store.rows import application_of, columns_of, value_of
from services.intake.store.tables import applications
from shared.authorisation import Access
from shared.database import older_than


async def ask_bureaus(
    connection: AsyncConnection, application_id: str, bureaus: Iterable[str], *, at: datetime
) -> None:
    """Note which bureaus are asked about an application: from now on their officers may read it."""
    rows = [
        {"application_id": application_id, "bureau": bureau, "requested_at": at}
        for bureau in bureaus
    ]
    await connection.execute(insert(opinion_requests), rows)


async def add_opinion(connection: AsyncConnection, opinion: JointOpinion) -> None:
    """Store a version of a bureau's opinion."""
    values = columns_of(opinion) | {"opinion": opinion.opinion.value}
    await connection.execute(insert(joint_opinions).values(values))


async def opinions_on(
    connection: AsyncConnection, application_ids: Iterable[str]
) -> list[JointOpinion]:
    """Read every version of the opinions on some applications, by bureau, oldest first."""
    statement = (
        select(joint_opinions)
        .where(joint_opinions.c.application_id.in_(list(application_ids)))
        .order_by(
            joint_opinions.c.application_id, joint_opinions.c.bureau, joint_opinions.c.version
        )
    )
    rows = (await connection.execute(statement)).mappings()
    return [value_of(JointOpinion, {**row, "opinion": Opinion(row["opinion"])}) for row in rows]


async def page_of_asked(
    connection: AsyncConnection,
    access: Access,
    *,
    waiting: bool | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[tuple[Application, datetime]]:
    """List what the caller's bureau was asked about, the newest request first, each with when that was.

    ``waiting`` narrows it to what still awaits the bureau's first opinion, or to all else.
    """
    asked = opinion_requests.c
    statement = (
        select(applications, asked.requested_at)
        .join(opinion_requests, asked.application_id == applications.c.application_id)
        .where(asked.bureau == (access.principal.unit or ""))
    )
    if waiting is not None:
        statement = statement.where(_is_waiting() if waiting else not_(_is_waiting()))
    if after is not None:
        statement = statement.where(older_than(asked.requested_at, asked.application_id, after))
    statement = statement.order_by(asked.requested_at.desc(), asked.application_id.desc())
    rows = (await connection.execute(statement.limit(limit))).mappings()
    return [(application_of(row), row["requested_at"]) for row in rows]


def _is_waiting() -> ColumnElement[bool]:
    given = exists(
        select(joint_opinions.c.version).where(
            joint_opinions.c.application_id == opinion_requests.c.application_id,
            joint_opinions.c.bureau == opinion_requests.c.bureau,
        )
    )
    return and_(applications.c.state == State.AWAITING_OPINIONS.value, not_(given))


async def add_forwarding(connection: AsyncConnection, forwarding: Forwarding) -> None:
    """Store a forwarding; raise AlreadyForwarded for a second of its tier and round."""
    values = columns_of(forwarding) | {
        "tier": forwarding.tier.value,
        "application_ids": list(forwarding.application_ids),
    }
    try:
        await connection.execute(insert(forwardings).values(values))
    except IntegrityError as error:
        raise AlreadyForwarded from error


async def read_forwarding(connection: AsyncConnection, forwarding_id: str) -> Forwarding:
    """Read a forwarding; raise ForwardingNotFound."""
    statement = select(forwardings).where(forwardings.c.forwarding_id == forwarding_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise ForwardingNotFound
    return _forwarding_of(row)


async def find_forwarding(
    connection: AsyncConnection, round_id: str, tier: Tier
) -> Forwarding | None:
    """Read what was forwarded of a tier in a round, if it was."""
    statement = select(forwardings).where(
        forwardings.c.round_id == round_id, forwardings.c.tier == tier.value
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _forwarding_of(row)


async def forwarded_tiers(connection: AsyncConnection) -> set[tuple[str, Tier]]:
    """Tell of which rounds which tiers were forwarded, which is done once."""
    rows = await connection.execute(select(forwardings.c.round_id, forwardings.c.tier))
    return {(round_id, Tier(tier)) for round_id, tier in rows}


def _forwarding_of(row: RowMapping) -> Forwarding:
    return value_of(
        Forwarding,
        {**row, "tier": Tier(row["tier"]), "application_ids": tuple(row["application_ids"])},
    )
