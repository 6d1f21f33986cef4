"""Rows of verifications, and what rows of versions say should be in the store."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.keeping import (
    ContentRead,
    Discrepancy,
    DiscrepancyKind,
    Expected,
    ObjectName,
)
from services.documents.domain.verifications import Phase, Verification
from services.documents.store.check_results import result_of
from services.documents.store.tables import document_versions
from services.documents.store.upload_tables import uploads
from services.documents.store.verification_tables import verification_findings, verifications

#: Where pictures of findings lie: findings/{version}/{n}.png.
PICTURES = "findings"

#: Databases take only so many values in one statement.
_MOST_AT_ONCE = 500


async def unfinished_verification(connection: AsyncConnection) -> Verification | None:
    """Find the run that was broken off, the newest first."""
    statement = (
        select(verifications)
        .where(verifications.c.finished_at.is_(None))
        .order_by(verifications.c.started_at.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _verification_of(row)


async def add_verification(connection: AsyncConnection, verification: Verification) -> None:
    """Begin a run."""
    await connection.execute(insert(verifications).values(_columns(verification)))


async def drop_unfinished(connection: AsyncConnection) -> None:
    """Forget runs that were broken off."""
    unfinished = select(verifications.c.id).where(verifications.c.finished_at.is_(None))
    await connection.execute(
        delete(verification_findings).where(verification_findings.c.verification_id.in_(unfinished))
    )
    await connection.execute(delete(verifications).where(verifications.c.finished_at.is_(None)))


async def advance_verification(
    connection: AsyncConnection, before: Verification, after: Verification
) -> bool:
    """Write how far a run has come; False when somebody else has gone on with it meanwhile."""
    moved = await connection.execute(
        update(verifications)
        .where(
            verifications.c.id == before.id,
            verifications.c.phase == before.phase.value,
            verifications.c.after == before.after,
            verifications.c.after_version == before.after_version,
            verifications.c.finished_at.is_(None),
        )
        .values(_columns(after))
    )
    return moved.rowcount == 1


async def add_findings(
    connection: AsyncConnection, verification: Verification, found: Sequence[Discrepancy]
) -> None:
    """Keep what a step of a run found."""
    if not found:
        return
    await connection.execute(
        insert(verification_findings),
        [
            {
                "verification_id": verification.id,
                "kind": each.kind.value,
                "object_key": each.name.key,
                "object_version": each.name.version,
                "version_id": each.version_id,
                "is_delete_marker": each.is_delete_marker,
            }
            for each in found
        ],
    )


async def findings_of(connection: AsyncConnection, verification: Verification) -> list[Discrepancy]:
    """List all that a run found."""
    statement = (
        select(verification_findings)
        .where(verification_findings.c.verification_id == verification.id)
        .order_by(
            verification_findings.c.kind,
            verification_findings.c.object_key,
            verification_findings.c.object_version,
        )
    )
    return [
        Discrepancy(
            kind=DiscrepancyKind(row["kind"]),
            name=ObjectName(key=row["object_key"], version=row["object_version"]),
            version_id=row["version_id"],
            is_delete_marker=row["is_delete_marker"],
        )
        for row in (await connection.execute(statement)).mappings()
    ]


async def standing_ids(
    connection: AsyncConnection, *, after: str, most: int, most_bytes: int
) -> list[str]:
    """Name the next versions that have bytes: at least one, and not many more bytes than asked for."""
    statement = (
        select(document_versions.c.id, document_versions.c.size_bytes)
        .where(document_versions.c.deleted_at.is_(None), document_versions.c.id > after)
        .order_by(document_versions.c.id)
        .limit(most)
    )
    taken: list[str] = []
    size_bytes = 0
    for row in await connection.execute(statement):
        if taken and size_bytes + row.size_bytes > most_bytes:
            break
        taken.append(row.id)
        size_bytes += row.size_bytes
    return taken


async def expected_of(connection: AsyncConnection, version_ids: Sequence[str]) -> list[Expected]:
    """Name all objects that these versions stand on: their bytes, and the pictures of what was found in them."""
    statement = select(document_versions).where(
        document_versions.c.id.in_(version_ids), document_versions.c.deleted_at.is_(None)
    )
    expected: list[Expected] = []
    for row in (await connection.execute(statement)).mappings().all():
        content = ContentRead(sha256=row["sha256"], sm3=row["sm3"], size_bytes=row["size_bytes"])
        name = ObjectName(key=row["object_key"], version=row["object_version"])
        expected.append(Expected(name=name, version_id=row["id"], content=content))
        expected.extend(await _pictures(connection, row["id"]))
    return expected


async def _pictures(connection: AsyncConnection, version_id: str) -> list[Expected]:
    result = await result_of(connection, version_id)
    names = {
        ObjectName(key=kept.crop.object_key, version=kept.crop.object_version)
        for kept in (result.findings if result else ())
        if kept.crop is not None
    }
    return [Expected(name=name, version_id=version_id, content=None) for name in names]


async def versions_under(
    connection: AsyncConnection, keys: Collection[str]
) -> tuple[set[ObjectName], dict[ObjectName, str]]:
    """Name what stands under these keys, and what rows of deleted versions named there with the version's id."""
    standing: set[ObjectName] = set()
    deleted: dict[ObjectName, str] = {}
    for some in _batches(keys):
        statement = select(document_versions).where(document_versions.c.object_key.in_(some))
        for row in (await connection.execute(statement)).mappings():
            name = ObjectName(key=row["object_key"], version=row["object_version"])
            if row["deleted_at"] is None:
                standing.add(name)
            else:
                deleted[name] = row["id"]
    return standing, deleted


async def keys_in_arrival(connection: AsyncConnection, keys: Collection[str]) -> set[str]:
    """Tell which of these keys belong to uploads that are under way or that the sweep has not cleared."""
    documents = {key.split("/")[1] for key in keys if key.startswith("uploads/")}
    found: set[str] = set()
    for some in _batches(documents):
        statement = select(uploads.c.document_id, uploads.c.upload_id).where(
            uploads.c.document_id.in_(some),
            uploads.c.cleared_at.is_(None),
        )
        rows = await connection.execute(statement)
        found |= {f"uploads/{row.document_id}/{row.upload_id}" for row in rows}
    return found


async def pictures_under(connection: AsyncConnection, keys: Collection[str]) -> set[ObjectName]:
    """Name the pictures under these keys that the findings of standing versions show."""
    prefix = f"{PICTURES}/"
    version_ids = {key.split("/")[1] for key in keys if key.startswith(prefix)}
    standing: set[ObjectName] = set()
    for some in _batches(version_ids):
        expected = await expected_of(connection, some)
        standing |= {each.name for each in expected if each.content is None}
    return standing


def _batches(values: Iterable[str]) -> list[list[str]]:
    ordered = sorted(values)
    return [
        ordered[start : start + _MOST_AT_ONCE] for start in range(0, len(ordered), _MOST_AT_ONCE)
    ]


def _columns(verification: Verification) -> dict[str, object]:
    return {**asdict(verification), "phase": verification.phase.value}


def _verification_of(row: RowMapping) -> Verification:
    return Verification(**{**row, "phase": Phase(row["phase"])})
