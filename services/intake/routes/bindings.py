"""绑定: how a person comes to act for an enterprise when the sign-in does not name one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.intake.domain import binding_errors, errors
from services.intake.domain.bindings import BindingState
from services.intake.routes.bodies.applications import DecisionRequest
from services.intake.routes.bodies.bindings import BindingRequest, BindingView
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CREATES, MATCHES, READS
from services.intake.usecases import bind_person as binding_person
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.etags import ExpectedVersions, set_etag
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["bindings"], route_class=TransactionalRoute)

_STEP = problems(
    *CREATES, *MATCHES, binding_errors.BindingNotFound, binding_errors.BindingNotInState
)


class Deciding:
    """One officer's decision on one binding, as FastAPI reads it from the request."""

    def __init__(
        self,
        context: Context,
        tx: Tx,
        caller: CurrentCaller,
        binding_id: Id,
        expected: ExpectedVersions,
        body: DecisionRequest,
        response: Response,
    ) -> None:
        self._said = (context, tx, caller, binding_id, expected, body.reason, response)

    async def take(self, state: BindingState) -> BindingView:
        """Decide, and answer with the binding as it stands."""
        context, tx, caller, binding_id, expected, reason, response = self._said
        decided = await binding_person.decide_binding(
            context,
            await tx.connection(),
            caller,
            binding_id,
            state,
            reason=reason,
            expected=expected,
        )
        set_etag(response, decided.version)
        return BindingView.of(decided)


Decision = Annotated[Deciding, Depends()]


@router.post(
    "/binding-requests",
    status_code=201,
    summary="申请绑定企业 · Ask to be bound to an enterprise",
    responses=problems(
        *CREATES,
        errors.CreditCodeInvalid,
        errors.UnitNotFound,
        binding_errors.BoundByClaim,
        binding_errors.BindingExists,
    ),
)
async def request_binding(
    context: Context, tx: Tx, caller: CurrentCaller, body: BindingRequest, response: Response
) -> BindingView:
    """登录身份未绑定企业的申报人，申请代表一家企业办理；由推荐单位核实后确认。申请本身不产生任何权限，也不透露该企业是否已登记。

    For an applicant whose sign-in names no enterprise. The unit checks and confirms. The request itself gives no right
    and does not tell whether the enterprise is known here.
    """
    binding = await binding_person.request_binding(
        context, await tx.connection(), caller, **body.model_dump()
    )
    response.headers["Location"] = f"/v1/binding-requests/{binding.binding_id}"
    set_etag(response, binding.version)
    return BindingView.of(binding)


@router.get(
    "/binding-requests",
    summary="列出绑定 · List bindings",
    responses=problems(*READS, InvalidCursor),
)
async def list_bindings(
    tx: Tx,
    caller: CurrentCaller,
    state: BindingState | None = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[BindingView]:
    """按新到旧列出：申报人看本人的，推荐单位看本单位及下级的。 · Newest first: one's own, or those of one's units."""
    found = await binding_person.list_bindings(
        await tx.connection(),
        caller,
        state=state,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(
        found, limit, key=lambda one: (one.requested_at, one.binding_id), view=BindingView.of
    )


@router.get(
    "/binding-requests/{binding_id}",
    summary="读取绑定 · Read a binding",
    responses=problems(*READS, binding_errors.BindingNotFound),
)
async def read_binding(
    tx: Tx, caller: CurrentCaller, binding_id: Id, response: Response
) -> BindingView:
    """读取一条绑定及其办理情况。 · One binding and what was decided."""
    binding = await binding_person.read_binding(await tx.connection(), caller, binding_id)
    set_etag(response, binding.version)
    return BindingView.of(binding)


@router.post(
    "/binding-requests/{binding_id}/confirm",
    summary="确认绑定 · Confirm a binding",
    responses=problems(
        *CREATES,
        *MATCHES,
        binding_errors.BindingNotFound,
        binding_errors.BindingNotInState,
        binding_errors.EnterpriseOfOtherUnit,
    ),
)
async def confirm_binding(decision: Decision) -> BindingView:
    """推荐单位核实后确认：该人从此可代表该企业办理。企业已在其他推荐单位登记的，不能确认；确认后企业登记到其他推荐单位的，该绑定不再有效。

    From now on the person acts for the enterprise. Refused where the enterprise is registered with another unit, whose
    word alone counts; a binding counts no longer once its enterprise is registered elsewhere.
    """
    return await decision.take(BindingState.CONFIRMED)


@router.post(
    "/binding-requests/{binding_id}/refuse",
    summary="不予确认 · Refuse a binding",
    responses=_STEP,
)
async def refuse_binding(decision: Decision) -> BindingView:
    """推荐单位不予确认，说明理由；该人可另行申请。 · The unit refuses and says why; the person may ask again."""
    return await decision.take(BindingState.REFUSED)


@router.post(
    "/binding-requests/{binding_id}/revoke",
    summary="撤销绑定 · Revoke a binding",
    responses=_STEP,
)
async def revoke_binding(decision: Decision) -> BindingView:
    """推荐单位撤销已确认的绑定，立即生效。 · Takes the right away again, at once."""
    return await decision.take(BindingState.REVOKED)
