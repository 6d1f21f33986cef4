"""A person begins an upload that goes straight to the store."""

from dataclasses import dataclass, replace
from datetime import timedelta

from services.documents.context import DocumentsContext
from services.documents.domain.acceptance import (
    media_type_of,
    require_accepted_type,
    require_size,
)
from services.documents.domain.errors import TicketInvalid
from services.documents.domain.tickets import TicketClaims
from services.documents.domain.upload_errors import TooManyOpenUploads
from services.documents.domain.uploads import (
    MOST_OPEN,
    DirectUpload,
    part_size_for,
    require_same_file,
)
from services.documents.store.uploads import add_upload, count_open, multipart_of, upload_of
from services.documents.usecases.record_version import find_recorded
from shared.contracts.uploads import UploadStart
from shared.failpoints import fail_point
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Started:
    """An upload, and whether this request began it."""

    upload: DirectUpload
    is_new: bool


async def start_upload(
    context: DocumentsContext,
    transaction: Transaction,
    claims: TicketClaims,
    *,
    upload_id: str,
    start: UploadStart,
) -> Started:
    """Begin an upload under the sender's id; a repeat finds it.

    Raises TypeNotAccepted, FileTooLarge, UploadDiffers, TooManyOpenUploads, DocumentKindDiffers, DocumentFrozen,
    ObjectStoreUnavailable.
    """
    asked = _asked(context, claims, upload_id, start)
    connection = await transaction.connection()
    standing = await upload_of(connection, asked.document_id, upload_id)
    if standing is not None:
        return _repeated(standing, asked)
    await find_recorded(connection, asked.document_id, kind=asked.kind, sha256=None)
    if await count_open(connection, asked.document_id) >= MOST_OPEN:
        raise TooManyOpenUploads
    await transaction.release()
    begun = await context.objects.multiparts.begin(asked.object_key, asked.media_type)
    # A multipart upload that no row names is swept by its age.
    await fail_point("start-upload.after-begin")
    upload = replace(asked, multipart_id=begun.multipart_id)
    connection = await transaction.connection()
    if await add_upload(connection, upload):
        return Started(upload=upload, is_new=True)
    standing = await upload_of(connection, asked.document_id, upload_id)
    await transaction.release()
    await context.objects.multiparts.abort(multipart_of(upload))
    assert standing is not None  # noqa: S101 - it stood in the way
    return _repeated(standing, asked)


def _asked(
    context: DocumentsContext, claims: TicketClaims, upload_id: str, start: UploadStart
) -> DirectUpload:
    kind, file_name = claims.kind, claims.file_name
    if kind is None or kind not in context.kinds or file_name is None:
        raise TicketInvalid
    rule = context.kinds[kind]
    media_type = media_type_of(start.media_type)
    require_accepted_type(rule, media_type)
    require_size(rule, start.size_bytes)
    now, settings = context.clocks.wall(), context.settings
    return DirectUpload(
        document_id=claims.document_id,
        upload_id=upload_id,
        kind=kind,
        file_name=file_name,
        media_type=media_type,
        size_bytes=start.size_bytes,
        part_bytes=part_size_for(start.size_bytes, usual=settings.upload_part_bytes),
        sha256=start.sha256,
        started_at=now,
        expires_at=now + timedelta(seconds=settings.upload_life_s),
        started_by=claims.holder,
        multipart_id="",
    )


def _repeated(standing: DirectUpload, asked: DirectUpload) -> Started:
    require_same_file(standing, asked)
    return Started(upload=standing, is_new=False)
