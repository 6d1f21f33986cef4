"""Rows of receipts: written once beside their assessment, never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import KeptBytes
from services.scoring.store.tables import receipts


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The receipt of one version of an assessment, as the bytes that are given out."""

    assessment_id: str
    version: int
    key_id: str
    algorithm: str
    file: KeptBytes
    issued_at: datetime


async def receipt_of(connection: AsyncConnection, assessment_id: str) -> Receipt | None:
    """Read the receipt of the newest version that has one."""
    statement = (
        select(receipts)
        .where(receipts.c.assessment_id == assessment_id)
        .order_by(receipts.c.version.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    return Receipt(
        assessment_id=row.assessment_id,
        version=row.version,
        key_id=row.key_id,
        algorithm=row.algorithm,
        file=KeptBytes(content=row.receipt_bytes, sha256=row.receipt_sha256, sm3=row.receipt_sm3),
        issued_at=row.issued_at,
    )


async def add_receipt(connection: AsyncConnection, receipt: Receipt) -> bool:
    """Add a receipt unless there is one; tell whether it was added.

    A second writer waits here for the first one's transaction to end.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(receipts)
        .values(
            assessment_id=receipt.assessment_id,
            version=receipt.version,
            key_id=receipt.key_id,
            algorithm=receipt.algorithm,
            receipt_bytes=receipt.file.content,
            receipt_sha256=receipt.file.sha256,
            receipt_sm3=receipt.file.sm3,
            issued_at=receipt.issued_at,
        )
        .on_conflict_do_nothing()
        .returning(receipts.c.version)
    )
    return (await connection.execute(statement)).first() is not None
