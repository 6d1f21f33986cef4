"""Looks at a stored file as at an upload: with the programs of today, also at versions of before."""

from services.documents.checking.engines import engines
from services.documents.checking.steps import CheckContext, Noticed, StepReport, Subject
from services.documents.domain.checks import FILE_MENDED, danger_found
from services.documents.domain.findings import Finding


async def look_deeper(context: CheckContext, subject: Subject) -> StepReport:
    """Tell which dangers are in the file, and whether readers have to mend it."""
    rule = context.kinds[subject.kind]
    facts = await context.pool.look(
        subject.path, max_pixels=rule.max_pixels, max_pages=rule.max_pages
    )
    noticed = [Noticed(finding=Finding(kind=danger_found(danger))) for danger in facts.dangers]
    if facts.is_mended:
        noticed.append(Noticed(finding=Finding(kind=FILE_MENDED)))
    return StepReport(noticed=noticed, engine=engines("pikepdf", "pypdfium2", "pillow"))
