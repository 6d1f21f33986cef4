"""Receipts of assessments: the signed file, and the same on one page for people."""

from fastapi import APIRouter, Response

from services.scoring.domain.errors import AssessmentNotFound
from services.scoring.routes.dependencies import (
    AssessmentId,
    CurrentDatabase,
    CurrentSheets,
    CurrentSigner,
)
from services.scoring.routes.responses import READS
from services.scoring.usecases.read_receipt import read_receipt
from shared.contracts.receipts import MEDIA_TYPE, SignedReceipt
from shared.openapi import problems
from shared.request_errors import DatabaseUnavailable
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["receipts"], route_class=TransactionalRoute)

PDF = "application/pdf"


@router.get(
    "/assessments/{assessment_id}/receipt",
    response_class=Response,
    summary="下载评估回执 · Download the receipt of an assessment",
    description=(
        "评估记录的签名回执（扁平 JSON 形式的 JWS）：事实及所依据文件的摘要值、逐条结果及条款文字的摘要值、版次摘要值、"
        "引擎版本。它证明计算了什么，不具有法律效力。用公钥（GET /.well-known/jwks.json）和 `tidu verify` 可离线核对；"
        "每次读取得到完全相同的字节。\n\n"
        "The signed receipt of an assessment, a JWS in flattened JSON: the facts with the digests of the documents they "
        "rest on, each result with the digest of its clause, the digest of the edition, the engine's version. It "
        "proves what was computed and claims no legal force. Check it offline with the public keys "
        "(GET /.well-known/jwks.json) and `tidu verify`. Every reading gives the very same bytes."
    ),
    responses={
        200: {
            "content": {MEDIA_TYPE: {"schema": SignedReceipt.model_json_schema()}},
            "description": "签名回执 · the signed receipt",
        },
        **problems(*READS, AssessmentNotFound, DatabaseUnavailable),
    },
)
async def read_assessment_receipt(
    assessment_id: AssessmentId, tx: Tx, database: CurrentDatabase, signer: CurrentSigner
) -> Response:
    receipt = await read_receipt(tx, database, signer, assessment_id)
    return Response(
        receipt.file.content, media_type=MEDIA_TYPE, headers=_saved_as(assessment_id, "json")
    )


@router.get(
    "/assessments/{assessment_id}/receipt.pdf",
    response_class=Response,
    summary="下载评估回执的打印页 · Download the receipt as a page for people",
    description=(
        "回执的一页打印版（PDF/A，中英文）：逐条结果、版次及其摘要值、待人员判断的条数；二维码为签名文件的 SHA-256。"
        "页面本身未签名，以签名文件为准。\n\n"
        "The receipt on one page (PDF/A, Chinese and English): each result, the edition and its digest, how many criteria "
        "are left to a person; the QR code holds the SHA-256 of the signed file. The page itself is not signed: the file counts."
    ),
    responses={
        200: {"content": {PDF: {}}, "description": "PDF"},
        **problems(*READS, AssessmentNotFound, DatabaseUnavailable),
    },
)
async def read_assessment_receipt_as_pdf(
    assessment_id: AssessmentId,
    tx: Tx,
    database: CurrentDatabase,
    signer: CurrentSigner,
    sheets: CurrentSheets,
) -> Response:
    receipt = await read_receipt(tx, database, signer, assessment_id)
    await tx.release()
    pdf = await sheets.sheet_of(receipt)
    return Response(pdf, media_type=PDF, headers=_saved_as(assessment_id, "pdf"))


def _saved_as(assessment_id: str, ending: str) -> dict[str, str]:
    name = f"receipt-{assessment_id}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
