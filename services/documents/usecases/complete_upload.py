"""The parts of an upload become a version, once they are joined, read back and found sound.

Only what was read back counts: stores leave out a part that was replaced at this moment, without an error.
"""

from services.documents.context import DocumentsContext
from services.documents.domain.acceptance import require_accepted_type, require_size
from services.documents.domain.errors import DigestMismatch, DocumentNotFound, FileDamaged
from services.documents.domain.tickets import TicketClaims
from services.documents.domain.upload_errors import UploadClosed, UploadNotFound
from services.documents.domain.uploads import (
    DirectUpload,
    UploadState,
    require_open,
    require_whole,
)
from services.documents.domain.versions import Version
from services.documents.store.multipart import MultipartGone
from services.documents.store.object_store import StoredObject
from services.documents.store.queries import version_of
from services.documents.store.spool import Spooled
from services.documents.store.uploads import close_upload, multipart_of, upload_of
from services.documents.usecases.arrived_parts import arrived_parts
from services.documents.usecases.clear_upload import clear_upload
from services.documents.usecases.keep_bytes import keep_bytes
from services.documents.usecases.read_upload import read_upload
from services.documents.usecases.record_version import Recorded, find_recorded, record_version
from shared.errors import REGISTRY, Invalid
from shared.failpoints import fail_point
from shared.text import Text
from shared.transactions import Transaction

_NOT_THE_DIGEST = Text(
    zh="文件与开始上传时声明的 sha256 不一致",
    en="The file is not the one whose sha256 was declared when the upload began",
)
_NOT_THE_SIZE = Text(
    zh="合并后的文件大小与声明不一致", en="The joined file is not as large as was declared"
)


async def complete_upload(
    context: DocumentsContext,
    transaction: Transaction,
    claims: TicketClaims,
    document_id: str,
    upload_id: str,
) -> Recorded:
    """Admit an upload whose parts have arrived; a repeat gives the same version, or the same refusal.

    Raises UploadNotFound, UploadClosed, UploadIncomplete (and it stays open), whatever a file is refused for (and it
    is over), DocumentKindDiffers, DocumentFrozen, ObjectStoreUnavailable.
    """
    upload = await read_upload(transaction, document_id, upload_id)
    if upload.state is UploadState.COMPLETED:
        return await _admitted(transaction, upload)
    if upload.refusal is not None:
        raise REGISTRY[upload.refusal]
    require_open(upload)
    _require_still_taken(context, upload)
    connection = await transaction.connection()
    await find_recorded(connection, upload.document_id, kind=upload.kind, sha256=None)
    await transaction.release()
    stored = await _joined(context, upload)
    await fail_point("complete-upload.after-join")
    try:
        version = await _read_back(context, upload, stored, claims.holder)
    except Invalid as refusal:
        await _refuse(context, transaction, upload, refusal.code)
        raise
    await fail_point("complete-upload.after-reading")
    return await _admit(context, transaction, upload, version)


def _require_still_taken(context: DocumentsContext, upload: DirectUpload) -> None:
    # Held at the start too; the rules may have changed since.
    rule = context.kinds[upload.kind]
    require_accepted_type(rule, upload.media_type)
    require_size(rule, upload.size_bytes)


async def _joined(context: DocumentsContext, upload: DirectUpload) -> StoredObject:
    multipart, parts = multipart_of(upload), context.objects.multiparts
    try:
        arrived = await arrived_parts(context, upload)
        require_whole(upload, {number: part.size_bytes for number, part in arrived.items()})
        numbers = range(1, upload.part_count + 1)
        etags = [(number, arrived[number].etag) for number in numbers]
        version = await parts.complete(multipart, etags)
    except MultipartGone:
        # Joined by a request that was killed, or by one at the same time: its place is this upload's alone.
        standing = await context.objects.newest(upload.object_key)
        if standing is None:
            raise UploadClosed from None
        return standing
    return StoredObject(key=upload.object_key, version=version)


async def _read_back(
    context: DocumentsContext, upload: DirectUpload, stored: StoredObject, actor: str
) -> Version:
    async def already_stored(_spooled: Spooled) -> StoredObject:
        return stored

    chunks = await context.objects.open(stored, None)
    rule = context.kinds[upload.kind]
    async with context.spool.receive(chunks, lambda size: require_size(rule, size)) as spooled:
        if spooled.size_bytes != upload.size_bytes:
            raise FileDamaged(_NOT_THE_SIZE)
        if upload.sha256 not in (None, spooled.digests.sha256):
            raise DigestMismatch(_NOT_THE_DIGEST)
        return await keep_bytes(
            context,
            spooled,
            document_id=upload.document_id,
            kind=upload.kind,
            media_type=upload.media_type,
            file_name=upload.file_name,
            actor=actor,
            put=already_stored,
        )


async def _refuse(
    context: DocumentsContext, transaction: Transaction, upload: DirectUpload, code: str
) -> None:
    connection = await transaction.connection()
    is_ours = await close_upload(connection, upload, UploadState.REFUSED, refusal=code)
    # Committed although the request is refused: what was found out stands, and the object goes.
    await transaction.release()
    await fail_point("complete-upload.after-refusal")
    if is_ours:
        await clear_upload(context, transaction, upload)


async def _admit(
    context: DocumentsContext, transaction: Transaction, upload: DirectUpload, version: Version
) -> Recorded:
    connection = await transaction.connection()
    locked = await upload_of(connection, upload.document_id, upload.upload_id, lock=True)
    if locked is None:
        raise UploadNotFound
    if locked.state is UploadState.COMPLETED:
        return await _admitted(transaction, locked)
    require_open(locked)
    recorded = await record_version(connection, version, event_kind="document.stored")
    is_needed = recorded.version.object_key == upload.object_key
    await close_upload(
        connection,
        upload,
        UploadState.COMPLETED,
        version_id=recorded.version.version_id,
        cleared_at=context.clocks.wall() if is_needed else None,
    )
    if not is_needed:
        # The same bytes stand already: one object of them is enough.
        await transaction.release()
        await clear_upload(context, transaction, upload)
    return recorded


async def _admitted(transaction: Transaction, upload: DirectUpload) -> Recorded:
    connection = await transaction.connection()
    version = await version_of(connection, upload.document_id, upload.version_id or "")
    if version is None:
        raise DocumentNotFound
    return Recorded(version=version, is_new=False)
