"""A signed document as a JWS in flattened JSON (RFC 7515 §7.2.2), in exactly one form of its bytes.

The file is canonical JSON and its parts are canonical base64url, so that no byte can be changed without the
file being another one, its digest included.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from services.scoring.signing.key_folder import ReceiptKey
from shared.canonical import canonical_bytes
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads

#: What ``typ`` says: ``application/tidu-receipt+jws``, written short as RFC 7515 §4.1.9 advises.
TYPE = "tidu-receipt+jws"

_PARTS = frozenset({"payload", "protected", "signature"})


class NotSigned(ValueError):
    """The bytes are no signed document of ours; it says in which way."""


@dataclass(frozen=True, kw_only=True)
class SignedDocument:
    """What a signed file says before anybody checks it."""

    header: dict[str, Any]
    payload: bytes
    signature: bytes
    #: The bytes under the signature.
    signing_input: bytes

    @property
    def key_id(self) -> str:
        """The key that is said to have signed."""
        return str(self.header["kid"])


def signed(payload: bytes, key: ReceiptKey, *, media_type: str = TYPE) -> bytes:
    """Sign a payload; the file's bytes."""
    header = {"alg": key.algorithm.name, "kid": key.key_id, "typ": media_type, "cty": "json"}
    protected, body = _encoded(canonical_bytes(header)), _encoded(payload)
    signature = key.sign(_signing_input(protected, body))
    return canonical_bytes(
        {"payload": body, "protected": protected, "signature": _encoded(signature)}
    )


def read_signed(content: bytes, *, media_type: str = TYPE) -> SignedDocument:
    """Read a file without checking its signature; raise NotSigned."""
    parts = _object(content, "file")
    if set(parts) != _PARTS or not all(isinstance(part, str) for part in parts.values()):
        raise NotSigned("a receipt has payload, protected and signature, and nothing else")
    header = _object(_decoded(parts["protected"], "protected"), "protected header")
    for name, wanted in (("typ", media_type), ("cty", "json")):
        if header.get(name) != wanted:
            raise NotSigned(f"its {name} is not {wanted}")
    if set(header) != {"alg", "kid", "typ", "cty"} or not isinstance(header["kid"], str):
        raise NotSigned("its protected header has alg, kid, typ and cty, and nothing else")
    return SignedDocument(
        header=header,
        payload=_decoded(parts["payload"], "payload"),
        signature=_decoded(parts["signature"], "signature"),
        signing_input=_signing_input(parts["protected"], parts["payload"]),
    )


def canonical_file(content: bytes) -> bytes:
    """Give the one form of a file's bytes, whatever its layout; raise NotSigned."""
    return canonical_bytes(_object(content, "file"))


def _signing_input(protected: str, payload: str) -> bytes:
    return f"{protected}.{payload}".encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str, part: str) -> bytes:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        data = b""
    # The last character has bits to spare; two texts must not mean the same bytes.
    if not data or _encoded(data) != text:
        raise NotSigned(f"its {part} is not canonical base64url")
    return data


def _object(content: bytes, part: str) -> dict[str, Any]:
    try:
        found = strict_loads(content)
        canonical_bytes(found)  # type: ignore[arg-type]  # refuses what has no exact form
    except (MalformedJson, InvalidRequest, ValueError, TypeError, RecursionError) as error:
        raise NotSigned(f"its {part} is no JSON of ours") from error
    if not isinstance(found, dict):
        raise NotSigned(f"its {part} is no JSON object")
    return found
