"""The receipt (申报回执) of a submission, or of the record of what was filed in the national portal."""

import secrets
from datetime import datetime
from enum import StrEnum

from services.intake.domain.applications import (
    Application,
    Attachment,
    Receipt,
    Revision,
    code_from,
)
from services.intake.domain.rounds import TierRules
from services.intake.usecases.context import Caller
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of


class ReceiptKind(StrEnum):
    """What a receipt confirms."""

    #: 申报: filed here; the arrival was compared with the close.
    SUBMITTED = "submitted"
    #: 登记: filed in the national portal; its time was compared with the close.
    RECORDED = "recorded"


def receipt_of(
    caller: Caller,
    application: Application,
    revision: Revision,
    attachments: dict[str, Attachment],
    *,
    kind: ReceiptKind,
    at: datetime,
    rules: TierRules,
) -> Receipt:
    """Write the receipt: what was compared with which close stands on it."""
    number = code_from(secrets.token_bytes(16), groups=4)
    filing = application.portal_filing
    content = canonical_bytes(
        {
            "receipt_number": number,
            "kind": kind.value,
            **_submitted(application, revision, attachments),
            "arrived_at": caller.arrived_at.isoformat(),
            "submitted_at": at.isoformat(),
            "portal_filing": filing.as_json() if filing else None,
            "window_closes_at": rules.window.enterprise_closes_at.isoformat(),
            "compared": _compared(rules),
            "submitted_by": caller.subject,
        }
    )
    digests = digests_of(content)
    return Receipt(
        application_id=application.application_id,
        number=number,
        revision_number=revision.number,
        content=content,
        sha256=digests.sha256,
        sm3=digests.sm3,
        arrived_at=caller.arrived_at,
        submitted_at=at,
    )


def _compared(rules: TierRules) -> list[JsonValue]:
    """Say which of the receipt's times was held against which close; all were before it."""
    arrival = {
        "time": "arrived_at",
        "closes_at": rules.enterprise_steps_close_at.isoformat(),
    }
    if not rules.is_filed_elsewhere:
        return [arrival]
    filed = {
        "time": "portal_filing.filed_at",
        "closes_at": rules.window.enterprise_closes_at.isoformat(),
    }
    return [filed, arrival]


def _submitted(
    application: Application, revision: Revision, attachments: dict[str, Attachment]
) -> dict[str, JsonValue]:
    return {
        "application_id": application.application_id,
        "round_id": application.round_id,
        "tier": application.tier.value,
        "credit_code": application.credit_code,
        "unit_code": application.unit_code,
        "revision_number": revision.number,
        "revision_sha256": revision.sha256,
        "revision_sm3": revision.sm3,
        "form_code": revision.form_code,
        "documents": {kind: attached.as_json() for kind, attached in attachments.items()},
    }


def event_data(receipt: Receipt, revision: Revision) -> dict[str, JsonValue]:
    """Give what the event of a submission tells about its receipt."""
    return {
        "receipt_number": receipt.number,
        "receipt_sha256": receipt.sha256,
        "revision_number": revision.number,
        "revision_sha256": revision.sha256,
        "arrived_at": receipt.arrived_at.isoformat(),
    }
