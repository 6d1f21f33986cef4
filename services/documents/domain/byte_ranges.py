"""Range requests (RFC 9110 §14): one range is served, anything else gets the whole file."""

import re
from dataclasses import dataclass

from services.documents.domain.errors import RangeOutsideFile
from shared.text import Text

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,19})-(\d{0,19})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ByteRange:
    """Bytes from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def content_range(self, size_bytes: int) -> str:
        """Write the value of Content-Range."""
        return f"bytes {self.first}-{self.last}/{size_bytes}"


def requested_range(header: str | None, size_bytes: int) -> ByteRange | None:
    """Read a Range header: None means the whole file, as the RFC allows for what we do not serve.

    Several ranges at once, other units and what cannot be read are not served in part; a range
    beyond the end raises RangeOutsideFile.
    """
    match = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return _suffix(int(match[2]), size_bytes)
    first = int(match[1])
    last = int(match[2]) if match[2] else size_bytes - 1
    if match[2] and last < first:
        return None
    if first >= size_bytes:
        raise _outside(size_bytes)
    return ByteRange(first=first, last=min(last, size_bytes - 1))


def _suffix(length: int, size_bytes: int) -> ByteRange:
    if length == 0 or size_bytes == 0:
        raise _outside(size_bytes)
    return ByteRange(first=max(size_bytes - length, 0), last=size_bytes - 1)


def _outside(size_bytes: int) -> RangeOutsideFile:
    detail = Text(zh="文件共 {size} 字节", en="The file has {size} bytes")
    return RangeOutsideFile(detail.fill(size=size_bytes), size_bytes=size_bytes)
