"""Signs the receipt of an assessment, in the transaction in which the assessment is recorded.

So an assessment and its receipt are never apart. One from before there were receipts gets its own when it is
first asked for, once, whoever asks at the same time.
"""

import json
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import Assessment, KeptBytes
from services.scoring.domain.edition import Edition
from services.scoring.domain.engine import ENGINE_VERSION
from services.scoring.domain.receipt import (
    FIRST_VERSION,
    NO_TERMS,
    Issue,
    Kept,
    receipt_document,
    terms_of,
)
from services.scoring.signing.jws import signed
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.store.receipts import Receipt, add_receipt, receipt_of
from shared.canonical import canonical_bytes
from shared.digests import digests_of


async def issue_receipt(
    connection: AsyncConnection, signer: ReceiptSigner, assessment: Assessment, edition: Edition
) -> Receipt:
    """Sign and keep the receipt of an assessment that is being recorded."""
    issue = Issue(
        at=assessment.recorded_at.isoformat(),
        is_with_assessment=True,
        engine_version=ENGINE_VERSION,
    )
    receipt = _signed(signer, assessment, issue, edition)
    await add_receipt(connection, receipt)
    return receipt


async def issue_late_receipt(
    connection: AsyncConnection, signer: ReceiptSigner, assessment: Assessment
) -> Receipt:
    """Give the receipt of an assessment, made now if it has none: of what was kept, and nothing computed anew."""
    issue = Issue(at=signer.now().isoformat(), is_with_assessment=False, engine_version=None)
    # Before there were receipts no document came with the facts, so that none is named.
    await add_receipt(connection, _signed(signer, assessment, issue, None))
    receipt = await receipt_of(connection, assessment.assessment_id)
    assert receipt is not None  # noqa: S101 - it was there or was added, and rows are never deleted
    return receipt


def clause_sha256(text: Mapping[str, object]) -> str:
    """Digest the text of a criterion, as the receipt says."""
    return digests_of(canonical_bytes(text)).sha256  # type: ignore[arg-type]  # texts of an edition are JSON


def _signed(
    signer: ReceiptSigner,
    assessment: Assessment,
    issue: Issue,
    edition: Edition | None,
) -> Receipt:
    kept = Kept(
        version=FIRST_VERSION,
        document=json.loads(assessment.document.content),
        document_sha256=assessment.document.sha256,
        document_sm3=assessment.document.sm3,
        request=json.loads(assessment.request.content),
    )
    terms = NO_TERMS if edition is None else terms_of(edition, kept.request)
    payload = kept_bytes(receipt_document(kept, issue, terms, clause_sha256))
    at = signer.now()
    key = signer.key(at)
    content = signed(payload.content, key)
    digests = digests_of(content)
    return Receipt(
        assessment_id=assessment.assessment_id,
        version=kept.version,
        key_id=key.key_id,
        algorithm=key.algorithm.name,
        file=KeptBytes(content=content, sha256=digests.sha256, sm3=digests.sm3),
        issued_at=at,
    )
