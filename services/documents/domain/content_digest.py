"""Content-Digest and Repr-Digest (RFC 9530), of which we speak SHA-256."""

import base64
import binascii
import re

from services.documents.domain.errors import ContentDigestMalformed

#: One member of the structured dictionary: a key with a byte sequence (RFC 8941 §3.2, §3.3.5).
_MEMBER = re.compile(r"([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):(?:;[^,]*)?")
_SHA256_BYTES = 32


def declared_sha256(header: str | None) -> str | None:
    """Read the SHA-256 that a sender declares, as hex; other algorithms are passed over."""
    if header is None:
        return None
    declared = None
    for part in header.split(","):
        member = _MEMBER.fullmatch(part.strip())
        if member is None:
            raise ContentDigestMalformed
        if member[1] == "sha-256":
            declared = _sha256_hex(member[2])
    return declared


def digest_header(sha256: str) -> str:
    """Write a hex SHA-256 as the value of Content-Digest or Repr-Digest."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"


def _sha256_hex(encoded: str) -> str:
    try:
        digest = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ContentDigestMalformed from error
    if len(digest) != _SHA256_BYTES:
        raise ContentDigestMalformed
    return digest.hex()
