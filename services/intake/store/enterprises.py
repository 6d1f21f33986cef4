"""Enterprises and factories in the database."""

from collections.abc import Collection

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Enterprise, Factory
from services.intake.domain.errors import EnterpriseExists, EnterpriseNotFound, FactoryNotFound
from services.intake.store.rows import columns_of, value_of
from services.intake.store.tables import enterprises, factories
from shared.authorisation import Access


async def add_enterprise(connection: AsyncConnection, enterprise: Enterprise) -> None:
    """Store a new enterprise; raise EnterpriseExists when its credit code is registered."""
    try:
        await connection.execute(insert(enterprises).values(columns_of(enterprise)))
    except IntegrityError as error:
        raise EnterpriseExists from error


async def enterprise_for(
    connection: AsyncConnection, enterprise_id: str, access: Access
) -> Enterprise:
    """Read an enterprise within the caller's scope; raise EnterpriseNotFound."""
    statement = select(enterprises).where(enterprises.c.enterprise_id == enterprise_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise EnterpriseNotFound
    enterprise = value_of(Enterprise, row)
    if not access.permits(enterprise=enterprise.credit_code, unit_path=enterprise.unit_path):
        raise EnterpriseNotFound
    return enterprise


async def read_enterprise(connection: AsyncConnection, enterprise_id: str) -> Enterprise:
    """Read an enterprise that an application names."""
    statement = select(enterprises).where(enterprises.c.enterprise_id == enterprise_id)
    return value_of(Enterprise, (await connection.execute(statement)).mappings().one())


async def find_by_credit_code(connection: AsyncConnection, credit_code: str) -> Enterprise | None:
    """Look an enterprise up by its normalised credit code."""
    statement = select(enterprises).where(enterprises.c.credit_code == credit_code)
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else value_of(Enterprise, row)


async def add_factory(connection: AsyncConnection, factory: Factory) -> None:
    """Store a new factory."""
    await connection.execute(insert(factories).values(columns_of(factory)))


async def read_factory(connection: AsyncConnection, factory_id: str) -> Factory:
    """Read a factory; raise FactoryNotFound."""
    statement = select(factories).where(factories.c.factory_id == factory_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise FactoryNotFound
    return value_of(Factory, row)


async def factories_of(connection: AsyncConnection, enterprise_id: str) -> list[Factory]:
    """List an enterprise's factories, oldest first."""
    statement = (
        select(factories)
        .where(factories.c.enterprise_id == enterprise_id)
        .order_by(factories.c.created_at, factories.c.factory_id)
    )
    return [value_of(Factory, row) for row in (await connection.execute(statement)).mappings()]


async def enterprises_named(
    connection: AsyncConnection, enterprise_ids: Collection[str]
) -> dict[str, Enterprise]:
    """Read several enterprises by their ids."""
    statement = select(enterprises).where(enterprises.c.enterprise_id.in_(enterprise_ids))
    rows = (await connection.execute(statement)).mappings()
    return {row["enterprise_id"]: value_of(Enterprise, row) for row in rows}


async def factories_named(
    connection: AsyncConnection, factory_ids: Collection[str]
) -> dict[str, Factory]:
    """Read several factories by their ids."""
    statement = select(factories).where(factories.c.factory_id.in_(factory_ids))
    rows = (await connection.execute(statement)).mappings()
    return {row["factory_id"]: value_of(Factory, row) for row in rows}
