"""What an officer may ask an enterprise to mend (补正): places that an application really has."""

import re
from collections.abc import Iterable
from dataclasses import fields

from services.intake.domain.applications import Correction, MaturityReport
from services.intake.domain.errors import CorrectionPlaceUnknown
from services.intake.domain.form_schema import FormNode
from services.intake.domain.rounds import DocumentKind
from shared.errors import Fault

#: The files that an enterprise attaches itself.
_ATTACHED = frozenset(DocumentKind) - {DocumentKind.PRINTED_FORM}
#: A document's id, as intake makes it.
_DOCUMENT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FIGURES = frozenset(field.name for field in fields(MaturityReport))


def require_known_places(form: FormNode, corrections: Iterable[Correction]) -> None:
    """Raise CorrectionPlaceUnknown naming each correction whose place no application has."""
    faults = [
        Fault(
            pointer=f"/corrections/{number}/pointer",
            code="unknown-place",
            message=CorrectionPlaceUnknown.title,
        )
        for number, correction in enumerate(corrections)
        if not _is_known(form, correction.pointer)
    ]
    if faults:
        raise CorrectionPlaceUnknown(faults=faults)


def _is_known(form: FormNode, pointer: str) -> bool:
    start, *steps = pointer.split("/")
    path = tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)
    match (start, *path):
        case ("", "form", *rest):
            return form.at(tuple(rest)) is not None
        case ("", "maturity_report"):
            return True
        case ("", "maturity_report", name):
            return name in _FIGURES
        case ("", "attachments", kind):
            return kind in _ATTACHED
        case ("", "attachments", kind, document_id):
            # One of several files of a kind; which ones there are changes under the officer's hands.
            return kind in _ATTACHED and _DOCUMENT_ID.fullmatch(document_id) is not None
    return False
