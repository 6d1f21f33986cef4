"""What makes a file dangerous to whoever opens it, each with the error by which an upload is refused."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from services.documents.domain import check_errors as errors
from shared.errors import Invalid


class Danger(StrEnum):
    """Something that an honest scan, report or form has no need of; in the order in which it is told."""

    POLYGLOT = "polyglot"
    INFLATES = "inflates"
    PAGE_TREE = "page-tree"
    SCRIPT = "script"
    LAUNCH = "launch"
    FORM_DATA = "form-data"
    OUTSIDE = "outside"
    EMBEDDED_FILE = "embedded-file"
    RICH_MEDIA = "rich-media"
    XFA = "xfa"


#: Every danger is refused, and each by its own code.
REFUSALS: Mapping[Danger, type[Invalid]] = {
    Danger.POLYGLOT: errors.FileIsPolyglot,
    Danger.INFLATES: errors.FileInflatesTooFar,
    Danger.PAGE_TREE: errors.PageTreeUnsound,
    Danger.SCRIPT: errors.FileHasScript,
    Danger.LAUNCH: errors.FileLaunchesProgram,
    Danger.FORM_DATA: errors.FileSendsFormData,
    Danger.OUTSIDE: errors.FileRefersOutside,
    Danger.EMBEDDED_FILE: errors.FileHasEmbeddedFile,
    Danger.RICH_MEDIA: errors.FileHasRichMedia,
    Danger.XFA: errors.FileHasXfaForm,
}


def require_harmless(dangers: Collection[Danger]) -> None:
    """Raise the error of the first danger, if there is any."""
    for danger, refusal in REFUSALS.items():
        if danger in dangers:
            raise refusal
