"""A signature algorithm such as a city might bring: another curve, another hash, keys of its own."""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from joserfc.jwk import ECKey

from services.scoring.signing.algorithms import Jwk

#: How it is named to the service and to the commands.
NAME = f"{__name__}:P_256"


class P256:
    name = "ES256"

    def new_key(self) -> dict[str, Any]:
        return dict(ECKey.generate_key("P-256", auto_kid=True).as_dict(private=True))

    def public(self, key: Jwk) -> dict[str, Any]:
        return {name: key[name] for name in ("kty", "crv", "x", "y")}

    def can_sign(self, key: Jwk) -> bool:
        return "d" in key

    def sign(self, key: Jwk, data: bytes) -> bytes:
        private: Any = self._imported(key).private_key
        return bytes(private.sign(data, ECDSA(hashes.SHA256())))

    def verify(self, key: Jwk, data: bytes, signature: bytes) -> bool:
        public: Any = self._imported(key).public_key
        try:
            public.verify(signature, data, ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    def _imported(self, key: Jwk) -> ECKey:
        names = ("kty", "crv", "x", "y", "d")
        return ECKey.import_key({name: key[name] for name in names if name in key})


P_256 = P256()
