"""Applications (申报): started, found, read, and filled in by autosave."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from services.intake.domain import errors
from services.intake.domain.applications import MaturityReport
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.intake.routes.application_views import details_of, form_of
from services.intake.routes.bodies.applications import (
    ApplicationDetails,
    ApplicationSummary,
    FormBody,
    MaturityReportBody,
    NewApplication,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CHANGES, CREATES, MATCHES, READS
from services.intake.store.applications import ApplicationFilter
from services.intake.usecases import edit_draft
from services.intake.usecases import read_applications as reading
from services.intake.usecases.start_application import start_application as start
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

router = APIRouter(prefix="/v1", tags=["applications"], route_class=TransactionalRoute)


@router.post(
    "/applications",
    status_code=201,
    summary="新建申报 · Start an application",
    responses=problems(
        *CREATES,
        errors.RoundNotFound,
        errors.TierNotOffered,
        errors.WindowClosed,
        errors.FactoryNotFound,
        errors.ApplicationExists,
    ),
)
async def start_application(
    context: Context, tx: Tx, caller: CurrentCaller, body: NewApplication, response: Response
) -> ApplicationSummary:
    """为一个工厂新建一份草稿；同一工厂、级别、批次只有一份，已撤销的不计。

    Makes an empty draft; one application a factory, tier and round, not counting those withdrawn.
    """
    application = await start(context, await tx.connection(), caller, **body.model_dump())
    response.headers["Location"] = f"/v1/applications/{application.application_id}"
    set_etag(response, application.version)
    return ApplicationSummary.of(application)


@router.get(
    "/applications",
    summary="列出申报 · List applications",
    responses=problems(*READS, InvalidCursor, errors.UnitNotFound),
)
async def list_applications(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    round_id: Annotated[str | None, Query(max_length=60)] = None,
    tier: Tier | None = None,
    state: State | None = None,
    unit_code: Annotated[
        str | None, Query(max_length=40, description="含下级单位 · with the units below it")
    ] = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[ApplicationSummary]:
    """按新到旧分页列出您有权查看的申报：企业看本企业的，区级看本区及下级单位的，市级看全部。

    Newest first, within your scope: an enterprise sees its own, a unit its subtree, the city all.
    """
    wanted = ApplicationFilter(
        round_id=round_id,
        tier=tier,
        state=state,
        unit_path=context.unit(unit_code).path if unit_code else None,
    )
    after = decode_cursor(cursor) if cursor else None
    found = await reading.list_applications(
        await tx.connection(), caller, wanted, after=after, limit=limit
    )
    return page_of(
        found, limit, key=lambda a: (a.created_at, a.application_id), view=ApplicationSummary.of
    )


@router.get(
    "/applications/{application_id}",
    summary="读取申报 · Read an application",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def read_application(
    tx: Tx, caller: CurrentCaller, application_id: Id, response: Response
) -> ApplicationDetails:
    """读取申报的状态、附件、审核意见与核验结果摘要；修改时须带回 ETag。

    State, files, officers' steps and what scoring found. Send the ETag back with a change.
    """
    view = await reading.read_application(await tx.connection(), caller, application_id)
    set_etag(response, view.application.version)
    return details_of(view)


@router.get(
    "/applications/{application_id}/form",
    summary="读取表单 · Read the form",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def read_form(
    context: Context, tx: Tx, caller: CurrentCaller, application_id: Id, response: Response
) -> FormBody:
    """读取表单当前内容。 · The form as it stands, with its ETag."""
    view = await reading.read_application(await tx.connection(), caller, application_id)
    set_etag(response, view.application.version)
    return form_of(context, view.application)


@router.patch(
    "/applications/{application_id}/form",
    summary="自动保存表单 · Autosave the form",
    responses=problems(
        *CHANGES,
        *MATCHES,
        errors.ApplicationNotFound,
        errors.WindowClosed,
        errors.IllegalTransition,
        errors.FormFaulty,
    ),
)
async def save_form(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    patch: Annotated[
        dict[str, Any],
        Body(
            media_type="application/merge-patch+json",
            description="RFC 7396 局部更新；null 删除字段 · merge patch, null removes",
            examples=[{"applicant": {"main_business": "智能装备制造"}}],
        ),
    ],
    response: Response,
) -> FormBody:
    """保存改动的字段（RFC 7396）；最新版本满十分钟且内容有变时，另留存一个版本。改动已定稿的申报会使其重新打开，盖章扫描件随之作废。截止后不能保存。

    Saves the fields that changed, and keeps a revision if the newest one is ten minutes old and says something else. A
    change opens a finalised application again and voids its stamped scan. Nothing can be saved after the close.
    """
    application = await edit_draft.save_form(
        context, await tx.connection(), caller, application_id, patch, expected
    )
    set_etag(response, application.version)
    return form_of(context, application)


@router.put(
    "/applications/{application_id}/maturity-report",
    summary="填写成熟度报告数据 · Record the maturity report's figures",
    responses=problems(
        *CHANGES,
        *MATCHES,
        errors.ApplicationNotFound,
        errors.WindowClosed,
        errors.IllegalTransition,
    ),
)
async def record_maturity_report(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    application_id: Id,
    expected: ExpectedVersions,
    body: MaturityReportBody,
    response: Response,
) -> ApplicationSummary:
    """照自评估报告填写等级、得分、编号与日期；系统读取而不计算等级。

    Level, score, number and date as the report prints them; the system reads them, it does not compute them.
    """
    report = MaturityReport(
        level=body.level,
        score=body.score,
        report_number=body.report_number,
        reported_on=body.reported_on.isoformat(),
        organisation=body.organisation,
    )
    application = await edit_draft.record_maturity_report(
        context, await tx.connection(), caller, application_id, report, expected
    )
    set_etag(response, application.version)
    return ApplicationSummary.of(application)
