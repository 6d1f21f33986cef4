"""What was filed in the ministry's portal (国家平台), as it is recorded here.

The portal's own filing time is what counts for the enterprises' close (notice 一（二）1, 二（二）1): the application
is filed there, and this system only takes it over.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from services.intake.domain.applications import Application, Attachment
from services.intake.domain.national_portal import PaperCopy, PortalFiling
from services.intake.domain.portal_errors import PortalFiledInFuture, PortalFiledLate
from services.intake.domain.rounds import TierRules
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


def late_faults(filing: PortalFiling | None, rules: TierRules) -> tuple[Fault, ...]:
    """Say that the portal's time is not before the enterprises' close, when it is not."""
    close = rules.window.enterprise_closes_at
    if filing is None or filing.filed_at < close:
        return ()
    message = Text(
        zh=f"国家平台申报时间为 {filing.filed_at.isoformat()}，截止时间为 {close.isoformat()}",
        en=f"The portal's time is {filing.filed_at.isoformat()}, the close was {close.isoformat()}",
    )
    return (Fault(pointer="/portal_filing/filed_at", code="late", message=message),)


def require_filed_in_time(filing: PortalFiling, rules: TierRules) -> None:
    """Raise PortalFiledLate when the portal's time is not before the enterprises' close."""
    faults = late_faults(filing, rules)
    if faults:
        raise PortalFiledLate(faults[0].message, faults=faults)


def equals_online(logged: Sequence[PaperCopy], *, revision_number: int) -> bool:
    """Tell whether the unit's newest word is that the paper equals what is recorded now.

    The city's lines are on record, but comparing is the unit's (notice 一（二）1, 二（二）1). What was compared with an
    earlier record says nothing about this one.
    """
    said = [copy for copy in logged if copy.by_unit and copy.revision_number == revision_number]
    return bool(said) and said[-1].equals_online


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
        if required.kind.value not in attachments
    ]
    return tuple(faults)
