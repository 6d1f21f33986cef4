"""Tokens that a service shows to the other services: OAuth 2 client credentials (RFC 6749 §4.4)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import httpx
from pydantic import SecretStr

from shared.request_errors import IdentityProviderUnavailable

#: A token is replaced this long before it expires.
RENEW_BEFORE = timedelta(seconds=60)


class TokenSource(Protocol):
    """Gives a token that is valid now."""

    async def token(self) -> str: ...


class ClientCredentials:
    """Fetches and keeps a token of the issuer's token endpoint."""

    def __init__(
        self,
        *,
        issuer_url: str,
        client_id: str,
        client_secret: SecretStr,
        http: httpx.AsyncClient,
        now: Callable[[], datetime],
    ) -> None:
        self._issuer_url = issuer_url.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._http = http
        self._now = now
        self._token: str | None = None
        self._renew_at: datetime | None = None
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """Give the token at hand, or fetch one; raise IdentityProviderUnavailable."""
        async with self._lock:
            if self._token is not None and self._renew_at and self._now() < self._renew_at:
                return self._token
            try:
                return await self._fetch()
            except (httpx.HTTPError, KeyError, ValueError, TypeError) as error:
                raise IdentityProviderUnavailable from error

    async def _fetch(self) -> str:
        discovery = await self._http.get(f"{self._issuer_url}/.well-known/openid-configuration")
        discovery.raise_for_status()
        response = await self._http.post(
            str(discovery.json()["token_endpoint"]),
            data={
                "grant_type": "client_credentials",
                "client_id": self._client_id,
                "client_secret": self._client_secret.get_secret_value(),
            },
        )
        response.raise_for_status()
        answer = response.json()
        self._token = str(answer["access_token"])
        self._renew_at = self._now() + timedelta(seconds=int(answer["expires_in"])) - RENEW_BEFORE
        return self._token
