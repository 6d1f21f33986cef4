"""What is closed for a classification mark: listed, read, released or destroyed by secrecy officers alone."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response, status
from fastapi.responses import StreamingResponse

from services.documents.context import Context
from services.documents.domain import check_errors, errors, keeping_errors
from services.documents.domain.destructions import Destruction
from services.documents.routes.content import BINARY, streamed
from services.documents.routes.ids import VersionId
from services.documents.routes.responses import JSON_ERRORS, TOKEN_ERRORS
from services.documents.store.quarantine import Quarantine, standing_quarantines
from services.documents.usecases import destroy_version as destroying
from services.documents.usecases.read_version import open_content, standing_version
from services.documents.usecases.release_version import release_version, secret_version
from shared.authorisation import CurrentAccess
from shared.contracts.document_checks import (
    DestructionOrder,
    DestructionRecord,
    QuarantinedVersion,
    ReleaseOrder,
)
from shared.contracts.documents import Uuid
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.openapi import problems
from shared.request_errors import (
    IdempotencyKeyMalformed,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    RequestInFlight,
)
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["quarantine"], route_class=TransactionalRoute)

KEYED_ERRORS = (
    *JSON_ERRORS,
    IdempotencyKeyMissing,
    IdempotencyKeyMalformed,
    IdempotencyKeyReused,
    RequestInFlight,
)
DestructionId = Annotated[Uuid, Path(description="销毁编号 · id of the destruction")]


@router.get(
    "/quarantine",
    summary="列出隔离的文件 · List what is quarantined",
    description=(
        "因密级标志或恶意代码而隔离、尚未解除的文件版本，最早的在前。仅保密专员可见。\n\n"
        "Versions that are closed now, for a classification mark or for malware, oldest first."
    ),
    responses=problems(*TOKEN_ERRORS, InvalidCursor),
)
async def list_quarantine(
    tx: Tx, limit: Limit = DEFAULT_PAGE, cursor: CursorText = None
) -> Page[QuarantinedVersion]:
    after = decode_cursor(cursor) if cursor else None
    rows = await standing_quarantines(await tx.connection(), after=after, limit=limit + 1)
    return page_of(rows, limit, key=lambda row: (row.since, row.version_id), view=_shown)


@router.get(
    "/quarantine/{version_id}/content",
    summary="保密专员读取隔离的文件 · Read a quarantined version",
    description=(
        "保密专员读取因密级标志隔离的文件，以判断是否误报；含恶意代码的文件不予提供。\n\n"
        "For the secrecy officer to see whether it was a false alarm. What carries malware is handed out to nobody."
    ),
    response_class=StreamingResponse,
    responses={
        200: {"content": BINARY, "description": "整个文件 · the whole file"},
        206: {"content": BINARY, "description": "一段 · the part asked for"},
        **problems(
            *TOKEN_ERRORS,
            check_errors.QuarantineNotFound,
            errors.DocumentDeleted,
            errors.RangeOutsideFile,
            errors.StoredBytesDiffer,
            errors.ObjectStoreUnavailable,
        ),
    },
)
async def read_quarantined_content(
    version_id: VersionId,
    context: Context,
    tx: Tx,
    byte_range: Annotated[str | None, Header(alias="Range", examples=["bytes=0-1023"])] = None,
) -> StreamingResponse:
    quarantine = await secret_version(tx, version_id)
    version = await standing_version(tx, quarantine.document_id, version_id)
    download = await open_content(context, tx, version, range_header=byte_range, if_range=None)
    return streamed(download)


@router.post(
    "/quarantine/{version_id}/release",
    summary="解除隔离 · Release a version",
    description=(
        "保密专员认定为误报时解除隔离并说明理由，记录在案；此后该文件照常提供。\n\n"
        "A false alarm, with its reason on record: the version is handed out again as before."
    ),
    responses=problems(
        *KEYED_ERRORS, check_errors.QuarantineNotFound, check_errors.DestructionStands
    ),
)
async def release_quarantined_version(
    version_id: VersionId, body: ReleaseOrder, context: Context, tx: Tx, access: CurrentAccess
) -> QuarantinedVersion:
    actor = access.principal.subject
    return _shown(
        await release_version(context, tx, version_id=version_id, reason=body.reason, actor=actor)
    )


@router.post(
    "/destructions",
    status_code=status.HTTP_201_CREATED,
    summary="提议销毁 · Propose a destruction",
    description=(
        "保密专员提议销毁一份隔离的文件并说明理由；须由另一名保密专员确认。已随申报锁定的文件也可销毁。\n\n"
        "A secrecy officer proposes, with a reason, that a quarantined version be destroyed, even one that a submission "
        "has locked. Another one confirms it."
    ),
    responses=problems(
        *KEYED_ERRORS,
        errors.DocumentNotFound,
        check_errors.NotQuarantined,
        check_errors.DestructionStands,
        keeping_errors.LegalHoldStands,
    ),
)
async def propose_destruction(
    body: DestructionOrder, context: Context, tx: Tx, access: CurrentAccess, response: Response
) -> DestructionRecord:
    proposed = await destroying.propose_destruction(
        context,
        tx,
        document_id=body.document_id,
        version_id=body.version_id,
        reason=body.reason,
        actor=access.principal.subject,
    )
    response.headers["Location"] = f"/v1/destructions/{proposed.id}"
    return destruction_record(proposed)


@router.get(
    "/destructions/{destruction_id}",
    summary="读取销毁记录 · Read a destruction",
    description=(
        "谁提议、谁确认、何时执行、删除了多少个对象。\n\n"
        "Who proposed it, who confirmed it, when it was carried out and how many objects went."
    ),
    responses=problems(*TOKEN_ERRORS, check_errors.DestructionNotFound),
)
async def read_destruction(destruction_id: DestructionId, tx: Tx) -> DestructionRecord:
    return destruction_record(await destroying.read_destruction(tx, destruction_id))


@router.post(
    "/destructions/{destruction_id}/confirmation",
    summary="确认销毁 · Confirm a destruction",
    description=(
        "由另一名保密专员确认后成为销毁命令。本服务没有解除锁定的密钥：命令由持有密钥的系统管理员用 "
        "`tidu documents-destroy` 执行；登记信息保留，内容删除。\n\n"
        "Another officer makes it an order. The service holds no key that lifts the store's lock: the operator who does "
        "carries orders out with `tidu documents-destroy`. Rows stay, bytes go."
    ),
    responses=problems(
        *KEYED_ERRORS,
        check_errors.DestructionNotFound,
        check_errors.DestructionNotOpen,
        check_errors.SameOfficer,
        keeping_errors.LegalHoldStands,
    ),
)
async def confirm_destruction(
    destruction_id: DestructionId, context: Context, tx: Tx, access: CurrentAccess
) -> DestructionRecord:
    actor = access.principal.subject
    return destruction_record(
        await destroying.confirm_destruction(context, tx, destruction_id, actor=actor)
    )


def _shown(quarantine: Quarantine) -> QuarantinedVersion:
    return QuarantinedVersion(
        document_id=quarantine.document_id,
        version_id=quarantine.version_id,
        cause=quarantine.cause.value,
        since=quarantine.since,
        released_at=quarantine.released_at,
        released_by=quarantine.released_by,
        reason=quarantine.reason,
    )


def destruction_record(destruction: Destruction) -> DestructionRecord:
    """Show a destruction to a caller."""
    return DestructionRecord(
        destruction_id=destruction.id,
        document_id=destruction.document_id,
        version_id=destruction.version_id,
        reason=destruction.reason,
        state=destruction.state.value,
        proposed_by=destruction.proposed_by,
        proposed_at=destruction.proposed_at,
        confirmed_by=destruction.confirmed_by,
        confirmed_at=destruction.confirmed_at,
        executed_at=destruction.executed_at,
        removed_objects=destruction.removed_objects,
    )
