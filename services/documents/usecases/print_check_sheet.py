"""What the checks of a version found, as a sheet to be printed."""

from dataclasses import dataclass

from services.documents.context import DocumentsContext
from services.documents.domain.check_life import STATE_NAMES
from services.documents.domain.checks import KeptFinding
from services.documents.domain.picture_errors import CheckNotFinished
from services.documents.domain.versions import Version
from services.documents.reading.check_sheet import MOST_PICTURES, CheckSheet
from services.documents.store.check_results import KeptResult, result_of
from services.documents.usecases.examine_version import stored_crop
from services.documents.usecases.readable_version import readable_version
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class PrintedCheckSheet:
    """A check sheet as PDF, and what stands on it."""

    version: Version
    result: KeptResult
    pdf: bytes


async def print_check_sheet(
    context: DocumentsContext, transaction: Transaction, document_id: str, version_id: str
) -> PrintedCheckSheet:
    """Print the sheet; raise what ``readable_version`` raises, and CheckNotFinished."""
    version = await readable_version(context, transaction, document_id, version_id)
    result = await result_of(await transaction.connection(), version_id)
    if result is None:
        raise CheckNotFinished
    await transaction.release()
    async with context.drawing_places:
        pictures = [
            await _picture(context, kept) if number <= MOST_PICTURES else None
            for number, kept in enumerate(result.findings, start=1)
        ]
        pdf = await context.check_sheets.render(
            CheckSheet(
                file_name=version.file_name,
                sha256=version.sha256,
                state=STATE_NAMES[version.check_state],
                checked_at=result.checked_at,
                pages=version.page_count,
                findings=tuple(kept.finding for kept in result.findings),
                pictures=tuple(pictures),
            )
        )
    return PrintedCheckSheet(version=version, result=result, pdf=pdf)


async def _picture(context: DocumentsContext, kept: KeptFinding) -> bytes | None:
    if kept.crop is None:
        return None
    chunks = await context.objects.open(stored_crop(kept.crop), None)
    return b"".join([chunk async for chunk in chunks])
