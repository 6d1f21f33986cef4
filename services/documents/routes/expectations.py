"""What a version should show, as intake says it."""

from fastapi import APIRouter

from services.documents.context import Context
from services.documents.domain import errors
from services.documents.routes.ids import DocumentId, VersionId, shown
from services.documents.routes.responses import JSON_ERRORS
from services.documents.usecases.expect_scan import expect_scan as expect
from shared.authorisation import CurrentAccess
from shared.contracts.documents import DocumentVersion
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["checks"], route_class=TransactionalRoute)


@router.put(
    "/documents/{document_id}/versions/{version_id}/expectation",
    summary="下达核对要求 · Say what a version should show",
    description=(
        "申报服务告知：扫描件应为哪份打印件、是否应盖公章、与哪份国家平台导出件比对，成熟度报告应与哪些填报数据一致。文件随即重新检查；"
        "同一要求重复下达不产生变化。\n\n"
        "Intake says which print a scan should show, whether a seal is asked for, which of the national portal's exports to "
        "compare it with, and with which typed figures a maturity report should agree. The version is checked anew; the "
        "same order again changes nothing."
    ),
    responses=problems(*JSON_ERRORS, errors.DocumentNotFound, errors.DocumentDeleted),
)
async def expect_scan(
    document_id: DocumentId,
    version_id: VersionId,
    body: ScanExpectationOrder,
    context: Context,
    tx: Tx,
    access: CurrentAccess,
) -> DocumentVersion:
    version = await expect(
        context,
        tx,
        document_id=document_id,
        version_id=version_id,
        order=body,
        actor=access.principal.subject,
    )
    return shown(version)
