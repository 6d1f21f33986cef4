"""The files that a round asks of a tier: what is missing, and what a submission must prove.

Which files these are is the round's data; that a stamped scan proves one revision and no other is ours.
"""

from collections.abc import Collection, Mapping

from services.intake.domain.applications import Application, Attachment, Revision
from services.intake.domain.document_errors import (
    MaturityReportMissing,
    RequiredDocumentMissing,
    ScanMissing,
    ScanVoid,
)
from services.intake.domain.rounds import DocumentKind, RequiredDocument, TierRules
from shared.errors import Conflict, Fault
from shared.text import Text

#: What comes after finalising: there is nothing to stamp before it.
_OF_A_REVISION = frozenset({DocumentKind.STAMPED_SCAN})

_FIGURES_MISSING = Text(
    zh="请填写成熟度自评估报告的数据", en="The figures of the maturity report are missing"
)
_FILE_MISSING = Text(zh="请上传“{title}”", en="“{title}” is not attached")

#: Files whose absence has a code of its own; codes are public and stay.
_MISSING: Mapping[DocumentKind, type[Conflict]] = {
    DocumentKind.MATURITY_REPORT: MaturityReportMissing,
    DocumentKind.STAMPED_SCAN: ScanMissing,
}


def draft_faults(
    application: Application, rules: TierRules, attached: Collection[str]
) -> tuple[Fault, ...]:
    """List the files and figures that keep a draft from being finalised, or from being recorded."""
    missing = [
        document for document in _missing(rules, attached) if document.kind not in _OF_A_REVISION
    ]
    return (*_figures_faults(application, rules), *map(_fault, missing))


def require_documents(
    application: Application,
    revision: Revision,
    rules: TierRules,
    attachments: Mapping[str, Attachment],
) -> None:
    """Raise unless each file is there and the stamped scan proves exactly the revision that is submitted.

    Raises MaturityReportMissing, ScanMissing or RequiredDocumentMissing for the first that is missing, with all of
    them as faults; ScanVoid.
    """
    missing = _missing(rules, attachments)
    if missing:
        error = _MISSING.get(missing[0].kind, RequiredDocumentMissing)
        raise error(faults=[_fault(each) for each in missing])
    scan = attachments.get(DocumentKind.STAMPED_SCAN.value)
    proved = revision.number if scan is None else scan.revision_number
    if not proved == revision.number == application.revision_number:
        raise ScanVoid


def _missing(rules: TierRules, attached: Collection[str]) -> list[RequiredDocument]:
    return [each for each in rules.required_documents if each.kind.value not in attached]


def _figures_faults(application: Application, rules: TierRules) -> tuple[Fault, ...]:
    asked = any(each.kind is DocumentKind.MATURITY_REPORT for each in rules.required_documents)
    if not asked or application.maturity_report is not None:
        return ()
    return (Fault(pointer="/maturity_report", code="required", message=_FIGURES_MISSING),)


def _fault(document: RequiredDocument) -> Fault:
    return Fault(
        pointer=f"/attachments/{document.kind.value}",
        code="required",
        message=Text(
            zh=_FILE_MISSING.zh.format(title=document.title.zh),
            en=_FILE_MISSING.en.format(title=document.title.en),
        ),
    )
