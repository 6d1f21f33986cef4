"""Every action in every state, by everybody who may be in its way."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from services.scoring.domain.edition_errors import EditionNotInState, EditionSecondPersonNeeded
from services.scoring.domain.edition_life import (
    EVENT_KINDS,
    TRANSITIONS,
    BundleBytes,
    EditionAction,
    EditionState,
    KeptEdition,
    advance,
)

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
DRAFT, REQUESTED, PUBLISHED, LEAVING, RETIRED = EditionState
REPLACE, REQUEST, PUBLISH, REQUEST_END, RETIRE = EditionAction

ALLOWED = {
    (DRAFT, REPLACE): DRAFT,
    (REQUESTED, REPLACE): DRAFT,
    (DRAFT, REQUEST): REQUESTED,
    (REQUESTED, PUBLISH): PUBLISHED,
    (PUBLISHED, REQUEST_END): LEAVING,
    (LEAVING, RETIRE): RETIRED,
}


def kept(state: EditionState) -> KeptEdition:
    return KeptEdition(
        edition_id="city-2027",
        state=state,
        version=4,
        bundle=BundleBytes(content=b"{}", sha256="a" * 64, sm3="b" * 64),
        content_sha256="c" * 64,
        content_sm3="d" * 64,
        imported_by="importer",
        imported_at=AT,
        requested_by="asker",
        requested_at=AT,
    )


@pytest.mark.parametrize(("state", "action"), list(product(EditionState, EditionAction)))
def test_an_action_leads_on_or_is_refused(state: EditionState, action: EditionAction) -> None:
    if (state, action) in ALLOWED:
        moved = advance(kept(state), action, by="another", at=LATER)
        assert (moved.state, moved.version) == (ALLOWED[state, action], 5)
        assert moved.bundle == kept(state).bundle
    else:
        with pytest.raises(EditionNotInState):
            advance(kept(state), action, by="another", at=LATER)


def test_the_table_holds_nothing_else_and_each_action_has_its_event() -> None:
    assert TRANSITIONS == ALLOWED
    assert set(EVENT_KINDS) == set(EditionAction)


@pytest.mark.parametrize(("state", "action"), [(REQUESTED, PUBLISH), (LEAVING, RETIRE)])
@pytest.mark.parametrize("by", ["importer", "asker"])
def test_who_imported_or_asked_does_not_confirm(
    state: EditionState, action: EditionAction, by: str
) -> None:
    with pytest.raises(EditionSecondPersonNeeded):
        advance(kept(state), action, by=by, at=LATER)


def test_it_is_written_down_who_did_what_and_when() -> None:
    asked = advance(kept(DRAFT), REQUEST, by="a", at=LATER)
    published = advance(asked, PUBLISH, by="b", at=LATER)
    replaced = advance(kept(REQUESTED), REPLACE, by="c", at=LATER)

    assert (asked.requested_by, asked.requested_at) == ("a", LATER)
    assert (published.published_by, published.published_at) == ("b", LATER)
    assert published.requested_by == "a"
    assert (replaced.imported_by, replaced.imported_at) == ("c", LATER)
    assert (replaced.requested_by, replaced.requested_at) == (None, None)
