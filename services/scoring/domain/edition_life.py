"""The life of an imported edition: draft, published for good, retired.

What ships with the service is published by construction and has no life here. A retired edition still
answers, and assessments of what was submitted under it are still recorded: it is only not to be named by
new rounds. Publishing and retiring cannot be undone, and take two persons.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.scoring.domain.edition_errors import EditionNotInState, EditionSecondPersonNeeded
from shared.text import Text


class EditionState(StrEnum):
    """Where an edition stands."""

    #: 草稿: it may be replaced.
    DRAFT = "draft"
    #: One person asked that it be published; another must confirm.
    PUBLICATION_REQUESTED = "publication-requested"
    #: 已发布: it never changes again.
    PUBLISHED = "published"
    RETIREMENT_REQUESTED = "retirement-requested"
    #: 已停用: no new round names it.
    RETIRED = "retired"

    @property
    def is_draft(self) -> bool:
        """Tell whether it may still change."""
        return self in (EditionState.DRAFT, EditionState.PUBLICATION_REQUESTED)


class EditionAction(StrEnum):
    """What may be done to an edition."""

    REPLACE = "replace"
    REQUEST_PUBLICATION = "request-publication"
    PUBLISH = "publish"
    REQUEST_RETIREMENT = "request-retirement"
    RETIRE = "retire"


#: The whole life. A pair that is not listed here is not allowed.
TRANSITIONS: dict[tuple[EditionState, EditionAction], EditionState] = {
    (EditionState.DRAFT, EditionAction.REPLACE): EditionState.DRAFT,
    # A request was for what stood then: what comes anew is to be asked for anew.
    (EditionState.PUBLICATION_REQUESTED, EditionAction.REPLACE): EditionState.DRAFT,
    (EditionState.DRAFT, EditionAction.REQUEST_PUBLICATION): EditionState.PUBLICATION_REQUESTED,
    (EditionState.PUBLICATION_REQUESTED, EditionAction.PUBLISH): EditionState.PUBLISHED,
    (EditionState.PUBLISHED, EditionAction.REQUEST_RETIREMENT): EditionState.RETIREMENT_REQUESTED,
    (EditionState.RETIREMENT_REQUESTED, EditionAction.RETIRE): EditionState.RETIRED,
}

#: The kinds of its events.
EVENT_KINDS = {
    EditionAction.REPLACE: "edition.replaced",
    EditionAction.REQUEST_PUBLICATION: "edition.publication-requested",
    EditionAction.PUBLISH: "edition.published",
    EditionAction.REQUEST_RETIREMENT: "edition.retirement-requested",
    EditionAction.RETIRE: "edition.retired",
}

_REQUESTS = (EditionAction.REQUEST_PUBLICATION, EditionAction.REQUEST_RETIREMENT)
_CONFIRMATIONS = (EditionAction.PUBLISH, EditionAction.RETIRE)


@dataclass(frozen=True, kw_only=True)
class BundleBytes:
    """The files of a bundle as they came, in the canonical bytes that were hashed."""

    content: bytes
    sha256: str
    sm3: str


@dataclass(frozen=True, kw_only=True)
class KeptEdition:
    """An imported edition: its bundle, and who did what."""

    edition_id: str
    state: EditionState
    version: int
    bundle: BundleBytes
    #: Over the edition alone, as in every verdict; rounds' conditions have hashes of their own.
    content_sha256: str
    content_sm3: str
    imported_by: str
    imported_at: datetime
    #: Who asked for the step that waits, or waited, for a second person.
    requested_by: str | None = None
    requested_at: datetime | None = None
    published_by: str | None = None
    published_at: datetime | None = None
    retired_by: str | None = None
    retired_at: datetime | None = None


def advance(edition: KeptEdition, action: EditionAction, *, by: str, at: datetime) -> KeptEdition:
    """Take a step; raise EditionNotInState or EditionSecondPersonNeeded."""
    try:
        state = TRANSITIONS[edition.state, action]
    except KeyError:
        raise _not_in_state(edition.state, action) from None
    if action in _CONFIRMATIONS and by in (edition.requested_by, edition.imported_by):
        raise EditionSecondPersonNeeded
    moved = replace(edition, state=state, version=edition.version + 1)
    if action in _REQUESTS:
        return replace(moved, requested_by=by, requested_at=at)
    if action is EditionAction.PUBLISH:
        return replace(moved, published_by=by, published_at=at)
    if action is EditionAction.RETIRE:
        return replace(moved, retired_by=by, retired_at=at)
    return replace(moved, imported_by=by, imported_at=at, requested_by=None, requested_at=None)


def _not_in_state(state: EditionState, action: EditionAction) -> EditionNotInState:
    return EditionNotInState(
        Text(
            zh=f"版次状态为 {state.value}，不能进行 {action.value}",
            en=f"The edition is {state.value}; {action.value} does not lead on from there",
        )
    )
