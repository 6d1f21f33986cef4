"""A revision, or a paper of a hand-in, becomes a PDF/A to be printed and stamped; the same job gives the same paper."""

import hashlib
from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.context import DocumentsContext
from services.documents.domain.acceptance import require_size
from services.documents.domain.errors import PrintedFormDiffers
from services.documents.domain.versions import Version
from services.documents.store.printed_pages import add_printed_pages
from services.documents.store.queries import (
    add_print_job,
    lock_document,
    print_job_of,
    version_of,
)
from services.documents.usecases.keep_bytes import keep_bytes
from services.documents.usecases.record_version import Recorded, find_recorded, record_version
from shared.canonical import canonical_bytes
from shared.contracts.documents import DocumentKind
from shared.contracts.printing import PrintJob
from shared.failpoints import fail_point
from shared.transactions import Transaction

_KIND = DocumentKind.PRINTED_FORM.value

#: Fields that the first jobs did not have, with what they say when they say nothing.
_GAINED: dict[str, object] = {
    "layout": "application-form",
    "hand_in_id": None,
    "hand_in_sha256": None,
    "commitment": None,
    "addressee": None,
    "enclosures": [],
}


async def render_printed_form(
    context: DocumentsContext,
    transaction: Transaction,
    *,
    document_id: str,
    job: PrintJob,
    actor: str,
) -> Recorded:
    """Print a job once under this id; another job under it raises PrintedFormDiffers."""
    job_sha256 = digest_of(job)
    connection = await transaction.connection()
    standing = await _standing_form(connection, document_id, job_sha256)
    if standing is not None:
        return Recorded(version=standing, is_new=False)
    await find_recorded(connection, document_id, kind=_KIND, sha256=None)
    await transaction.release()
    print_sha256 = _print_digest(document_id, job_sha256)
    version = await _print(context, document_id, job, print_sha256, actor)
    await fail_point("put-printed-form.after-put")
    connection = await transaction.connection()
    # Under the document's lock: a request that printed the same meanwhile has won.
    await lock_document(connection, document_id, kind=_KIND)
    standing = await _standing_form(connection, document_id, job_sha256)
    if standing is not None:
        return Recorded(version=standing, is_new=False)
    recorded = await record_version(connection, version, event_kind="printed-form.rendered")
    await add_print_job(connection, recorded.version, job_sha256)
    await add_printed_pages(connection, recorded.version, job, print_sha256)
    return recorded


def digest_of(job: PrintJob) -> str:
    """Give the digest by which the same job is known again.

    What jobs have gained since the first is left out where it is not used: an order from before an upgrade is
    the same order after it.
    """
    said = job.model_dump(mode="json")
    gained = {name: default for name, default in _GAINED.items() if said[name] == default}
    return hashlib.sha256(
        canonical_bytes({name: value for name, value in said.items() if name not in gained})
    ).hexdigest()


def _print_digest(document_id: str, job_sha256: str) -> str:
    """Give the digest that the pages' codes are derived from: no two prints share a code, though their words agree."""
    return hashlib.sha256(f"{document_id}/{job_sha256}".encode("ascii")).hexdigest()


async def _standing_form(
    connection: AsyncConnection, document_id: str, job_sha256: str
) -> Version | None:
    standing = await print_job_of(connection, document_id)
    if standing is None:
        return None
    if standing[0] != job_sha256:
        raise PrintedFormDiffers
    return await version_of(connection, document_id, standing[1])


async def _print(
    context: DocumentsContext, document_id: str, job: PrintJob, print_sha256: str, actor: str
) -> Version:
    pdf = await context.renderer.render(job, print_sha256)
    rule = context.kinds[_KIND]
    async with context.spool.receive(
        _whole(pdf), lambda size_bytes: require_size(rule, size_bytes)
    ) as spooled:
        # Looked into like any upload: what is handed out has been opened once by somebody else.
        return await keep_bytes(
            context,
            spooled,
            document_id=document_id,
            kind=_KIND,
            media_type="application/pdf",
            file_name=f"{context.layouts[job.layout].file_name}-{job.form_code or job.hand_in_id}.pdf",
            actor=actor,
        )


async def _whole(pdf: bytes) -> AsyncIterator[bytes]:
    yield pdf
