"""Where the files of an application stand: the first of a kind under the kind, each further one under a place of its own.

Content with one file a kind so reads as it always did, and a second file never hides the first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.intake.domain.applications import Attachment
from services.intake.domain.document_errors import (
    AttachmentAmbiguous,
    AttachmentNotFound,
    DocumentKindWrong,
    TooManyAttachments,
)
from services.intake.domain.rounds import DocumentKind
from shared.errors import Fault
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class DocumentSlot:
    """A document id that was given out, and for what."""

    document_id: str
    kind: str
    #: How many files of the kind an application may have, as the documents service said then.
    max_files: int = 1


def places_of(standing: Iterable[Attachment]) -> dict[str, Attachment]:
    """Give each standing file its place; they come in the order in which they were attached."""
    places: dict[str, Attachment] = {}
    for attachment in standing:
        is_first = attachment.kind not in places
        place = attachment.kind if is_first else f"{attachment.kind}/{attachment.document_id}"
        places[place] = attachment
    return places


def of_kind(places: Mapping[str, Attachment], kind: str) -> list[Attachment]:
    """List the standing files of a kind."""
    return [attachment for attachment in places.values() if attachment.kind == kind]


def the_one(places: Mapping[str, Attachment], kind: str, document_id: str | None) -> Attachment:
    """Find a standing file; raise AttachmentNotFound, or AttachmentAmbiguous when several stand and none is named."""
    found = [
        attachment
        for attachment in of_kind(places, kind)
        if document_id in (None, attachment.document_id)
    ]
    if not found:
        raise AttachmentNotFound
    if len(found) > 1:
        message = AttachmentAmbiguous.title
        fault = Fault(pointer="query:document_id", code="required", message=message)
        raise AttachmentAmbiguous(faults=[fault])
    return found[0]


def require_kind(slot: DocumentSlot, kind: DocumentKind) -> None:
    """Raise DocumentKindWrong unless the document id was given out for this kind."""
    if slot.kind != kind.value:
        message = DocumentKindWrong.title
        fault = Fault(pointer="/document_id", code="kind", message=message)
        raise DocumentKindWrong(faults=[fault])


class StoredFile(Protocol):
    """What is compared of a file."""

    @property
    def version_id(self) -> str: ...

    @property
    def sha256(self) -> str: ...


def same_again(
    places: Mapping[str, Attachment], slot: DocumentSlot, file: StoredFile
) -> Attachment | None:
    """Recognise a file that is attached already: this version, or the same bytes among several of the kind."""
    for attachment in of_kind(places, slot.kind):
        is_same_file = slot.max_files > 1 and attachment.sha256 == file.sha256
        if attachment.version_id == file.version_id or is_same_file:
            return attachment
    return None


def replaced_by(places: Mapping[str, Attachment], slot: DocumentSlot) -> list[Attachment]:
    """List what a new file takes the place of: the only one of its kind, or another version of the same document.

    Raises TooManyAttachments when there is no place left.
    """
    standing = of_kind(places, slot.kind)
    if slot.max_files == 1:
        return standing
    replaced = [each for each in standing if each.document_id == slot.document_id]
    if len(standing) - len(replaced) >= slot.max_files:
        detail = Text(zh="这类文件至多 {most} 份", en="At most {most} files of this kind")
        raise TooManyAttachments(detail.fill(most=slot.max_files))
    return replaced
