"""Receipts for tests, made by the service's own steps without a database, and taken apart again."""

import base64
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from services.scoring.domain.assessment import Assessment, KeptBytes, Subject
from services.scoring.domain.edition import Edition
from services.scoring.domain.library import Library, Question
from services.scoring.domain.receipt import Issue
from services.scoring.signing.jws import signed
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.receipts import Receipt
from services.scoring.usecases import issue_receipt as issuing
from services.scoring.usecases import record_assessment as recording
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from tests.scoring.builders import a_recording, library
from tests.scoring.signers import a_signer

AT = datetime(2025, 7, 18, 9, 30, tzinfo=UTC)

DOCUMENTS = [
    {"kind": "maturity-report", "sha256": "a1" * 32, "sm3": "b2" * 32},
    {"kind": "stamped-scan", "sha256": "c3" * 32, "sm3": "d4" * 32},
]

Json = dict[str, Any]


def an_assessment(editions: Library | None = None, **changes: Any) -> tuple[Assessment, Edition]:
    """An assessment as it is recorded, with its edition."""
    sent = {"documents": DOCUMENTS, **changes}
    request = a_recording(**{name: value for name, value in sent.items() if name != "documents"})
    if sent["documents"] is not None:
        request["documents"] = sent["documents"]
    order = recording.Recording(
        assessment_id=str(uuid.uuid4()),
        subject=Subject(**request["subject"]),
        question=Question(
            **{name: request[name] for name in ("edition_id", "tier", "round_id", "facts")}
        ),
        request=request,
        actor="intake",
        at=AT,
    )
    evaluation = (editions or library()).evaluate(order.question)
    return recording._assessment(order, evaluation), evaluation.edition


def a_receipt(
    editions: Library | None = None, signer: ReceiptSigner | None = None, **changes: Any
) -> Receipt:
    """The receipt that comes with an assessment."""
    assessment, edition = an_assessment(editions, **changes)
    issue = Issue(
        at=assessment.recorded_at.isoformat(), is_with_assessment=True, engine_version="1"
    )
    return issuing._signed(signer or a_signer(), assessment, issue, edition)


def payload_of(file: bytes) -> Json:
    """What a receipt says."""
    said: Json = json.loads(decoded(json.loads(file)["payload"]))
    return said


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed_again(
    file: bytes, change: Callable[[Json], object], signer: ReceiptSigner | None = None
) -> bytes:
    """The same receipt with other words under a good signature."""
    said = payload_of(file)
    change(said)
    return signed(canonical_bytes(said), (signer or a_signer()).key(AT))


def kept(content: bytes) -> KeptBytes:
    digests = digests_of(content)
    return KeptBytes(content=content, sha256=digests.sha256, sm3=digests.sm3)
