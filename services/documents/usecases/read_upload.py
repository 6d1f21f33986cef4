"""What has arrived of an upload, and where its parts are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.documents.context import DocumentsContext
from services.documents.domain.upload_errors import UploadNotFound
from services.documents.domain.uploads import (
    MOST_ADDRESSES,
    DirectUpload,
    UploadState,
    require_open,
    require_parts,
)
from services.documents.store.multipart import MultipartGone
from services.documents.store.uploads import multipart_of, upload_of
from services.documents.usecases.arrived_parts import arrived_parts
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where parts are sent, and until when."""

    urls: dict[int, str]
    expire_at: datetime


async def read_upload(transaction: Transaction, document_id: str, upload_id: str) -> DirectUpload:
    """Find an upload; raise UploadNotFound."""
    upload = await upload_of(await transaction.connection(), document_id, upload_id)
    if upload is None:
        raise UploadNotFound
    return upload


async def arrived_sizes(
    context: DocumentsContext, transaction: Transaction, upload: DirectUpload
) -> dict[int, int]:
    """Tell the sizes of the parts that have arrived, by their numbers."""
    if upload.state is not UploadState.OPEN:
        return {}
    await transaction.release()
    try:
        parts = await arrived_parts(context, upload)
    except MultipartGone:
        if await context.objects.newest(upload.object_key) is None:
            return {}
        # A completion was broken off after the store had joined the parts: all that is left is to ask for it again.
        numbers = range(1, upload.part_count + 1)
        return {number: upload.size_of(number) for number in numbers}
    return {number: part.size_bytes for number, part in sorted(parts.items())}


def first_addresses(
    context: DocumentsContext, upload: DirectUpload, arrived: dict[int, int]
) -> Addresses:
    """Sign the addresses of the first parts that are still to be sent."""
    wanting = [
        number
        for number in range(1, upload.part_count + 1)
        if arrived.get(number) != upload.size_of(number)
    ]
    is_open = upload.state is UploadState.OPEN
    return _signed(context, upload, wanting[:MOST_ADDRESSES] if is_open else ())


async def renew_addresses(
    context: DocumentsContext,
    transaction: Transaction,
    document_id: str,
    upload_id: str,
    numbers: Sequence[int],
) -> tuple[DirectUpload, Addresses]:
    """Sign the addresses of the parts asked for; raise UploadNotFound, UploadClosed, PartOutsideUpload."""
    upload = await read_upload(transaction, document_id, upload_id)
    require_open(upload)
    require_parts(upload, numbers)
    return upload, _signed(context, upload, sorted(set(numbers)))


def _signed(context: DocumentsContext, upload: DirectUpload, numbers: Sequence[int]) -> Addresses:
    valid_for = timedelta(seconds=context.settings.part_url_life_s)
    multipart = multipart_of(upload)
    return Addresses(
        urls={
            number: context.part_urls.url(multipart, number, valid_for=valid_for)
            for number in numbers
        },
        expire_at=context.clocks.wall() + valid_for,
    )
