"""An upload that goes straight to the store: its life, and how its file is cut into parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.documents.domain.upload_errors import (
    PartOutsideUpload,
    UploadClosed,
    UploadDiffers,
    UploadIncomplete,
)
from shared.errors import Fault
from shared.text import Text

#: Uploads of one document that may be open at the same time.
MOST_OPEN = 8
#: Addresses of parts that are given at once.
MOST_ADDRESSES = 100
#: One listing of the store names as many parts.
_MOST_PARTS = 1000
_MIB = 2**20
#: Faults that one answer lists.
_MOST_FAULTS = 100


class UploadState(StrEnum):
    """Only what is open changes."""

    OPEN = "open"
    COMPLETED = "completed"
    #: The file was found unsound when it was whole.
    REFUSED = "refused"
    ABORTED = "aborted"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class DirectUpload:
    """A file on its way into the store without passing through the service."""

    document_id: str
    upload_id: str
    kind: str
    file_name: str
    media_type: str
    size_bytes: int
    part_bytes: int
    #: What the sender says that the file's digest is.
    sha256: str | None
    started_at: datetime
    expires_at: datetime
    #: Subject of the person who began it.
    started_by: str
    #: The store's own name for it.
    multipart_id: str
    state: UploadState = UploadState.OPEN
    version_id: str | None = None
    #: Code of the error for which it was refused.
    refusal: str | None = None

    @property
    def object_key(self) -> str:
        """Its place in the store, which no other upload shares."""
        return f"uploads/{self.document_id}/{self.upload_id}"

    @property
    def part_count(self) -> int:
        return -(-self.size_bytes // self.part_bytes)

    def size_of(self, number: int) -> int:
        """Tell how large a part is; all but the last are alike."""
        return min(self.part_bytes, self.size_bytes - (number - 1) * self.part_bytes)


def part_size_for(size_bytes: int, *, usual: int) -> int:
    """Say how large parts of such a file are: larger than usual only if there would be too many, in whole MiB."""
    least = -(-size_bytes // _MOST_PARTS)
    return max(usual, -(-least // _MIB) * _MIB)


def require_open(upload: DirectUpload) -> None:
    """Raise UploadClosed for what is over."""
    if upload.state is not UploadState.OPEN:
        raise UploadClosed


def require_same_file(standing: DirectUpload, asked: DirectUpload) -> None:
    """Raise UploadDiffers unless a repeat asks for what was begun."""
    if _file_of(standing) != _file_of(asked):
        raise UploadDiffers


def require_parts(upload: DirectUpload, numbers: Sequence[int]) -> None:
    """Raise PartOutsideUpload for numbers that no part has."""
    faults = [
        Fault(pointer=f"/part_numbers/{place}", code="outside", message=PartOutsideUpload.title)
        for place, number in enumerate(numbers)
        if not 1 <= number <= upload.part_count
    ]
    if faults:
        raise PartOutsideUpload(faults=faults)


def require_whole(upload: DirectUpload, arrived: Mapping[int, int]) -> None:
    """Raise UploadIncomplete with what is missing, of another size, or not a part at all."""
    faults = [
        _fault(number, upload.size_of(number), arrived.get(number))
        for number in range(1, upload.part_count + 1)
        if arrived.get(number) != upload.size_of(number)
    ]
    if faults:
        raise UploadIncomplete(faults=faults[:_MOST_FAULTS])


def _file_of(upload: DirectUpload) -> tuple[object, ...]:
    return (upload.kind, upload.media_type, upload.size_bytes, upload.sha256)


def _fault(number: int, expected: int, found: int | None) -> Fault:
    if found is None:
        code = "missing"
        message = Text(zh="第 {number} 片尚未到达", en="part {number} has not arrived").fill(
            number=number
        )
    else:
        code = "size"
        message = Text(
            zh="第 {number} 片应为 {expected} 字节，收到 {found} 字节",
            en="part {number} must have {expected} bytes, {found} arrived",
        ).fill(number=number, expected=expected, found=found)
    return Fault(pointer=f"/parts/{number}", code=code, message=message)
