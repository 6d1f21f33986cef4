"""Panels in the database: rows to panels and back, and nothing that decides."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import KeptBytes
from services.scoring.domain.panel_errors import PanelNotFound
from services.scoring.domain.panels.commitment import (
    Alphabet,
    Commitment,
    NamedValue,
    PublicValue,
)
from services.scoring.domain.panels.lifecycle import State
from services.scoring.domain.panels.panel import Panel, RecusalRecord, Signed
from services.scoring.domain.panels.pool import basis_document
from services.scoring.store.basis_schema import basis_of
from services.scoring.store.panel_tables import panel_applications, panels, recusals
from shared.canonical import canonical_bytes
from shared.database import older_than


async def add_panel(connection: AsyncConnection, panel: Panel) -> None:
    """Store a new panel."""
    columns = _columns_of(panel)
    created = panel.steps["create"].at
    await connection.execute(
        insert(panels).values(id=panel.panel_id, created_at=created, **columns)
    )


async def claim_applications(
    connection: AsyncConnection, *, panel_id: str, round_id: str, application_ids: Sequence[str]
) -> set[str]:
    """Put applications before a panel; give those that are before another one already.

    A second writer of the same application waits here for the first one's transaction to end.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [
        {"panel_id": panel_id, "application_id": one, "round_id": round_id, "is_live": True}
        # In one order, so that two panels over the same applications cannot wait for each other.
        for one in sorted(application_ids)
    ]
    statement = (
        dialect.insert(panel_applications)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(panel_applications.c.application_id)
    )
    claimed = set((await connection.execute(statement)).scalars())
    return set(application_ids) - claimed


async def release_applications(connection: AsyncConnection, panel_id: str) -> None:
    """Let other panels have a cancelled one's applications."""
    await connection.execute(
        update(panel_applications)
        .where(panel_applications.c.panel_id == panel_id)
        .values(is_live=False)
    )


async def earlier_attempts(connection: AsyncConnection, application_ids: Sequence[str]) -> int:
    """Count the cancelled panels that any of these applications was before."""
    statement = select(func.count(panel_applications.c.panel_id.distinct())).where(
        panel_applications.c.application_id.in_(application_ids),
        panel_applications.c.is_live.is_(False),
    )
    return int((await connection.execute(statement)).scalar_one())


async def panel_of(connection: AsyncConnection, panel_id: str, *, lock: bool = False) -> Panel:
    """Read a panel; raise PanelNotFound."""
    statement = select(panels).where(panels.c.id == panel_id)
    if lock:
        statement = statement.with_for_update()
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise PanelNotFound
    return _panel_of(row)


async def save_panel(connection: AsyncConnection, panel: Panel) -> None:
    """Write a changed panel; the caller holds its row."""
    await connection.execute(
        update(panels).where(panels.c.id == panel.panel_id).values(**_columns_of(panel))
    )


async def list_panels(
    connection: AsyncConnection,
    *,
    round_id: str | None,
    tier: str | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Panel]:
    """Read one more than a page, newest first."""
    statement = select(panels).order_by(panels.c.created_at.desc(), panels.c.id.desc())
    if round_id is not None:
        statement = statement.where(panels.c.round_id == round_id)
    if tier is not None:
        statement = statement.where(panels.c.tier == tier)
    if after is not None:
        statement = statement.where(older_than(panels.c.created_at, panels.c.id, after))
    rows = await connection.execute(statement.limit(limit + 1))
    return [_panel_of(row) for row in rows.mappings()]


async def add_recusal(connection: AsyncConnection, panel_id: str, recusal: RecusalRecord) -> None:
    """Add to the log of recusals; the caller holds the panel's row."""
    await connection.execute(
        insert(recusals).values(
            panel_id=panel_id,
            counter=recusal.counter,
            application_id=recusal.application_id,
            expert_id=recusal.expert_id,
            is_whole=recusal.is_whole,
            replacement_id=recusal.replacement_id,
            reason=recusal.reason,
            recused_by=recusal.signed.by,
            recused_at=recusal.signed.at,
        )
    )


async def recusals_of(connection: AsyncConnection, panel_id: str) -> list[RecusalRecord]:
    """Read the log of recusals in order."""
    statement = select(recusals).where(recusals.c.panel_id == panel_id).order_by(recusals.c.counter)
    return [
        RecusalRecord(
            counter=row["counter"],
            application_id=row["application_id"],
            expert_id=row["expert_id"],
            is_whole=row["is_whole"],
            replacement_id=row["replacement_id"],
            reason=row["reason"],
            signed=Signed(by=row["recused_by"], at=row["recused_at"]),
        )
        for row in (await connection.execute(statement)).mappings()
    ]


def _columns_of(panel: Panel) -> dict[str, Any]:
    # While it may change the basis has no digests: only what is frozen is hashed.
    basis = canonical_bytes(basis_document(panel.basis)) if panel.frozen is None else None
    frozen, draw, result = panel.frozen, panel.draw, panel.result
    value = panel.commitment.value if panel.commitment else None
    return {
        "round_id": panel.basis.round_id,
        "tier": panel.basis.tier,
        "state": panel.state.value,
        "version": panel.version,
        "basis_bytes": frozen.content if frozen else basis,
        **_digests("basis", frozen),
        "secret_sha256": panel.commitment.secret_sha256 if panel.commitment else None,
        "value_what": value.what if value else None,
        "value_where": value.where if value else None,
        "value_known_at": value.known_at if value else None,
        "value_alphabet": value.alphabet.value if value else None,
        "value_length": value.length if value else None,
        "public_value": panel.public_value.value if panel.public_value else None,
        "public_source": panel.public_value.source if panel.public_value else None,
        "secret": panel.secret,
        "seed": panel.seed.hex() if panel.seed else None,
        "draw_bytes": draw.content if draw else None,
        **_digests("draw", draw),
        "result_bytes": result.content if result else None,
        **_digests("result", result),
        "result_signature": panel.signature,
        "attempt": panel.attempt,
        "reason": panel.reason,
        "steps": {
            name: {"by": step.by, "at": step.at.isoformat()} for name, step in panel.steps.items()
        },
    }


def _digests(name: str, kept: KeptBytes | None) -> dict[str, str | None]:
    return {
        f"{name}_sha256": kept.sha256 if kept else None,
        f"{name}_sm3": kept.sm3 if kept else None,
    }


def _panel_of(row: RowMapping) -> Panel:
    return Panel(
        panel_id=row["id"],
        state=State(row["state"]),
        version=row["version"],
        basis=basis_of(json.loads(row["basis_bytes"])),
        frozen=_kept(row, "basis"),
        commitment=_commitment(row),
        public_value=PublicValue(value=row["public_value"], source=row["public_source"])
        if row["public_value"] is not None
        else None,
        secret=row["secret"],
        seed=bytes.fromhex(row["seed"]) if row["seed"] else None,
        draw=_kept(row, "draw"),
        result=_kept(row, "result"),
        signature=row["result_signature"],
        attempt=row["attempt"],
        reason=row["reason"],
        steps={
            name: Signed(by=step["by"], at=datetime.fromisoformat(step["at"]))
            for name, step in row["steps"].items()
        },
    )


def _kept(row: RowMapping, name: str) -> KeptBytes | None:
    sha256 = row[f"{name}_sha256"]
    if sha256 is None:
        return None
    return KeptBytes(content=row[f"{name}_bytes"], sha256=sha256, sm3=row[f"{name}_sm3"])


def _commitment(row: RowMapping) -> Commitment | None:
    if row["secret_sha256"] is None:
        return None
    return Commitment(
        secret_sha256=row["secret_sha256"],
        value=NamedValue(
            what=row["value_what"],
            where=row["value_where"],
            known_at=row["value_known_at"],
            alphabet=Alphabet(row["value_alphabet"]),
            length=row["value_length"],
        ),
    )
