"""Makes canonical bytes with both digests, as everything that is hashed is kept."""

from collections.abc import Mapping

from services.scoring.domain.assessment import KeptBytes
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of


def kept_bytes(document: Mapping[str, JsonValue]) -> KeptBytes:
    """Write a document as the bytes that are hashed and kept."""
    content = canonical_bytes(document)
    digests = digests_of(content)
    return KeptBytes(content=content, sha256=digests.sha256, sm3=digests.sm3)
