"""认定名录: the register of recognised factories, imported from CSV and fed by our own published lists."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from services.intake.domain import errors, register_errors
from services.intake.domain.register import RecognisedBy
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.register import EntryView, ImportResult, MatchList, MatchView
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CREATES, READS
from services.intake.store.register import RegisterFilter
from services.intake.usecases import import_register as importing
from services.intake.usecases.look_up_register import register_matches
from shared.cursors import (
    DEFAULT_PAGE,
    CursorText,
    InvalidCursor,
    Limit,
    Page,
    decode_cursor,
    page_of,
)
from shared.digests import digests_of
from shared.openapi import problems
from shared.request_errors import NotJson
from shared.text_fields import Line
from shared.transactions import TransactionalRoute, Tx, takes_raw_body

router = APIRouter(prefix="/v1", tags=["register"], route_class=TransactionalRoute)

CSV = "text/csv"
SourceTitle = Annotated[
    Line,
    Query(
        description="名单的文件名称与文号 · the document that published the list",
        examples=["附件10 天津市卓越级、先进级智能工厂名单"],
    ),
]
SourceUrl = Annotated[
    Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{3,480}$")] | None,
    Query(description="网址，可不填 · its address"),
]


@router.post(
    "/register/imports",
    status_code=201,
    summary="导入认定名录 · Import a list of recognised factories",
    responses={
        **problems(
            *(error for error in CREATES if error is not NotJson),
            register_errors.NotCsv,
            register_errors.RegisterFileFaulty,
        ),
        200: {"model": ImportResult, "description": "试导入 · a dry run"},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                CSV: {
                    "schema": {"type": "string"},
                    "example": "级别,认定部门,批次,企业名称,统一社会信用代码,工厂名称\n"
                    "先进级,市级,2024,天津某某智造示例有限公司,91120116MAXXXX0077,某某智造示例滨海工厂\n",
                }
            },
        }
    },
)
@takes_raw_body
async def import_register(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    request: Request,
    response: Response,
    source_title: SourceTitle,
    source_url: SourceUrl = None,
    dry_run: Annotated[bool, Query(description="只检查不导入 · check only")] = False,  # noqa: FBT002 - a query parameter
) -> ImportResult:
    """以 CSV 导入已公示的卓越级、先进级等智能工厂名单（附件10）：首行为列名（级别、认定部门、批次、企业名称必有；统一社会信用代码、工厂名称、推荐单位代码可有），UTF-8 或 GB18030。有一行有误则全部不导入，并一次列出所有错误；重复导入同一行不会增加条目。

    Imports a published list as CSV. The first line names the columns (级别, 认定部门, 批次, 企业名称; optional 统一社会信用代码,
    工厂名称, 推荐单位代码), in UTF-8 or GB18030. One faulty line keeps everything out, and all faults are told at once; a line
    that the register holds already adds nothing. `dry_run=true` checks only.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != CSV:
        raise register_errors.NotCsv
    content = await request.body()
    connection = await tx.connection()
    if dry_run:
        new, known = await importing.try_register_file(context, connection, content)
        response.status_code = 200
        return ImportResult(
            import_id=None,
            source_title=source_title,
            source_url=source_url,
            sha256=digests_of(content).sha256,
            new_entries=new,
            known_entries=known,
            imported_by=caller.subject,
            imported_at=None,
        )
    source = importing.Source(title=source_title, url=source_url)
    done = await importing.import_register(context, connection, caller, content, source)
    response.headers["Location"] = f"/v1/register/imports/{done.import_id}"
    return ImportResult.of(done)


@router.get(
    "/register/imports/{import_id}",
    summary="读取一次导入 · Read an import",
    responses=problems(*READS, register_errors.RegisterImportNotFound),
)
async def read_register_import(tx: Tx, _caller: CurrentCaller, import_id: Id) -> ImportResult:
    """谁在何时从何处导入了多少条，及文件的摘要值。 · Who imported what, when and from where, with the file's digest."""
    return ImportResult.of(await importing.open_import(await tx.connection(), import_id))


@router.get(
    "/register",
    summary="查询认定名录 · Read the register",
    responses=problems(*READS, InvalidCursor),
)
async def list_register(
    tx: Tx,
    _caller: CurrentCaller,
    tier: Tier | None = None,
    recognised_by: RecognisedBy | None = None,
    batch: Annotated[str | None, Query(max_length=200)] = None,
    credit_code: Annotated[str | None, Query(max_length=18)] = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: CursorText = None,
) -> Page[EntryView]:
    """按新到旧列出已公示的智能工厂，可按级别、公示部门、批次、信用代码筛选。名录只反映已录入的名单。

    Recognised factories, newest entries first, by tier, publisher, batch or credit code. The register knows only the
    lists that were entered.
    """
    wanted = RegisterFilter(
        tier=tier, recognised_by=recognised_by, batch=batch, credit_code=credit_code
    )
    found = await importing.list_register(
        await tx.connection(),
        wanted,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return page_of(
        found, limit, key=lambda one: (one.entered_at, one.row.entry_id), view=EntryView.of
    )


@router.get(
    "/applications/{application_id}/register-matches",
    summary="名录比对 · Look an application up in the register",
    responses=problems(*READS, errors.ApplicationNotFound),
)
async def list_register_matches(tx: Tx, caller: CurrentCaller, application_id: Id) -> MatchList:
    """列出名录中与该企业信用代码或名称一致的条目，供核对前置条件；工厂名称不同或仅名称一致的须人工判断。

    Entries that match the enterprise by code or name, for checking the prerequisite. Where only names match, a person
    has to compare.
    """
    found = await register_matches(await tx.connection(), caller, application_id)
    return MatchList(items=[MatchView.matching(entry, match) for entry, match in found])
