"""Verifies bearer tokens against an OpenID Connect issuer (OpenID Discovery 1.0, RFC 7519, RFC 9068).

Only asymmetric signatures count, so that a published key can never be turned into a shared secret.
Key sets are cached; an unknown key id fetches them again, at most once every few seconds,
so that a flood of invented ids cannot become a flood on the issuer.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from shared.identity.development_issuer import MARK
from shared.identity.principal import Principal, Role
from shared.request_errors import IdentityProviderUnavailable, TokenRefused

# EdDSA is the name most issuers still give to Ed25519 (RFC 8037; RFC 9864 renames it).
ALGORITHMS = ["ES256", "ES384", "RS256", "PS256", "EdDSA", "Ed25519"]

#: A key set is used this long before it is fetched again.
KEYS_LIVE = timedelta(minutes=10)
#: An unknown key id fetches again only after this pause.
REFETCH_PAUSE = timedelta(seconds=5)
#: A front end sends its token with every request: the signature of so many tokens is checked once a key set.
#: Issuer, audience and times are checked each time.
MOST_REMEMBERED = 1000
#: The clocks of issuer and service may differ by this much.
LEEWAY_S = 30

log = structlog.get_logger()


class DevelopmentIssuerRefused(RuntimeError):
    """A service outside development was pointed at the issuer that signs for anybody."""


@dataclass(frozen=True, kw_only=True)
class _Signed:
    """A token whose signature was found good, and the very key set it was checked with."""

    key_id: str
    keys: KeySet
    claims: dict[str, Any]


class TokenVerifier:
    """Turns a token into a principal, or refuses it."""

    def __init__(
        self,
        *,
        issuer_url: str,
        audience: str,
        http: httpx.AsyncClient,
        now: Callable[[], datetime],
        accept_development_issuer: bool,
    ) -> None:
        self._accept_development_issuer = accept_development_issuer
        self._issuer_url = issuer_url.rstrip("/")
        self._audience = audience
        self._http = http
        self._now = now
        self._keys: KeySet | None = None
        self._fetched_at: datetime | None = None
        self._lock = asyncio.Lock()
        self._signed: dict[str, _Signed] = {}

    async def verify(self, token: str) -> Principal:
        """Check signature, issuer, audience and times; raise TokenRefused or IdentityProviderUnavailable."""
        signed = self._signed.get(token)
        keys = await self._keys_for(signed.key_id if signed else _key_id(token))
        if signed is None or signed.keys is not keys:
            signed = self._check_signature(token, keys)
        self._check_claims(signed.claims)
        return principal_of(signed.claims)

    async def ensure_keys(self) -> None:
        """Fetch the keys now if there are none; raise DevelopmentIssuerRefused or IdentityProviderUnavailable."""
        if self._keys is None:
            async with self._lock:
                await self._fetch_keys()

    def _check_signature(self, token: str, keys: KeySet) -> "_Signed":
        try:
            decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise TokenRefused from error
        signed = _Signed(key_id=_key_id(token), keys=keys, claims=decoded.claims)
        if len(self._signed) >= MOST_REMEMBERED:
            self._signed.pop(next(iter(self._signed)))
        self._signed[token] = signed
        return signed

    def _check_claims(self, claims: dict[str, object]) -> None:
        registry = jwt.JWTClaimsRegistry(
            now=int(self._now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._issuer_url},
            aud={"essential": True, "value": self._audience},
            sub={"essential": True},
            exp={"essential": True},
        )
        try:
            registry.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused from error

    async def _keys_for(self, key_id: str) -> KeySet:
        now = self._now()
        keys, fetched_at = self._keys, self._fetched_at
        if keys is not None and fetched_at is not None:
            age = now - fetched_at
            known = any(key.kid == key_id for key in keys.keys)
            if (known and age < KEYS_LIVE) or (not known and age < REFETCH_PAUSE):
                return keys
        async with self._lock:
            if self._fetched_at != fetched_at and self._keys is not None:
                return self._keys
            return await self._fetch_keys()

    async def _fetch_keys(self) -> KeySet:
        try:
            discovery = await self._get_json(f"{self._issuer_url}/.well-known/openid-configuration")
            self._check_discovery(discovery)
            document = await self._get_json(str(discovery["jwks_uri"]))
            keys = KeySet.import_key_set(document)  # type: ignore[arg-type]  # checked by the library
        except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
            if self._keys is None:
                raise IdentityProviderUnavailable from error
            # Keys we hold stay good while the issuer is away; the next try is after the pause.
            log.warning("identity.keys_not_refreshed", error=type(error).__name__)
            self._fetched_at = self._now() - KEYS_LIVE + REFETCH_PAUSE
            return self._keys
        self._keys, self._fetched_at = keys, self._now()
        return keys

    def _check_discovery(self, discovery: dict[str, object]) -> None:
        if discovery.get("issuer") != self._issuer_url:
            raise ValueError("the issuer calls itself by another name")
        if discovery.get(MARK) and not self._accept_development_issuer:
            raise DevelopmentIssuerRefused

    async def _get_json(self, url: str) -> dict[str, object]:
        response = await self._http.get(url)
        response.raise_for_status()
        document = response.json()
        if not isinstance(document, dict):
            raise TypeError("not a JSON object")
        return document


def principal_of(claims: dict[str, object]) -> Principal:
    """Read the principal from verified claims; raise TokenRefused when they say no role of ours."""
    try:
        role = Role(str(claims.get("role")))
    except ValueError as error:
        raise TokenRefused from error
    subject, unit, enterprise = claims["sub"], claims.get("unit"), claims.get("enterprise")
    for claim in (subject, unit, enterprise):
        if claim is not None and not isinstance(claim, str):
            raise TokenRefused
    return Principal(
        subject=str(subject),
        role=role,
        unit=unit if isinstance(unit, str) else None,
        enterprise=enterprise if isinstance(enterprise, str) else None,
    )


def _key_id(token: str) -> str:
    try:
        header = extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenRefused from error
    algorithm, key_id = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS or not isinstance(key_id, str):
        raise TokenRefused
    return key_id
