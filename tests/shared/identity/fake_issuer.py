"""An identity provider in memory: the transport is the seam, and it counts what is fetched."""

from datetime import UTC, datetime, timedelta

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from shared.identity.verifier import TokenVerifier

URL = "https://id.example.gov.cn"
AUDIENCE = "tidu"
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


class FakeIssuer:
    """Publishes keys and signs what it is told to, true or false."""

    def __init__(self) -> None:
        self.key: ECKey | RSAKey = ECKey.generate_key("P-256", auto_kid=True)
        self.published: list[ECKey | RSAKey] = [self.key]
        self.now = NOW
        self.is_down = False
        self.fetches = 0
        self.discovery: dict[str, object] = {"issuer": URL, "jwks_uri": f"{URL}/jwks"}

    def verifier(self, *, accept_development_issuer: bool = False) -> TokenVerifier:
        return TokenVerifier(
            issuer_url=f"{URL}/",
            audience=AUDIENCE,
            http=httpx.AsyncClient(transport=httpx.MockTransport(self._answer)),
            now=lambda: self.now,
            accept_development_issuer=accept_development_issuer,
        )

    def claims(self, **changes: object) -> dict[str, object]:
        """Give the claims of a good token; a change to None leaves the claim out."""
        claims: dict[str, object] = {
            "iss": URL,
            "aud": AUDIENCE,
            "sub": "someone",
            "role": "district-officer",
            "unit": "120116",
            "iat": int(self.now.timestamp()),
            "exp": int((self.now + timedelta(minutes=5)).timestamp()),
        }
        return {name: value for name, value in (claims | changes).items() if value is not None}

    def sign(self, algorithm: str = "ES256", **changes: object) -> str:
        header = {"alg": algorithm, "kid": self.key.kid}
        return jwt.encode(header, self.claims(**changes), self.key, algorithms=[algorithm])

    def rotate(self) -> None:
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.published.append(self.key)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.fetches += 1
        if self.is_down:
            raise httpx.ConnectError("nobody is there", request=request)
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json=self.discovery)
        return httpx.Response(200, json=KeySet(list(self.published)).as_dict(private=False))
