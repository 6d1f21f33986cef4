"""How a service calls another one: what is sent again, what is translated, what is never shown."""

from collections.abc import Callable

import httpx
import pytest

from shared.clients import service_client
from shared.clients.service_client import ServiceClient, ServiceRefused
from shared.request_errors import ServiceUnavailable
from tests.harness.loop_thread import LoopThread
from tests.harness.reached import LEDGER

Answering = Callable[[httpx.Request], httpx.Response]


class FixedToken:
    async def token(self) -> str:
        return "t-1"


class Callee:
    """Answers one after the other what it is told to; an exception is raised."""

    def __init__(self, *answers: httpx.Response | type[Exception]) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def client(self) -> ServiceClient:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        return ServiceClient(
            name="scoring", base_url="http://scoring.test/", http=http, tokens=FixedToken()
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, httpx.Response):
            return answer
        raise answer("no answer")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_client, "PAUSES_S", (0.0, 0.0))


def ok() -> httpx.Response:
    return httpx.Response(200, json={"fine": True})


def busy(status: int = 503) -> httpx.Response:
    return httpx.Response(status, text="<html>a proxy's own words</html>")


def call(loop: LoopThread, callee: Callee, method: str, content: bytes | None = None) -> object:
    return loop.run(callee.client().call(method, "/v1/x", content=content)).json()


def test_a_call_carries_the_token_and_its_body(loop: LoopThread) -> None:
    callee = Callee(ok())

    assert call(loop, callee, "PUT", b"{}") == {"fine": True}
    request = callee.requests[0]
    assert request.url == "http://scoring.test/v1/x"
    assert request.headers["authorization"] == "Bearer t-1"
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize(
    "trouble",
    [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, 429, 502, 503, 504],
)
def test_what_is_safe_to_repeat_is_sent_again(
    loop: LoopThread, method: str, trouble: type[Exception] | int
) -> None:
    first = busy(trouble) if isinstance(trouble, int) else trouble
    callee = Callee(first, first, ok())

    assert call(loop, callee, method) == {"fine": True}
    assert len(callee.requests) == 3


@pytest.mark.parametrize("trouble", [httpx.ReadTimeout, 503])
def test_a_post_is_never_sent_again(loop: LoopThread, trouble: type[Exception] | int) -> None:
    callee = Callee(busy(trouble) if isinstance(trouble, int) else trouble, ok())

    with pytest.raises(ServiceUnavailable):
        call(loop, callee, "POST")
    assert len(callee.requests) == 1
    LEDGER.reach("error code", ServiceUnavailable.code)


def test_after_the_last_try_the_service_is_unavailable(loop: LoopThread) -> None:
    callee = Callee(*[httpx.ConnectTimeout] * 3)

    with pytest.raises(ServiceUnavailable) as unavailable:
        call(loop, callee, "GET")
    assert "scoring" in str(unavailable.value.detail)


@pytest.mark.parametrize("status", [500, 501])
def test_a_fault_over_there_is_unavailable_here_without_its_words(
    loop: LoopThread, status: int
) -> None:
    with pytest.raises(ServiceUnavailable) as unavailable:
        call(loop, Callee(busy(status)), "GET")
    assert "proxy" not in str(unavailable.value.detail)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.Response(409, json={"code": "assessment-differs"}), "assessment-differs"),
        (httpx.Response(404, text="not json"), ""),
        (httpx.Response(422, json=["a list"]), ""),
        (httpx.Response(400, json={"no": "code"}), ""),
    ],
)
def test_a_refusal_keeps_its_status_and_code(
    loop: LoopThread, answer: httpx.Response, code: str
) -> None:
    with pytest.raises(ServiceRefused) as refused:
        call(loop, Callee(answer), "GET")
    assert refused.value.status == answer.status_code
    assert refused.value.code == code or not code
