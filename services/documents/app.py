"""Puts the documents service together; nothing else makes its parts."""

import asyncio
from pathlib import Path

import yaml
from fastapi import FastAPI

from services.documents.authorisation import RULES
from services.documents.checking.clamd import Clamd
from services.documents.checking.registry import STEPS
from services.documents.checking.steps import CheckContext
from services.documents.context import DocumentsContext
from services.documents.domain.kinds import KindRules, kind_rules_from
from services.documents.domain.layouts import Layouts, layouts_from
from services.documents.inspection.pool import InspectionPool
from services.documents.printing.renderer import FormRenderer
from services.documents.reading.check_sheet import CheckSheetRenderer
from services.documents.routes import (
    checks,
    content,
    documents,
    expectations,
    page_codes,
    pictures,
    printed_forms,
    quarantine,
    tickets,
    uploads,
)
from services.documents.settings import DocumentsSettings
from services.documents.store.check_tables import check_jobs
from services.documents.store.object_store import S3ObjectStore
from services.documents.store.part_urls import PartUrlSigner
from services.documents.store.spool import Spool
from services.documents.ticket_signer import TicketSigner
from services.documents.usecases.check_versions import check_loops
from services.documents.usecases.sweep_uploads import sweep_uploads
from shared.background import Loop
from shared.clock import Clocks
from shared.contracts.documents import DocumentKind
from shared.contracts.printing import PrintLayout
from shared.migrate import Schema
from shared.service import About, Foundation, build_app

SCHEMA = Schema(
    script_location="services.documents:migrations",
    # The one metadata of all tables, whichever file they stand in.
    metadata=check_jobs.metadata,
)

_KINDS_FILE = Path(__file__).parent / "data" / "kinds.yaml"
_LAYOUTS_FILE = Path(__file__).parent / "data" / "layouts.yaml"

_ABOUT = About(
    name="documents",
    title="Tidu documents · 文件服务",
    description=(
        "保存申报书、扫描件、报告等文件：上传检查、版本、锁定、下载，以及生成可打印的申报书。\n\n"
        "Keeps the files of applications: checked uploads, versions, freezing, downloads, and the "
        "printed form itself. People come here with a ticket that another service asked for."
    ),
    tags=(
        {"name": "tickets", "description": "凭证 · Tickets"},
        {"name": "documents", "description": "文件与版本 · Documents and their versions"},
        {"name": "checks", "description": "检查结果 · What checks found"},
        {
            "name": "pictures",
            "description": "页面图像与核查单 · Pictures of pages, and the check sheet",
        },
        {"name": "quarantine", "description": "隔离与销毁 · Quarantine and destruction"},
        {
            "name": "printed-forms",
            "description": "打印件与页码编码 · Prints and the codes on their pages",
        },
        {"name": "uploads", "description": "直传 · Uploads straight to the store"},
        {"name": "events", "description": "事件流 · The event feed"},
        {"name": "health", "description": "健康检查 · Health"},
    ),
)


def create_app(settings: DocumentsSettings, *, clocks: Clocks | None = None) -> FastAPI:
    """Make the application; nothing connects before it runs."""
    foundation = Foundation.of(settings, clocks)
    context = documents_context(settings, foundation)
    return build_app(
        foundation,
        about=_ABOUT,
        rules=RULES,
        schema=SCHEMA,
        routers=[
            tickets.router,
            documents.router,
            checks.router,
            expectations.router,
            uploads.router,
            content.router,
            pictures.router,
            printed_forms.router,
            page_codes.router,
            quarantine.router,
        ],
        context=context,
        loops=[
            _sweeper(settings, context, foundation),
            *check_loops(context, foundation.database, at_once=settings.check_workers),
        ],
        checks={"object-store": context.objects.ping},
        lifetime=context.running,
    )


def _sweeper(
    settings: DocumentsSettings, context: DocumentsContext, foundation: Foundation
) -> Loop:
    async def sweep() -> int:
        return await sweep_uploads(context, foundation.database)

    return Loop(name="upload-sweeper", step=sweep, rest_s=settings.upload_sweep_rest_s)


def documents_context(settings: DocumentsSettings, foundation: Foundation) -> DocumentsContext:
    """Make the service's parts, for whoever serves or works beside it."""
    kinds = _kinds(settings.kinds_file or _KINDS_FILE)
    return DocumentsContext(
        settings=settings,
        clocks=foundation.clocks,
        verifier=foundation.verifier,
        kinds=kinds,
        tickets=TicketSigner(settings.ticket_secret, foundation.clocks.wall),
        objects=S3ObjectStore(
            endpoint=settings.store_endpoint,
            access_key=settings.store_access_key,
            secret_key=settings.store_secret_key.get_secret_value(),
            bucket=settings.store_bucket,
            is_secure=settings.store_secure,
            threads=settings.store_threads,
            timeout_s=settings.store_timeout_s,
        ),
        part_urls=PartUrlSigner(
            public_url=settings.public_store_url(),
            access_key=settings.store_access_key,
            secret_key=settings.store_secret_key.get_secret_value(),
            bucket=settings.store_bucket,
            region=settings.store_region,
        ),
        spool=Spool(settings.spool_folder),
        inspection=InspectionPool(
            workers=settings.inspection_workers, timeout_s=settings.inspection_timeout_s
        ),
        layouts=(layouts := _layouts()),
        renderer=FormRenderer(layouts, threads=settings.printing_threads),
        drawing=InspectionPool(
            workers=settings.picture_workers, timeout_s=settings.picture_timeout_s
        ),
        # One file is fetched while the one before it is drawn.
        drawing_places=asyncio.Semaphore(2 * settings.picture_workers),
        check_sheets=CheckSheetRenderer(threads=settings.printing_threads),
        checking=_check_context(settings, kinds),
        check_steps=STEPS,
    )


def _check_context(settings: DocumentsSettings, kinds: KindRules) -> CheckContext:
    address = settings.clamd
    return CheckContext(
        pool=InspectionPool(
            workers=max(settings.check_workers, 1), timeout_s=settings.check_timeout_s
        ),
        clamd=Clamd(address, timeout_s=settings.check_timeout_s) if address else None,
        kinds=kinds,
    )


def _layouts() -> Layouts:
    layouts = layouts_from(yaml.safe_load(_LAYOUTS_FILE.read_text(encoding="utf-8")))
    missing = set(PrintLayout) - set(layouts)
    if missing:
        raise ValueError(f"{_LAYOUTS_FILE.name} says nothing about {sorted(missing)}")
    return layouts


def _kinds(path: Path) -> KindRules:
    rules = kind_rules_from(yaml.safe_load(path.read_text(encoding="utf-8")))
    missing = set(DocumentKind) - set(rules)
    if missing:
        raise ValueError(f"{path.name} says nothing about {sorted(missing)}")
    return rules
