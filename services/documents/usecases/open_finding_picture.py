"""The picture that the checks kept of one finding."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.documents.context import DocumentsContext
from services.documents.domain.picture_errors import FindingPictureNotThere
from services.documents.domain.versions import Version
from services.documents.store.check_results import KeptResult, result_of
from services.documents.usecases.examine_version import stored_crop
from services.documents.usecases.readable_version import readable_version
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class FindingPicture:
    """An open picture, and the result that names it."""

    version: Version
    result: KeptResult
    chunks: AsyncIterator[bytes]


async def open_finding_picture(
    context: DocumentsContext,
    transaction: Transaction,
    document_id: str,
    version_id: str,
    *,
    number: int,
) -> FindingPicture:
    """Open the picture of the finding with this number in the whole list, counted from 1.

    Raises what ``readable_version`` raises, and FindingPictureNotThere.
    """
    version = await readable_version(context, transaction, document_id, version_id)
    result = await result_of(await transaction.connection(), version_id)
    if result is None or not 1 <= number <= len(result.findings):
        raise FindingPictureNotThere
    crop = result.findings[number - 1].crop
    if crop is None:
        raise FindingPictureNotThere
    await transaction.release()
    chunks = await context.objects.open(stored_crop(crop), None)
    return FindingPicture(version=version, result=result, chunks=chunks)
