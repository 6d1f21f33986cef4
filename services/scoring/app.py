"""Puts the scoring service together; the only place that knows all its parts."""

from datetime import timedelta

from fastapi import FastAPI

from services.scoring.authorisation import RULES
from services.scoring.context import Context
from services.scoring.domain.library import Library
from services.scoring.printing.receipt_sheets import ReceiptSheets
from services.scoring.routes import (
    assessments,
    ballots,
    edition_drafts,
    edition_life,
    edition_schemas,
    editions,
    evaluations,
    facts,
    panel_closing,
    panel_draw,
    panels,
    receipt_keys,
    receipts,
    rulings,
    schemes,
    simulation_results,
    simulations,
)
from services.scoring.settings import ScoringSettings
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.bundle_files import EDITIONS, load_editions
from services.scoring.store.edition_shelf import Shelf
from services.scoring.store.scheme_files import SCHEMES, load_schemes
from services.scoring.store.simulations import WAITING
from services.scoring.store.tables import metadata
from services.scoring.usecases.simulations.supervise import Supervisor
from shared.background import Loop
from shared.clock import Clocks
from shared.migrate import Schema
from shared.service import About, Foundation, build_app

SCHEMA = Schema(script_location="services.scoring:migrations", metadata=metadata)

ABOUT = About(
    name="scoring",
    title="Tidu scoring · 评估服务",
    description=(
        "按要素条件各版次逐条核对事实：给出所用的值、条款、来源及其确信程度。机器只说明机器可核对的条件"
        "是否满足、还有多少条须由人员判断，从不作出认定。\n\n"
        "Holds facts against the editions of the criteria, one by one: the value used, the clause, its "
        "source and how sure that is. It says which machine-checkable conditions are met and how many a "
        "person has still to judge; it never recognises anything."
    ),
    tags=(
        {"name": "editions", "description": "版次、场景指引和事实目录 · Editions, scenes, facts"},
        {"name": "evaluations", "description": "试算，不保存 · Evaluations, nothing is stored"},
        {"name": "assessments", "description": "评估记录 · Recorded assessments"},
        {
            "name": "rulings",
            "description": "人工裁定：判断与放宽 · Persons' rulings: judgements and waivers",
        },
        {
            "name": "receipts",
            "description": "签名回执与公钥 · Signed receipts and the public keys to check them",
        },
        {"name": "schemes", "description": "评分表 · Scoring schemes"},
        {
            "name": "panels",
            "description": "专家组：抽取、回避、结果 · Panels: draw, recusal, result",
        },
        {"name": "ballots", "description": "专家本人的打分票 · An expert's own ballots"},
        {
            "name": "simulations",
            "description": "推演：另一版次之下会如何 · What another edition would do to a cohort",
        },
        {"name": "events", "description": "事件流 · Event feed"},
        {"name": "health", "description": "运行状态 · Health"},
    ),
)


#: In the order of the documents.
_ROUTERS = (
    editions.router,
    edition_drafts.router,
    edition_life.router,
    edition_schemas.router,
    facts.router,
    evaluations.router,
    assessments.router,
    rulings.router,
    receipts.router,
    receipt_keys.router,
    schemes.router,
    panels.router,
    panel_draw.router,
    ballots.router,
    panel_closing.router,
    simulations.router,
    simulation_results.router,
)


def create_app(settings: ScoringSettings, *, clocks: Clocks | None = None) -> FastAPI:
    """Make the application.

    Raises BrokenBundle or BrokenSchemes for data that contradict themselves, BrokenKeys where production could not sign.
    """
    library = Library(load_editions(settings.editions_folder or EDITIONS))
    found = load_schemes(settings.schemes_folder or SCHEMES, library.editions())
    foundation = Foundation.of(settings, clocks)
    context = Context(
        shelf=Shelf(library),
        schemes={scheme.scheme_id: scheme for scheme in found},
        signer=_signer(settings, foundation),
        sheets=ReceiptSheets(threads=settings.printing_threads),
        simulation_part=settings.simulation_part,
    )
    return build_app(
        foundation,
        about=ABOUT,
        rules=RULES,
        schema=SCHEMA,
        routers=list(_ROUTERS),
        context=context,
        lifetime=context.running,
        loops=_simulation_loops(settings, foundation),
    )


def _signer(settings: ScoringSettings, foundation: Foundation) -> ReceiptSigner:
    signer = ReceiptSigner(
        settings.receipt_keys_folder,
        now=foundation.clocks.wall,
        algorithms=settings.named_algorithms(),
        makes_keys=settings.is_development,
    )
    if not settings.is_development:
        signer.require_key()
    return signer


def _simulation_loops(settings: ScoringSettings, foundation: Foundation) -> list[Loop]:
    if settings.simulation_processes == 0:
        return []
    supervisor = Supervisor(
        database=foundation.database,
        database_url=settings.database_url,
        editions_folder=(settings.editions_folder or EDITIONS).absolute(),
        now=foundation.clocks.wall,
        processes=settings.simulation_processes,
        lease=timedelta(seconds=settings.simulation_lease_s),
    )
    return [
        Loop(
            name="simulations",
            step=supervisor.work,
            rest_s=settings.simulation_rest_s,
            bell=foundation.database.bells.named(WAITING),
        )
    ]
