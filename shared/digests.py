"""SHA-256 and SM3 (GB/T 32905-2016) of the same bytes, taken in one pass."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Digests:
    """Both digests as lower-case hexadecimal."""

    sha256: str
    sm3: str


class StreamingDigests:
    """Takes chunks as they pass and gives both digests and the size at the end."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashlib.new("sm3")
        self.size_bytes = 0

    def update(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._sha256.update(chunk)
        self._sm3.update(chunk)
        self.size_bytes += len(chunk)

    def result(self) -> Digests:
        """Give the digests of all bytes so far."""
        return Digests(sha256=self._sha256.hexdigest(), sm3=self._sm3.hexdigest())


def digests_of(data: bytes) -> Digests:
    """Digest bytes that are already in memory."""
    digests = StreamingDigests()
    digests.update(data)
    return digests.result()
