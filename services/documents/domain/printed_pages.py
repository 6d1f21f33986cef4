"""A printed page: what the code on it stands for."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PrintedPage:
    """One page of a print; its code is derived from the print's digest and the page's number."""

    code: str
    #: The print, a document of ours.
    document_id: str
    version_id: str
    layout: str
    #: Of an application form.
    application_id: str | None
    revision_number: int | None
    #: Of a hand-in's papers.
    hand_in_id: str | None
    page: int
    pages: int
    #: Digest of the bytes that the print shows.
    content_sha256: str
