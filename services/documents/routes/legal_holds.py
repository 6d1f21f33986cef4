"""Legal holds: set by a city officer, lifted by another one."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.documents.context import Context
from services.documents.domain import errors, keeping_errors
from services.documents.domain.legal_holds import LegalHold
from services.documents.routes.ids import DocumentId, VersionId
from services.documents.routes.responses import JSON_ERRORS, TOKEN_ERRORS
from services.documents.usecases import hold_version as holding
from shared.authorisation import CurrentAccess
from shared.contracts.document_keeping import LegalHoldOrder, LegalHoldRecord
from shared.openapi import problems
from shared.text_fields import Reason
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["keeping"], route_class=TransactionalRoute)

_PATH = "/documents/{document_id}/versions/{version_id}/legal-hold"


@router.put(
    _PATH,
    summary="保全文件 · Set a legal hold",
    description=(
        "市级人员因诉讼、复议、审计等须保留一份文件时设定并说明理由，记录在案。保全期间，任何删除和销毁（包括已确认的）均不执行，"
        "保管期满也不例外；不影响读取。同一人以同一理由重复设定，结果相同。\n\n"
        "A city officer has a version kept, for a lawsuit, a review or an audit, with a reason on record. While the hold "
        "stands nothing deletes or destroys it, neither an order that two officers gave before nor the end of its retention. "
        "Reading is not affected. The same person with the same reason again gets the same answer."
    ),
    responses=problems(
        *JSON_ERRORS,
        errors.DocumentNotFound,
        errors.DocumentDeleted,
        keeping_errors.LegalHoldStands,
        keeping_errors.DestructionUnderWay,
    ),
)
async def set_legal_hold(
    document_id: DocumentId,
    version_id: VersionId,
    body: LegalHoldOrder,
    context: Context,
    tx: Tx,
    access: CurrentAccess,
) -> LegalHoldRecord:
    hold = await holding.hold_version(
        context,
        tx,
        document_id=document_id,
        version_id=version_id,
        reason=body.reason,
        actor=access.principal.subject,
    )
    return _record(hold)


@router.delete(
    _PATH,
    summary="解除保全 · Lift a legal hold",
    description=(
        "由设定者以外的市级人员解除并说明理由，记录在案。此前已确认而因保全未执行的销毁，随后可以执行。\n\n"
        "Another city officer than who set it lifts it, with a reason on record. An order of destruction that the hold has "
        "stopped may be carried out from then on."
    ),
    responses=problems(
        *TOKEN_ERRORS,
        errors.DocumentNotFound,
        keeping_errors.LegalHoldNotFound,
        keeping_errors.SameHoldOfficer,
    ),
)
async def lift_legal_hold(
    document_id: DocumentId,
    version_id: VersionId,
    reason: Annotated[Reason, Query(description="解除的理由 · why it is lifted")],
    context: Context,
    tx: Tx,
    access: CurrentAccess,
) -> LegalHoldRecord:
    hold = await holding.lift_hold(
        context,
        tx,
        document_id=document_id,
        version_id=version_id,
        reason=reason,
        actor=access.principal.subject,
    )
    return _record(hold)


@router.get(
    _PATH,
    summary="读取保全 · Read a legal hold",
    description=(
        "现有的保全；已解除的，为最近一次。\n\nThe hold that stands, or else the last one that was lifted."
    ),
    responses=problems(*TOKEN_ERRORS, errors.DocumentNotFound, keeping_errors.LegalHoldNotFound),
)
async def read_legal_hold(
    document_id: DocumentId, version_id: VersionId, tx: Tx
) -> LegalHoldRecord:
    return _record(await holding.read_hold(tx, document_id, version_id))


def _record(hold: LegalHold) -> LegalHoldRecord:
    return LegalHoldRecord(
        hold_id=hold.id,
        document_id=hold.document_id,
        version_id=hold.version_id,
        reason=hold.reason,
        set_by=hold.set_by,
        set_at=hold.set_at,
        lifted_by=hold.lifted_by,
        lifted_at=hold.lifted_at,
        lifting_reason=hold.lifting_reason,
    )
