"""Looks for marks of classification in the text of a file; what bears one is quarantined."""

from services.documents.checking.engines import engines
from services.documents.checking.steps import CheckContext, Noticed, StepReport, Subject
from services.documents.domain.checks import CLASSIFICATION_MARK, Hold, StepOutcome
from services.documents.domain.findings import Finding
from shared.text import Text

#: Pictures have no text; reading them needs character recognition, which is a step of its own.
_PICTURES = "image/"


async def look_for_marks(context: CheckContext, subject: Subject) -> StepReport:
    """Report every mark with its page."""
    if subject.media_type.startswith(_PICTURES):
        return StepReport(outcome=StepOutcome.NOT_APPLICABLE)
    marks = await context.pool.find_marks(subject.path)
    noticed = [
        Noticed(
            finding=Finding(
                kind=CLASSIFICATION_MARK, page=mark.page, found=Text(zh=mark.text, en=mark.text)
            )
        )
        for mark in marks
    ]
    return StepReport(
        noticed=noticed,
        engine=engines("pypdfium2"),
        hold=Hold.SECRECY if marks else None,
    )
