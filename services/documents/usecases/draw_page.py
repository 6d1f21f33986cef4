"""A page of a version as a picture, upright as far as its checks know, plain or with its findings framed."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from services.documents.context import DocumentsContext
from services.documents.domain.errors import StoredBytesDiffer
from services.documents.domain.picture_errors import CheckNotFinished, PageNotDrawable
from services.documents.domain.pictures import require_page
from services.documents.domain.versions import Version
from services.documents.inspection.pool import WorkerFailed
from services.documents.reading.wire import findings_json
from services.documents.store.check_results import KeptResult, result_of
from services.documents.usecases.read_version import stored_object
from services.documents.usecases.readable_version import readable_version
from shared.canonical import JsonValue
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class PagePicture:
    """A page as PNG, and what it was drawn from."""

    version: Version
    result: KeptResult | None
    png: bytes


async def draw_page(
    context: DocumentsContext,
    transaction: Transaction,
    document_id: str,
    version_id: str,
    *,
    page: int,
    longest: int,
    is_framed: bool,
) -> PagePicture:
    """Draw one page.

    Raises what ``readable_version`` and ``require_page`` raise, CheckNotFinished when findings are wanted and none
    are known yet (a page without frames would say that nothing was found), and PageNotDrawable.
    """
    version = await readable_version(context, transaction, document_id, version_id)
    require_page(version, page)
    result = await result_of(await transaction.connection(), version_id)
    if is_framed and result is None:
        raise CheckNotFinished
    await transaction.release()
    findings = [kept.finding for kept in result.findings] if result and is_framed else None
    png = await _drawn(
        context,
        version,
        page=page,
        longest=longest,
        turn=result.turns.get(page, 0) if result else 0,
        findings=None if findings is None else findings_json(findings),
    )
    return PagePicture(version=version, result=result, png=png)


def picture_etag(version: Version, result: KeptResult | None) -> str:
    """Write the weak ETag of what was drawn: the file and what its checks found decide it, not its bytes."""
    return f'W/"{version.sha256}{f".{result.sha256}" if result else ""}"'


async def _drawn(
    context: DocumentsContext, version: Version, *, page: int, **wishes: JsonValue
) -> bytes:
    rule = context.kinds[version.kind]
    async with context.drawing_places:
        chunks = await context.objects.open(stored_object(version), None)
        async with context.spool.receive(chunks, lambda _size: None) as spooled:
            if spooled.digests.sha256 != version.sha256:
                raise StoredBytesDiffer
            with tempfile.TemporaryDirectory(dir=spooled.path.parent) as folder:
                try:
                    answer = await context.drawing.ask(
                        "page",
                        spooled.path,
                        media_type=version.media_type,
                        page=page,
                        max_pages=max(rule.max_pages, version.page_count),
                        max_pixels=rule.max_pixels,
                        folder=folder,
                        **wishes,
                    )
                except WorkerFailed as error:
                    raise PageNotDrawable from error
                if answer["name"] is None:
                    raise PageNotDrawable
                # Only a name is taken from a process that has read a stranger's file.
                drawn = Path(folder, Path(answer["name"]).name)
                return await asyncio.to_thread(drawn.read_bytes)
