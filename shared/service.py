"""Builds a service's application around what all services share; each service's app.py calls it once."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI, Request
from fastapi_offline import FastAPIOffline

from shared.authorisation import Access, Rules
from shared.background import Loop, running
from shared.clock import Clocks
from shared.database import Database
from shared.event_feed import events_router
from shared.event_log import APPENDED, MOST_AT_ONCE, number_committed_events
from shared.failpoints import arm
from shared.health import Check, health_router
from shared.identity.principal import Principal, Role
from shared.identity.verifier import TokenVerifier
from shared.middleware import RequestContext
from shared.migrate import Schema, current_revision
from shared.openapi import document
from shared.problem import install_problem_handlers
from shared.request_errors import IdentityProviderUnavailable, TokenMissing
from shared.settings import ServiceSettings
from shared.transactions import operation_name

#: Nothing outside is waited for longer than this unless a client says otherwise.
HTTP_TIMEOUT = httpx.Timeout(10.0, connect=3.0)


@dataclass(frozen=True, kw_only=True)
class Foundation:
    """What a service stands on: made by its create_app, closed with its application."""

    settings: ServiceSettings
    clocks: Clocks
    database: Database
    http: httpx.AsyncClient
    verifier: TokenVerifier

    @classmethod
    def of(cls, settings: ServiceSettings, clocks: Clocks | None = None) -> "Foundation":
        """Lay it from settings; nothing connects yet."""
        clocks = clocks or settings.clocks()
        # Proxies of the environment are for the way out of the house, never between its services.
        http = httpx.AsyncClient(timeout=HTTP_TIMEOUT, trust_env=False)
        return cls(
            settings=settings,
            clocks=clocks,
            database=Database.from_url(
                settings.database_url, pool_size=settings.database_pool_size
            ),
            http=http,
            verifier=TokenVerifier(
                issuer_url=settings.issuer_url,
                audience=settings.audience,
                http=http,
                now=clocks.wall,
                accept_development_issuer=settings.is_development,
            ),
        )


@dataclass(frozen=True, kw_only=True)
class About:
    """How a service presents itself in its API documentation."""

    #: ``intake``, ``scoring`` or ``documents``.
    name: str
    title: str
    description: str
    version: str = "1"
    tags: Sequence[Mapping[str, str]] = ()


#: Finds the credit code of the enterprise that a subject is bound to, for tokens that name none.
EnterpriseOf = Callable[[str], Awaitable[str | None]]


def build_app(
    foundation: Foundation,
    *,
    about: About,
    rules: Rules,
    schema: Schema,
    routers: Sequence[APIRouter],
    context: object,
    loops: Sequence[Loop] = (),
    checks: Mapping[str, Check] | None = None,
    unit_path_of: Callable[[str], str | None] = lambda _unit: None,
    enterprise_of: EnterpriseOf | None = None,
    lifetime: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
) -> FastAPI:
    """Put a service together: routes, errors, gate, docs, health, event feed and background loops."""
    settings = foundation.settings
    arm(*settings.fail_points())
    app = FastAPIOffline(
        title=about.title,
        description=about.description,
        version=about.version,
        openapi_tags=[dict(tag) for tag in about.tags],
        generate_unique_id_function=operation_name,
        lifespan=_lifespan(foundation, list(loops), lifetime),
        redoc_url=None,
    )
    app.state.database = foundation.database
    app.state.clocks = foundation.clocks
    app.state.context = context
    app.state.gate = _Gate(foundation.verifier, rules, unit_path_of, enterprise_of)
    app.add_middleware(RequestContext, service=about.name)
    install_problem_handlers(app)
    for router in (*routers, events_router()):
        app.include_router(router)
    app.include_router(health_router({**_common_checks(foundation, schema), **(checks or {})}))
    document(app, _with_health(rules))
    return app


def _with_health(rules: Rules) -> Rules:
    return Rules(table=rules.table, public=rules.public | {"healthz", "readyz"})


def _common_checks(foundation: Foundation, schema: Schema) -> dict[str, Check]:
    async def schema_is_current() -> None:
        revision, head = await current_revision(foundation.database), schema.head()
        if revision != head:
            raise RuntimeError(f"the database stands at {revision}, the code needs {head}")

    return {
        "database": foundation.database.ping,
        "schema": schema_is_current,
        "identity-provider": foundation.verifier.ensure_keys,
    }


def _lifespan(
    foundation: Foundation,
    loops: list[Loop],
    lifetime: Callable[[], AbstractAsyncContextManager[None]],
) -> Callable[[FastAPI], Any]:
    async def number_events() -> int:
        numbered = await number_committed_events(foundation.database)
        # Turn after turn under load would cost a commit for each event; a full turn alone has more waiting.
        return numbered if numbered == MOST_AT_ONCE else 0

    sequencer = Loop(
        name="sequencer",
        step=number_events,
        rest_s=foundation.settings.sequencer_rest_s,
        bell=foundation.database.bells.named(APPENDED),
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if not foundation.settings.is_development:
            await _refuse_development_issuer(foundation.verifier)
        try:
            async with lifetime(), running([sequencer, *loops]):
                yield
        finally:
            await foundation.http.aclose()
            await foundation.database.dispose()

    return lifespan


async def _refuse_development_issuer(verifier: TokenVerifier) -> None:
    try:
        await verifier.ensure_keys()
    except IdentityProviderUnavailable:
        # An issuer that is away is a matter for readiness, not for start-up; it is asked again later.
        return


class _Gate:
    """Settles who calls and whether they may, before a byte of the body is read."""

    def __init__(
        self,
        verifier: TokenVerifier,
        rules: Rules,
        unit_path_of: Callable[[str], str | None],
        enterprise_of: EnterpriseOf | None,
    ) -> None:
        self._enterprise_of = enterprise_of
        self._verifier = verifier
        self._rules = rules
        self._unit_path_of = unit_path_of

    async def __call__(self, request: Request, operation: str) -> None:
        if operation in self._rules.public:
            return
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise TokenMissing
        principal = await self._bound(await self._verifier.verify(token.strip()))
        request.state.access = self._access_of(principal, operation)

    async def _bound(self, principal: Principal) -> Principal:
        """Let an applicant whose token names no enterprise act for the one that the service bound them to."""
        if (
            self._enterprise_of is None
            or principal.role is not Role.APPLICANT
            or principal.enterprise is not None
        ):
            return principal
        return replace(principal, enterprise=await self._enterprise_of(principal.subject))

    def _access_of(self, principal: Principal, operation: str) -> Access:
        scope = self._rules.scope_of(operation, principal.role)
        unit_path = self._unit_path_of(principal.unit) if principal.unit else None
        return Access(principal=principal, scope=scope, unit_path=unit_path)
