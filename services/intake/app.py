"""The composition root of intake: settings in, application out; nothing is touched at import."""

import httpx
from fastapi import FastAPI

from services.intake.authorisation import RULES
from services.intake.bundles.intake_data import load_intake_data
from services.intake.routes import (
    after_submission,
    applications,
    bindings,
    checks,
    correcting,
    deliveries,
    development,
    documents,
    enterprises,
    filing,
    forwarding,
    hand_in_list,
    hand_in_papers,
    inbox,
    industries,
    lists,
    portal,
    priority_orders,
    public_lists,
    register,
    review,
    revisions,
    rounds,
    submission,
    summary_tables,
    undoing,
    verdict_rulings,
)
from services.intake.settings import IntakeSettings
from services.intake.store.outbox import ORDERED
from services.intake.store.schema import SCHEMA
from services.intake.usecases.bind_person import enterprise_lookup
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.deliver_outbox import deliver_outbox
from services.intake.usecases.poll_home import poll_home
from shared.background import Loop
from shared.bells import Bell
from shared.clients.documents import HttpDocumentsClient
from shared.clients.feed import HttpFeedClient
from shared.clients.scoring import HttpScoringClient
from shared.clients.service_client import ServiceClient
from shared.clock import Clocks
from shared.identity.token_source import ClientCredentials
from shared.service import About, Foundation, build_app

ABOUT = About(
    name="intake",
    title="Tidu intake · 申报服务",
    description=(
        "智能工厂梯度培育的申报与办理：企业申报、区级审核推荐、市级评审、公示与发布。\n\n"
        "Applications of a smart-factory cultivation round and their life: enterprises file, units review and "
        "recommend, the city reviews, shows in publicity and publishes."
    ),
    tags=[
        {"name": "rounds", "description": "批次与推荐单位 · rounds and units"},
        {"name": "register", "description": "认定名录 · register of recognised factories"},
        {"name": "bindings", "description": "申报人与企业的绑定 · who acts for which enterprise"},
        {"name": "enterprises", "description": "申报主体与工厂 · enterprises and factories"},
        {"name": "applications", "description": "申报 · applications"},
        {"name": "documents", "description": "附件 · files"},
        {"name": "submission", "description": "定稿、提交与核验 · finalise, submit, verdict"},
        {
            "name": "portal",
            "description": "国家平台申报的登记（卓越级、领航级） · filed in the national portal",
        },
        {"name": "inbox", "description": "待办 · what waits for the caller"},
        {"name": "review", "description": "区级审核推荐、报送与市级评审 · review"},
        {
            "name": "forwarding",
            "description": "会同、择优推荐与国家结果（卓越级、领航级） · joint opinions, forwarding, the ministry's result",
        },
        {"name": "lists", "description": "名单 · lists"},
        {"name": "public lists", "description": "公开名单（无需登录） · public lists, no token"},
        {"name": "operation", "description": "运行维护 · operation"},
        {"name": "events", "description": "事件流 · event feed"},
        {"name": "health", "description": "运行状态 · health"},
    ],
)

_ROUTERS = (
    rounds,
    industries,
    register,
    bindings,
    enterprises,
    applications,
    documents,
    checks,
    revisions,
    submission,
    portal,
    undoing,
    after_submission,
    verdict_rulings,
    correcting,
    inbox,
    review,
    hand_in_list,
    hand_in_papers,
    priority_orders,
    filing,
    summary_tables,
    forwarding,
    lists,
    public_lists,
    deliveries,
)


def create_app(settings: IntakeSettings, *, clocks: Clocks | None = None) -> FastAPI:
    """Build the service."""
    foundation = Foundation.of(settings, clocks)
    context = _context(foundation, settings)
    routers = [module.router for module in _ROUTERS]
    if settings.is_development:
        routers.append(development.router)
    return build_app(
        foundation,
        about=ABOUT,
        rules=RULES,
        schema=SCHEMA,
        routers=routers,
        context=context,
        loops=_loops(context, settings),
        enterprise_of=enterprise_lookup(foundation.database),
        unit_path_of=lambda code: unit.path if (unit := context.units.find(code)) else None,
    )


def _context(foundation: Foundation, settings: IntakeSettings) -> IntakeContext:
    data = load_intake_data()
    scoring = _service(foundation, settings, "scoring", settings.scoring_url)
    documents_service = _service(foundation, settings, "documents", settings.documents_url)
    return IntakeContext(
        clocks=foundation.clocks,
        database=foundation.database,
        rounds=data.rounds,
        units=data.units,
        calendars=data.calendars,
        register_columns=data.register_columns,
        industries=data.industries,
        scoring=HttpScoringClient(scoring),
        documents=HttpDocumentsClient(documents_service),
        feeds={
            "scoring": HttpFeedClient(scoring),
            "documents": HttpFeedClient(documents_service),
        },
        upload_ticket_life_s=settings.upload_ticket_life_s,
        read_ticket_life_s=settings.read_ticket_life_s,
    )


def _service(
    foundation: Foundation, settings: IntakeSettings, name: str, base_url: str
) -> ServiceClient:
    http: httpx.AsyncClient = foundation.http
    tokens = ClientCredentials(
        issuer_url=settings.issuer_url,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        http=http,
        now=foundation.clocks.wall,
    )
    return ServiceClient(name=name, base_url=base_url, http=http, tokens=tokens)


def _loops(context: IntakeContext, settings: IntakeSettings) -> list[Loop]:
    # What was delivered soon comes home.
    delivered = Bell()

    async def relay() -> int:
        tried = await deliver_outbox(context)
        if tried:
            delivered.ring()
        return tried

    async def home_from_scoring() -> int:
        return await poll_home(context, "scoring")

    async def home_from_documents() -> int:
        return await poll_home(context, "documents")

    return [
        Loop(
            name="relay",
            step=relay,
            rest_s=settings.relay_rest_s,
            bell=context.database.bells.named(ORDERED),
        ),
        *(
            Loop(name=name, step=step, rest_s=settings.poll_rest_s, bell=delivered, is_eager=True)
            for name, step in (
                ("home-scoring", home_from_scoring),
                ("home-documents", home_from_documents),
            )
        ),
    ]
