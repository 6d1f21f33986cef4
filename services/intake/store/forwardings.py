"""Joint opinions and forwardings in the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.forwarding import Forwarding, JointOpinion, Opinion
from services.intake.domain.order_errors import AlreadyForwarded, ForwardingNotFound
from services.intake.domain.tiers import Tier
from services.intake.store.portal_tables import forwardings, joint_opinions, opinion_requests
from services.intake.store.rows import columns_of, value_of


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
    return value_of(
        Forwarding,
        {**row, "tier": Tier(row["tier"]), "application_ids": tuple(row["application_ids"])},
    )
