"""What surrounds every request: its id, its log line, and headers that keep browsers careful."""

import re
import time
import uuid

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_MACHINE_ROUTES = frozenset({"/v1/events", "/healthz", "/readyz"})

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)

log = structlog.get_logger()


class RequestContext:
    """Gives each request an id, echoes it, binds it to the logs, and writes one line at the end."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["tidu.request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, service=self._service)
        started, status = time.perf_counter(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.setdefault("headers", [])
                headers.append((b"x-request-id", request_id.encode()))
                present = {name for name, _ in headers}
                headers.extend(pair for pair in _HEADERS if pair[0] not in present)
                if b"cache-control" not in present and scope["path"].startswith("/v1/"):
                    headers.append((b"cache-control", b"no-store"))
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            # The route's template, not the path: paths may carry what people typed.
            route = getattr(scope.get("route"), "path", None)
            # What machines ask several times a second would bury what people did.
            write = log.debug if route in _MACHINE_ROUTES else log.info
            write(
                "request.done",
                method=scope["method"],
                route=route,
                status=int(status),
                duration_ms=round((time.perf_counter() - started) * 1000, 1),
            )


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text = value.decode("latin-1")
            if _REQUEST_ID.fullmatch(text):
                return str(text)
    return uuid.uuid4().hex
