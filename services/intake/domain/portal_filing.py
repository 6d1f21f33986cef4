"""What was filed in the ministry's portal (国家平台), as it is recorded here.

The portal's own filing time is what counts for the enterprises' close (notice 一（二）1, 二（二）1): the application
is filed there, and this system only takes it over.
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime

from services.intake.domain.applications import Application, Attachment
from services.intake.domain.national_portal import PortalFiling
from services.intake.domain.portal_errors import PortalFiledInFuture, PortalFiledLate
from services.intake.domain.rounds import DocumentKind, TierRules
from shared.errors import Fault
from shared.text import Text

_FILING_MISSING = Text(
    zh="请填写国家平台的申报编号和申报时间",
    en="The portal's number and its filing time are missing",
)
_DOCUMENT_MISSING = Text(zh="请上传该文件", en="This file is not attached")


def normalised_number(typed: str) -> str:
    """Write a portal's number as one: full width to half width, no blanks, capitals."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def require_not_in_future(filed_at: datetime, *, now: datetime) -> None:
    """Raise PortalFiledInFuture for a filing time that has not come yet."""
    if filed_at > now:
        fault = Fault(pointer="/filed_at", code="in-future", message=PortalFiledInFuture.title)
        raise PortalFiledInFuture(faults=[fault])


def require_filed_in_time(filing: PortalFiling, rules: TierRules) -> None:
    """Raise PortalFiledLate when the portal's time is not before the enterprises' close."""
    window = rules.window
    if filing.filed_at >= window.enterprise_closes_at:
        raise PortalFiledLate(
            Text(
                zh=f"国家平台申报时间为 {filing.filed_at.isoformat()}，"
                f"截止时间为 {window.enterprise_closes_at.isoformat()}",
                en=f"The portal's time is {filing.filed_at.isoformat()}, "
                f"the close was {window.enterprise_closes_at.isoformat()}",
            )
        )


def record_faults(
    application: Application, rules: TierRules, attachments: Mapping[str, Attachment]
) -> tuple[Fault, ...]:
    """List everything that keeps a portal filing from being recorded.

    The form is the portal's own: what is filled in here serves the facts, and nothing of it is asked for.
    """
    faults = []
    if application.portal_filing is None:
        faults.append(Fault(pointer="/portal_filing", code="required", message=_FILING_MISSING))
    faults += [
        Fault(
            pointer=f"/attachments/{required.kind.value}",
            code="required",
            message=_DOCUMENT_MISSING,
        )
        for required in rules.required_documents
        if required.kind is not DocumentKind.STAMPED_SCAN and required.kind.value not in attachments
    ]
    return tuple(faults)
