"""What a revision says, whether two say the same, and what the causes mean."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from services.intake.domain.applications import (
    Application,
    Attachment,
    Enterprise,
    Factory,
    RevisionCause,
)
from services.intake.domain.form import Json
from services.intake.domain.rounds import DocumentKind

#: An autosave cuts a revision when the newest one is as old as this.
AUTOSAVE_EVERY = timedelta(minutes=10)

#: What a submission, or a record of the national portal's, can stand on: it bears a code, and its files are kept.
CODED = frozenset({RevisionCause.FINALISED, RevisionCause.RECORDED})

#: What differs from one revision to the next even if nobody changed anything.
_MARKS = frozenset({"revision_number", "form_code", "cut_at"})


def is_due(application: Application, at: datetime) -> bool:
    """Tell whether an autosave at this time cuts a revision, if anything has changed."""
    return at - (application.revision_cut_at or application.created_at) >= AUTOSAVE_EVERY


def says_the_same(content: bytes, other: bytes) -> bool:
    """Compare what two revisions say, their own marks left aside."""
    return _substance(content) == _substance(other)


def revision_names(content: bytes, *, document_id: str, version_id: str) -> bool:
    """Tell whether a revision names exactly this version among its files."""
    return _names(json.loads(content)["attachments"], document_id, version_id)


def receipt_names(content: bytes, *, document_id: str, version_id: str) -> bool:
    """Tell whether a receipt names exactly this version among its files, the stamped scan included."""
    return _names(json.loads(content)["documents"], document_id, version_id)


def _names(files: Mapping[str, Mapping[str, Json]], document_id: str, version_id: str) -> bool:
    version = (document_id, version_id)
    return any((each["document_id"], each["version_id"]) == version for each in files.values())


def _substance(content: bytes) -> dict[str, Json]:
    # A part that was not asked for yet when an older revision was cut is none there.
    said = json.loads(content)
    return {name: value for name, value in said.items() if name not in _MARKS and value is not None}


def content_json(
    application: Application,
    *,
    enterprise: Enterprise,
    factory: Factory,
    attachments: Mapping[str, Attachment],
    number: int,
    form_code: str | None,
    at: datetime,
) -> dict[str, Json]:
    """Put together what a revision says; its canonical bytes are what is hashed, printed and stamped."""
    report = application.maturity_report
    return {
        "application_id": application.application_id,
        "revision_number": number,
        "form_code": form_code,
        "cut_at": at.isoformat(),
        "round_id": application.round_id,
        "tier": application.tier.value,
        "enterprise": _enterprise_json(enterprise),
        "factory": {
            "name": factory.name,
            "address": factory.address,
            "unit_code": factory.unit_code,
        },
        "form": application.form,
        "maturity_report": report.as_json() if report else None,
        "portal_filing": application.portal_filing.as_json() if application.portal_filing else None,
        # A stamped scan is made of a revision, so it is part of none.
        "attachments": {
            place: attachment.as_json()
            for place, attachment in attachments.items()
            if attachment.kind != DocumentKind.STAMPED_SCAN
        },
    }


def _enterprise_json(enterprise: Enterprise) -> dict[str, Json]:
    return {
        "credit_code": enterprise.credit_code,
        "name": enterprise.name,
        "is_branch": enterprise.is_branch,
        "branch_ground": enterprise.branch_ground,
        "registered_address": enterprise.registered_address,
        "unit_code": enterprise.unit_code,
        **({"registered_region": region} if (region := enterprise.registered_region) else {}),
    }
