"""Sets the pool of experts while it may change, and freezes it: from then on its digest is public."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panel_errors import AssignmentInfeasible, PoolInvalid
from services.scoring.domain.panels.assignment import short_of_experts
from services.scoring.domain.panels.conflicts import eligible_experts
from services.scoring.domain.panels.lifecycle import Action, State
from services.scoring.domain.panels.panel import Panel
from services.scoring.domain.panels.pool import Basis, Expert, basis_document, repeated
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.store.panels import save_panel
from services.scoring.usecases.panel_steps import (
    Caller,
    note,
    panel_for_step,
    require_state,
    take_step,
)
from shared.errors import Fault
from shared.text import Text


async def set_pool(
    connection: AsyncConnection,
    caller: Caller,
    panel_id: str,
    experts: Sequence[Expert],
    *,
    expected: frozenset[int],
) -> Panel:
    """Replace the pool; raise PanelNotFound, StaleETag, PanelNotInState, PoolInvalid."""
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.ASSEMBLING)
    faults = repeated([one.expert_id for one in experts], pointer="/experts", name="expert_id")
    if faults:
        raise PoolInvalid(faults=faults)
    changed = replace(
        panel,
        version=panel.version + 1,
        basis=replace(panel.basis, experts=tuple(experts)),
        steps={**panel.steps, "set-pool": caller.signed()},
    )
    await save_panel(connection, changed)
    await note(connection, panel_id, "panel.pool-set", caller, {"experts": len(experts)})
    return changed


async def freeze_pool(
    connection: AsyncConnection, caller: Caller, panel_id: str, *, expected: frozenset[int]
) -> Panel:
    """Freeze applications, terms and pool as one set of bytes.

    Raises PanelNotFound, StaleETag, PanelNotInState, AssignmentInfeasible.
    """
    panel = await panel_for_step(connection, panel_id, expected)
    require_state(panel, State.ASSEMBLING)
    _require_enough_experts(panel.basis)
    frozen = kept_bytes(basis_document(panel.basis))
    return await take_step(
        connection,
        replace(panel, frozen=frozen),
        Action.FREEZE_POOL,
        caller,
        {"basis_sha256": frozen.sha256, "basis_sm3": frozen.sm3},
    )


def _require_enough_experts(basis: Basis) -> None:
    each = basis.terms.experts_each
    short = short_of_experts(eligible_experts(basis), each)
    if not short:
        return
    places = {one.application_id: place for place, one in enumerate(basis.applications)}
    raise AssignmentInfeasible(
        faults=[
            Fault(
                pointer=f"/applications/{places[application_id]}",
                code="too-few-experts",
                message=Text(
                    zh=f"申报 {application_id} 需要 {each} 名专家，无利益冲突的只有 {found} 名",
                    en=f"Application {application_id} needs {each} experts and has "
                    f"{found} without a conflict",
                ),
            )
            for application_id, found in short.items()
        ]
    )
