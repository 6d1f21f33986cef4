"""A version of a document as the service knows it."""

from dataclasses import dataclass
from datetime import datetime

from services.documents.domain.check_life import CheckState


@dataclass(frozen=True, kw_only=True)
class Version:
    """Bytes that never change, with what was found out about them and where they are."""

    document_id: str
    version_id: str
    kind: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    sm3: str
    page_count: int
    stored_at: datetime
    #: Subject of the person or service that brought the bytes.
    stored_by: str
    object_key: str
    object_version: str
    frozen_at: datetime | None = None
    #: Whose submission froze it.
    frozen_for: str | None = None
    #: Until when the store was told to refuse its deletion, by the wall clock.
    retained_until: datetime | None = None
    #: Since when its bytes are gone; what is known about it stays.
    deleted_at: datetime | None = None
    #: Where its checks stand; they advise and close nothing.
    check_state: CheckState = CheckState.RECEIVED


@dataclass(frozen=True, kw_only=True)
class Document:
    """The place that versions go to."""

    document_id: str
    kind: str
    frozen_version_id: str | None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_version_id is not None
