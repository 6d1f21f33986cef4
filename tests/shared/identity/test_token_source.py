from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr

from shared.identity.token_source import RENEW_BEFORE, ClientCredentials
from shared.request_errors import IdentityProviderUnavailable
from tests.harness.loop_thread import LoopThread
from tests.shared.identity.fake_issuer import NOW, URL


class TokenEndpoint:
    def __init__(self) -> None:
        self.now = NOW
        self.granted = 0
        self.status = 200
        self.answer: dict[str, object] = {"expires_in": 300, "token_type": "Bearer"}
        self.form = ""

    def source(self) -> ClientCredentials:
        return ClientCredentials(
            issuer_url=URL,
            client_id="intake",
            client_secret=SecretStr("s3cret"),
            http=httpx.AsyncClient(transport=httpx.MockTransport(self._answer)),
            now=lambda: self.now,
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"issuer": URL, "token_endpoint": f"{URL}/token"})
        self.granted += 1
        self.form = request.content.decode()
        return httpx.Response(
            self.status, json={"access_token": f"t-{self.granted}", **self.answer}
        )


def test_a_token_is_kept_until_shortly_before_it_expires(loop: LoopThread) -> None:
    endpoint = TokenEndpoint()
    source = endpoint.source()

    first = [loop.run(source.token()) for _ in range(3)]
    endpoint.now += timedelta(seconds=301) - RENEW_BEFORE
    later = loop.run(source.token())

    assert first == ["t-1"] * 3
    assert later == "t-2"
    assert "client_secret=s3cret" in endpoint.form
    assert "grant_type=client_credentials" in endpoint.form


@pytest.mark.parametrize(
    ("status", "answer"),
    [(401, {}), (500, {}), (200, {"expires_in": None}), (200, {"expires_in": "soon"})],
)
def test_an_issuer_that_gives_no_token_is_unavailable(
    loop: LoopThread, status: int, answer: dict[str, object]
) -> None:
    endpoint = TokenEndpoint()
    endpoint.status = status
    endpoint.answer |= answer

    with pytest.raises(IdentityProviderUnavailable) as unavailable:
        loop.run(endpoint.source().token())
    assert "s3cret" not in repr(unavailable.value)
