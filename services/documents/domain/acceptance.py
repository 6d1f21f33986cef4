"""Decides from what an inspection found whether a file is taken, before the upload is answered."""

from dataclasses import dataclass

from services.documents.domain.dangers import Danger, require_harmless
from services.documents.domain.errors import (
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileTooLarge,
    TooManyPages,
    TooManyPixels,
    TypeMismatch,
    TypeNotAccepted,
)
from services.documents.domain.kinds import KindRule
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What an inspection found in the bytes; it judges nothing."""

    #: What libmagic says, as a media type.
    detected_type: str
    #: True when "%PDF-" stands at byte 0: libmagic also takes HTML followed by a PDF.
    begins_as_pdf: bool
    is_encrypted: bool
    is_openable: bool
    #: Pages of a PDF, 1 for an image, 0 when it could not be opened.
    page_count: int
    #: Pixels of an image, or of the largest one in a PDF, told before anything is decoded.
    pixel_count: int
    dangers: tuple[Danger, ...] = ()
    #: Readers have to mend it to open it: taken, and told to whoever reads about its checks.
    is_mended: bool = False


def media_type_of(content_type: str | None) -> str:
    """Take the bare media type out of a Content-Type header, lower case and without parameters."""
    return (content_type or "").split(";", 1)[0].strip().lower()


def require_accepted_type(rule: KindRule, media_type: str) -> None:
    """Raise TypeNotAccepted unless this kind of document is taken in that format."""
    if media_type not in rule.media_types:
        detail = Text(
            zh="{label}接受 {accepted}，声明的是 {declared}",
            en="A {label} is taken as {accepted}, declared was {declared}",
        )
        raise TypeNotAccepted(
            Text(
                zh=detail.zh.format(
                    label=rule.label.zh, accepted=_listed(rule), declared=media_type or "空"
                ),
                en=detail.en.format(
                    label=rule.label.en, accepted=_listed(rule), declared=media_type or "nothing"
                ),
            )
        )


def require_size(rule: KindRule, size_bytes: int) -> None:
    """Raise FileTooLarge once more bytes came than this kind may have."""
    if size_bytes > rule.max_bytes:
        detail = Text(zh="上限为 {limit} MiB", en="The limit is {limit} MiB")
        raise FileTooLarge(detail.fill(limit=f"{rule.max_bytes / 2**20:g}"))


def require_not_empty(size_bytes: int) -> None:
    """Raise FileEmpty for a file without a byte."""
    if size_bytes == 0:
        raise FileEmpty


def require_sound_file(rule: KindRule, declared_type: str, facts: FileFacts) -> None:
    """Raise the first reason for which the file cannot be taken; the type is judged first."""
    is_pdf = declared_type == "application/pdf"
    if Danger.POLYGLOT in facts.dangers:
        require_harmless(facts.dangers)
    if facts.detected_type != declared_type:
        detail = Text(
            zh="声明为 {declared}，实际为 {detected}",
            en="Declared as {declared}, found to be {detected}",
        )
        raise TypeMismatch(detail.fill(declared=declared_type, detected=facts.detected_type))
    if facts.begins_as_pdf != is_pdf:
        raise TypeMismatch(
            Text(zh="文件不是以 %PDF- 开头", en="The file does not begin with %PDF-")
            if is_pdf
            else Text(zh="图像以 %PDF- 开头", en="The image begins with %PDF-")
        )
    if facts.is_encrypted:
        raise FileEncrypted
    require_harmless(facts.dangers)
    if facts.pixel_count > rule.max_pixels:
        detail = Text(zh="上限为 {limit} 像素", en="The limit is {limit} pixels")
        raise TooManyPixels(detail.fill(limit=rule.max_pixels))
    if not facts.is_openable or facts.page_count == 0:
        raise FileDamaged
    if facts.page_count > rule.max_pages:
        detail = Text(
            zh="共 {pages} 页，上限 {limit} 页", en="It has {pages} pages, the limit is {limit}"
        )
        raise TooManyPages(detail.fill(pages=facts.page_count, limit=rule.max_pages))


def _listed(rule: KindRule) -> str:
    return ", ".join(sorted(rule.media_types))
