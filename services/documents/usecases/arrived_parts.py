"""Which parts of an upload count: of one that was sent again, the one that fits and came last."""

from collections.abc import Iterable
from datetime import UTC, datetime

from services.documents.context import DocumentsContext
from services.documents.domain.uploads import DirectUpload
from services.documents.store.multipart import ArrivedPart
from services.documents.store.uploads import multipart_of

_NEVER = datetime.min.replace(tzinfo=UTC)


async def arrived_parts(context: DocumentsContext, upload: DirectUpload) -> dict[int, ArrivedPart]:
    """List the parts that count, by their numbers; raise MultipartGone."""
    return counting(upload, await context.objects.multiparts.arrived(multipart_of(upload)))


def counting(upload: DirectUpload, parts: Iterable[ArrivedPart]) -> dict[int, ArrivedPart]:
    """Choose one part of each number.

    Stores tell seconds only: of two that fit and came in the same one, either counts. A sender that needs to be sure
    declares the file's digest.
    """

    def rank(part: ArrivedPart) -> tuple[bool, datetime]:
        return part.size_bytes == upload.size_of(part.number), part.arrived_at or _NEVER

    return {part.number: part for part in sorted(parts, key=rank)}
