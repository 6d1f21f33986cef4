from pathlib import Path

import httpx

from shared.identity.development_issuer import (
    DEVELOPMENT_CLIENT_SECRET,
    MARK,
    DevelopmentIssuer,
    issuer_app,
)
from shared.identity.principal import Principal, Role
from tests.harness.loop_thread import LoopThread

URL = "http://127.0.0.1:8004"


def ask(
    loop: LoopThread, issuer: DevelopmentIssuer, method: str, path: str, **options: object
) -> httpx.Response:
    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(issuer_app(issuer))
        async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
            return await http.request(method, path, **options)  # type: ignore[arg-type]  # options of any kind

    return loop.run(request())


def grant(loop: LoopThread, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": "intake",
        "client_secret": DEVELOPMENT_CLIENT_SECRET,
    }
    issuer = DevelopmentIssuer(issuer_url=URL, audience="tidu")
    return ask(loop, issuer, "POST", "/token", data=form | changes)


def test_it_says_in_its_discovery_document_that_it_is_for_development(loop: LoopThread) -> None:
    issuer = DevelopmentIssuer(issuer_url=f"{URL}/", audience="tidu")

    document = ask(loop, issuer, "GET", "/.well-known/openid-configuration").json()

    assert document[MARK] is True
    assert document["issuer"] == URL


def test_no_private_key_is_published(loop: LoopThread) -> None:
    issuer = DevelopmentIssuer(issuer_url=URL, audience="tidu")

    keys = ask(loop, issuer, "GET", "/jwks.json").json()["keys"]

    assert keys
    assert all("d" not in key for key in keys)


def test_services_get_tokens_for_their_secret_alone(loop: LoopThread) -> None:
    assert grant(loop).json()["token_type"] == "Bearer"
    assert grant(loop, client_secret="guess").status_code == 401
    assert grant(loop, grant_type="password").status_code == 400


def test_the_key_survives_a_restart_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "issuer.json"
    first = DevelopmentIssuer(issuer_url=URL, audience="tidu", key_file=file)
    again = DevelopmentIssuer(issuer_url=URL, audience="tidu", key_file=file)

    assert first.key_set() == again.key_set()
    assert file.stat().st_mode & 0o077 == 0


def test_a_token_of_an_applicant_names_the_enterprise() -> None:
    issuer = DevelopmentIssuer(issuer_url=URL, audience="tidu")
    firm = Principal(subject="someone", role=Role.APPLICANT, enterprise="91120116MA05XXXX0A")

    assert issuer.token(firm).count(".") == 2
