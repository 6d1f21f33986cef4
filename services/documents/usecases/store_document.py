"""A person uploads a file under a ticket; everything is decided before the upload is answered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.documents.context import DocumentsContext
from services.documents.domain.acceptance import (
    media_type_of,
    require_accepted_type,
    require_not_empty,
    require_size,
)
from services.documents.domain.content_digest import declared_sha256
from services.documents.domain.errors import DigestMismatch, TicketInvalid
from services.documents.domain.kinds import KindRule
from services.documents.domain.tickets import TicketClaims
from services.documents.domain.versions import Version
from services.documents.store.outgoing import outgoing_object
from services.documents.store.spool import Spooled
from services.documents.usecases.keep_bytes import keep_bytes, object_key
from services.documents.usecases.record_version import Recorded, find_recorded, record_version
from shared.failpoints import fail_point
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A request to store bytes, as its headers describe it."""

    document_id: str
    content_type: str | None
    content_digest: str | None
    #: What Content-Length says; none for a chunked body.
    declared_size_bytes: int | None
    chunks: AsyncIterator[bytes]


async def store_document(
    context: DocumentsContext, transaction: Transaction, claims: TicketClaims, upload: Upload
) -> Recorded:
    """Store the bytes as a version; the same bytes again are the same version."""
    kind, file_name = claims.kind, claims.file_name
    if kind not in context.kinds or kind is None or file_name is None:
        raise TicketInvalid
    rule = context.kinds[kind]
    media_type, declared = _require_fitting_headers(rule, upload)
    await find_recorded(await transaction.connection(), upload.document_id, kind=kind, sha256=None)
    await transaction.release()
    async with (
        outgoing_object(context.objects, object_key(upload.document_id), media_type) as outgoing,
        context.spool.receive(
            upload.chunks, lambda size_bytes: require_size(rule, size_bytes), outgoing.grow
        ) as spooled,
    ):
        _require_whole(spooled, declared)
        standing = await _standing(transaction, upload.document_id, kind, spooled)
        if standing is not None:
            return Recorded(version=standing, is_new=False)
        version = await keep_bytes(
            context,
            spooled,
            document_id=upload.document_id,
            kind=kind,
            media_type=media_type,
            file_name=file_name,
            actor=claims.holder,
            put=outgoing.finish,
        )
    await fail_point("upload-document.after-put")
    return await record_version(
        await transaction.connection(), version, event_kind="document.stored"
    )


async def _standing(
    transaction: Transaction, document_id: str, kind: str, spooled: Spooled
) -> Version | None:
    connection = await transaction.connection()
    sha256 = spooled.digests.sha256
    standing = await find_recorded(connection, document_id, kind=kind, sha256=sha256)
    await transaction.release()
    return standing


def _require_fitting_headers(rule: KindRule, upload: Upload) -> tuple[str, str | None]:
    media_type = media_type_of(upload.content_type)
    require_accepted_type(rule, media_type)
    declared = declared_sha256(upload.content_digest)
    if upload.declared_size_bytes is not None:
        require_size(rule, upload.declared_size_bytes)
    return media_type, declared


def _require_whole(spooled: Spooled, declared_sha256: str | None) -> None:
    if declared_sha256 is not None and declared_sha256 != spooled.digests.sha256:
        raise DigestMismatch
    require_not_empty(spooled.size_bytes)
