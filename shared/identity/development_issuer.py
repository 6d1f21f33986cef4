"""A small OpenID Connect issuer for laptops, demos and tests; every other environment refuses it.

It announces itself in its discovery document, so that a production service that is pointed at it
by mistake can tell and stop.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from shared.identity.principal import Principal, Role

#: The claim in the discovery document by which a production service recognises this issuer.
MARK = "tidu_development_issuer"

#: What services use towards each other in development; worthless anywhere else.
DEVELOPMENT_CLIENT_SECRET = "development-only"  # noqa: S105 - refused outside development

TOKEN_LIFE = timedelta(hours=12)


class DevelopmentIssuer:
    """Signs tokens for anybody who asks."""

    def __init__(self, *, issuer_url: str, audience: str, key_file: Path | None = None) -> None:
        self.issuer_url = issuer_url.rstrip("/")
        self.audience = audience
        self._keys = [_load_or_make_key(key_file)]

    def rotate(self) -> None:
        """Sign with a new key from now on; the old ones stay published."""
        self._keys.append(ECKey.generate_key("P-256", auto_kid=True))

    def forget_old_keys(self) -> None:
        """Publish only the key that signs."""
        self._keys = self._keys[-1:]

    def token(
        self, principal: Principal, *, life: timedelta = TOKEN_LIFE, now: datetime | None = None
    ) -> str:
        """Sign a token for a principal."""
        issued_at = now or datetime.now(UTC)
        claims = {
            "iss": self.issuer_url,
            "aud": self.audience,
            "sub": principal.subject,
            "role": principal.role.value,
            "iat": int(issued_at.timestamp()),
            "exp": int((issued_at + life).timestamp()),
        }
        if principal.unit is not None:
            claims["unit"] = principal.unit
        if principal.enterprise is not None:
            claims["enterprise"] = principal.enterprise
        key = self._keys[-1]
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)

    def key_set(self) -> dict[str, object]:
        """Give the public keys (RFC 7517)."""
        return dict(KeySet(list(self._keys)).as_dict(private=False))


def issuer_app(issuer: DevelopmentIssuer) -> FastAPI:
    """Serve discovery, keys and the client-credentials grant."""
    app = FastAPI(title="Tidu development issuer", docs_url=None, redoc_url=None)

    @app.get("/.well-known/openid-configuration")
    async def discovery() -> dict[str, object]:
        return {
            "issuer": issuer.issuer_url,
            "jwks_uri": f"{issuer.issuer_url}/jwks.json",
            "token_endpoint": f"{issuer.issuer_url}/token",
            "grant_types_supported": ["client_credentials"],
            MARK: True,
        }

    @app.get("/jwks.json")
    async def keys() -> dict[str, object]:
        return issuer.key_set()

    @app.post("/token")
    async def token(request: Request) -> JSONResponse:
        # Three plain fields: no reason to install a multipart parser for them.
        form = dict(parse_qsl((await request.body()).decode("ascii", "replace")))
        if form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, status_code=400)
        if form.get("client_secret") != DEVELOPMENT_CLIENT_SECRET or not form.get("client_id"):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        principal = Principal(subject=f"service:{form['client_id']}", role=Role.SERVICE)
        return JSONResponse(
            {
                "access_token": issuer.token(principal),
                "token_type": "Bearer",
                "expires_in": int(TOKEN_LIFE.total_seconds()),
            }
        )

    return app


def _load_or_make_key(key_file: Path | None) -> ECKey:
    if key_file is not None and key_file.exists():
        return ECKey.import_key(json.loads(key_file.read_text()))
    key = ECKey.generate_key("P-256", auto_kid=True)
    if key_file is not None:
        key_file.parent.mkdir(parents=True, exist_ok=True)
        # Written whole under another name first: two processes starting at once must not read half a key.
        partial = key_file.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(key.as_dict(private=True)))
        partial.chmod(0o600)
        partial.replace(key_file)
    return key
