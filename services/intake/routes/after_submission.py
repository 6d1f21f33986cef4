"""What followed a submission: the verdict with its receipt, and the chained history."""

from fastapi import APIRouter, Response
from pydantic import Field

from services.intake.domain import errors
from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import READS
from services.intake.usecases import read_applications as reading
from services.intake.usecases import read_verdict as verdicts
from shared.contracts.receipts import MEDIA_TYPE, SignedReceipt
from shared.contracts.scoring import Assessment
from shared.event_feed import FeedEvent, feed_event_of
from shared.event_log import chain_break
from shared.openapi import problems
from shared.request_errors import ServiceUnavailable
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["submission"], route_class=TransactionalRoute)

_PDF = "application/pdf"


class VerdictView(Body):
    """核验结果 · What the machine found, criterion by criterion."""

    assessment: Assessment = Field(
        description="评估服务的记录，一字不改；所申报的等级列于 verdict 首层，四个等级均在 verdict.tiers · the scoring service's record "
        "as it was hashed; the tier applied for stands at the top of verdict, all four in verdict.tiers"
    )


class History(Body):
    """办理过程 · An application's events."""

    chain_holds: bool = Field(
        description="事件哈希链是否完整 · whether the chain of digests holds from the first event to the last"
    )
    events: list[FeedEvent]


@router.get(
    "/applications/{application_id}/verdict",
    response_model_exclude_unset=True,  # what an older record does not have is left out: its digest is over what it has
    summary="读取核验结果 · Read the verdict",
    responses=problems(
        *READS, errors.ApplicationNotFound, errors.VerdictNotThere, ServiceUnavailable
    ),
)
async def read_verdict(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id
) -> VerdictView:
    """对四个等级逐条列出所用数据、要求、条款与来源；机器只核验，认定由人决定。

    For all four tiers each criterion with the value used, the requirement, the clause and its source. Persons
    decide the rest.
    """
    assessment = await verdicts.read_verdict(context, tx, caller, application_id)
    return VerdictView(assessment=assessment)


@router.get(
    "/applications/{application_id}/verdict/receipt",
    response_class=Response,
    summary="下载核验结果的回执 · Download the receipt of the verdict",
    responses={
        200: {
            "content": {MEDIA_TYPE: {"schema": SignedReceipt.model_json_schema()}},
            "description": "签名回执 · the signed receipt",
        },
        **problems(*READS, errors.ApplicationNotFound, errors.VerdictNotThere, ServiceUnavailable),
    },
)
async def read_verdict_receipt(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id
) -> Response:
    """评估服务签发的回执，一字不改：它证明计算了什么，不具有法律效力；可用 `tidu verify` 离线核对。

    The scoring service's signed receipt, byte for byte: it proves what was computed and claims no legal force. Check it
    offline with `tidu verify`.
    """
    content = await verdicts.read_verdict_receipt(context, tx, caller, application_id)
    return Response(
        content, media_type=MEDIA_TYPE, headers=_saved_as(f"receipt-{application_id}.json")
    )


@router.get(
    "/applications/{application_id}/verdict/receipt.pdf",
    response_class=Response,
    summary="下载核验结果回执的打印页 · Download the receipt as a page for people",
    responses={
        200: {"content": {_PDF: {}}, "description": "PDF"},
        **problems(*READS, errors.ApplicationNotFound, errors.VerdictNotThere, ServiceUnavailable),
    },
)
async def read_verdict_receipt_as_pdf(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id
) -> Response:
    """回执的一页打印版（中英文）；二维码为签名文件的 SHA-256，以签名文件为准。

    The receipt on one page, in Chinese and English. The QR code holds the SHA-256 of the signed file, which counts.
    """
    content = await verdicts.read_verdict_receipt_as_pdf(context, tx, caller, application_id)
    return Response(content, media_type=_PDF, headers=_saved_as(f"receipt-{application_id}.pdf"))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@router.get(
    "/applications/{application_id}/history",
    summary="读取办理过程 · Read the history",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def read_history(tx: Tx, caller: CurrentCaller, application_id: Id) -> History:
    """按顺序列出申报的全部事件及其哈希链。 · All events in order, chained by digest."""
    events = await reading.read_history(await tx.connection(), caller, application_id)
    return History(
        chain_holds=chain_break(events) is None, events=[feed_event_of(event) for event in events]
    )
