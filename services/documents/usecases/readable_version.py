"""Whether a version's bytes, or pictures of them, may be handed out: asked by everything that shows them."""

from services.documents.context import DocumentsContext
from services.documents.domain.check_errors import (
    ContentInfected,
    ContentNotYetExamined,
    ContentWithheld,
)
from services.documents.domain.checks import Hold
from services.documents.domain.versions import Version
from services.documents.store.quarantine import quarantine_of
from services.documents.usecases.read_version import standing_version
from shared.transactions import Transaction


async def readable_version(
    context: DocumentsContext, transaction: Transaction, document_id: str, version_id: str
) -> Version:
    """Find a version that may be shown.

    Raises what ``standing_version`` raises, ContentWithheld, ContentInfected, and, where a scanner
    is set up, ContentNotYetExamined until the checks are through.
    """
    version = await standing_version(transaction, document_id, version_id)
    quarantine = await quarantine_of(await transaction.connection(), version_id)
    if quarantine is not None and quarantine.stands:
        raise ContentInfected if quarantine.cause is Hold.MALWARE else ContentWithheld
    if context.checking.clamd is not None and not version.check_state.is_settled:
        raise ContentNotYetExamined
    return version
