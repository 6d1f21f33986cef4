"""How one service calls another: time-outs, retries of what is safe to repeat, errors translated here."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import httpx
import structlog

from shared.identity.token_source import TokenSource
from shared.request_errors import ServiceUnavailable
from shared.text import Text

#: Only these are sent again: a POST might have had its effect.
REPEATABLE = frozenset({"GET", "PUT", "DELETE"})

#: Pauses before the second and the third try.
PAUSES_S = (0.1, 0.5)

_PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)

log = structlog.get_logger()


class ServiceRefused(Exception):
    """The other service understood the request and refused it.

    Each client turns it into an error of its caller's own; it never reaches a response as it is.
    """

    def __init__(self, service: str, status: int, code: str) -> None:
        super().__init__(f"{service} answered {status} {code}")
        self.service = service
        self.status = status
        self.code = code


class ServiceClient:
    """Speaks JSON with one service of ours."""

    def __init__(
        self, *, name: str, base_url: str, http: httpx.AsyncClient, tokens: TokenSource
    ) -> None:
        self._name = name
        self._base_url = base_url.rstrip("/")
        self._http = http
        self._tokens = tokens

    async def call(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 10.0,
    ) -> httpx.Response:
        """Send a request and give a successful answer.

        Raises ServiceUnavailable when it does not answer in time, ServiceRefused when it says no.
        """
        pauses = PAUSES_S if method in REPEATABLE else ()
        for pause in (*pauses, None):
            sent = self._http.build_request(
                method,
                f"{self._base_url}{path}",
                content=content,
                params=params,
                headers=await self._headers(content, headers),
                timeout=timeout_s,
            )
            response = await self._try(sent, last=pause is None)
            if response is not None:
                return self._checked(response)
            await asyncio.sleep(pause or 0)
        raise AssertionError("the last try answers or raises")

    async def _headers(
        self, content: bytes | None, more: Mapping[str, str] | None
    ) -> dict[str, str]:
        headers = {**(more or {}), "Authorization": f"Bearer {await self._tokens.token()}"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        return headers

    async def _try(self, sent: httpx.Request, *, last: bool) -> httpx.Response | None:
        """Give the answer; None for a passing failure that may be tried again."""
        try:
            response = await self._http.send(sent)
        except httpx.HTTPError as error:
            if last:
                raise self._unavailable() from error
            return None
        if response.status_code in _PASSING:
            if last:
                raise self._unavailable()
            return None
        return response

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if response.is_success:
            return response
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise self._unavailable()
        raise ServiceRefused(self._name, response.status_code, _code_of(response))

    def _unavailable(self) -> ServiceUnavailable:
        return ServiceUnavailable(
            Text(zh=f"{self._name} 服务没有应答", en=f"The {self._name} service did not answer")
        )


def _code_of(response: httpx.Response) -> str:
    try:
        problem = response.json()
    except ValueError:
        return "unreadable"
    code = problem.get("code") if isinstance(problem, dict) else None
    return code if isinstance(code, str) else "unreadable"
