"""Signature algorithms behind one small protocol: Ed25519 comes with the service, a city may bring another.

A city's own (SM2 with SM3, or keys that stay inside a hardware module) is an object named by
``SCORING_RECEIPT_ALGORITHMS`` as ``module:object``. What a JWK holds is the algorithm's own affair: a
private part may as well be the handle of a key that nobody can read.
"""

import importlib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

#: One JSON Web Key (RFC 7517).
Jwk = Mapping[str, Any]


class Algorithm(Protocol):
    """Makes, uses and shows keys of one kind."""

    @property
    def name(self) -> str:
        """The JWS ``alg`` that stands on receipts and keys."""

    def new_key(self) -> dict[str, Any]:
        """Make a private JWK with its ``kid``."""

    def public(self, key: Jwk) -> dict[str, Any]:
        """Give the members of a key that everybody may see; raise ValueError for what is no key of this kind."""

    def can_sign(self, key: Jwk) -> bool:
        """Tell whether the private part is at hand."""

    def sign(self, key: Jwk, data: bytes) -> bytes:
        """Sign data."""

    def verify(self, key: Jwk, data: bytes, signature: bytes) -> bool:
        """Tell whether a signature over data is that of a key."""


class Ed25519:
    """RFC 8032 under its fully specified name (RFC 9864)."""

    name = "Ed25519"

    def new_key(self) -> dict[str, Any]:
        # The kid is the key's own thumbprint (RFC 7638), so that it means no other key anywhere.
        return dict(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True))

    def public(self, key: Jwk) -> dict[str, Any]:
        return {
            name: self._imported(key).as_dict(private=False)[name] for name in ("kty", "crv", "x")
        }

    def can_sign(self, key: Jwk) -> bool:
        return "d" in key

    def sign(self, key: Jwk, data: bytes) -> bytes:
        private = self._imported(key).private_key
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError("the private part of this key is not at hand")
        return private.sign(data)

    def verify(self, key: Jwk, data: bytes, signature: bytes) -> bool:
        public = self._imported(key).public_key
        assert isinstance(public, Ed25519PublicKey)  # noqa: S101 - _imported lets no other curve through
        try:
            public.verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def _imported(self, key: Jwk) -> OKPKey:
        members = {name: key[name] for name in ("kty", "crv", "x", "d") if name in key}
        if members.get("crv") != self.name:
            raise ValueError("is no Ed25519 key")
        try:
            return OKPKey.import_key(members)
        except (JoseError, TypeError, KeyError) as error:
            raise ValueError("is no Ed25519 key") from error


ED25519 = Ed25519()


class NoSuchAlgorithm(ValueError):
    """What was named is no algorithm that can be loaded."""


def algorithms_of(names: Iterable[str] = ()) -> dict[str, Algorithm]:
    """Give the algorithms at hand by ``alg``: ours, and those named as ``module:object``."""
    found: dict[str, Algorithm] = {ED25519.name: ED25519}
    for name in names:
        one = _loaded(name)
        found[one.name] = one
    return found


def _loaded(name: str) -> Algorithm:
    module, _, attribute = name.partition(":")
    try:
        found: Algorithm = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise NoSuchAlgorithm(f"no algorithm {name!r}: name it as module:object") from error
    return found
