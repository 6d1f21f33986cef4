"""A person gives an upload up; a repeat finds it done."""

from services.documents.context import DocumentsContext
from services.documents.domain.upload_errors import UploadClosed
from services.documents.domain.uploads import UploadState
from services.documents.store.uploads import close_upload
from services.documents.usecases.clear_upload import clear_upload
from services.documents.usecases.read_upload import read_upload
from shared.failpoints import fail_point
from shared.transactions import Transaction


async def abort_upload(
    context: DocumentsContext, transaction: Transaction, document_id: str, upload_id: str
) -> None:
    """End an upload that did not become a version; raise UploadNotFound, UploadClosed.

    The row comes first: from then on no completion admits it.
    """
    upload = await read_upload(transaction, document_id, upload_id)
    await close_upload(await transaction.connection(), upload, UploadState.ABORTED)
    upload = await read_upload(transaction, document_id, upload_id)
    if upload.state is UploadState.COMPLETED:
        raise UploadClosed
    await transaction.release()
    await fail_point("abort-upload.after-row")
    await clear_upload(context, transaction, upload)
