"""What should be kept against what is: every way in which the two can differ, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.documents.domain.keeping import (
    ContentRead,
    DiscrepancyKind,
    Expected,
    Failure,
    Found,
    Listed,
    ObjectName,
    discrepancy_of,
    orphans,
)

NOW = datetime(2025, 7, 10, 2, tzinfo=UTC)
NAME = ObjectName(key="documents/d-1", version="o-1")
CONTENT = ContentRead(sha256="a" * 64, sm3="b" * 64, size_bytes=9)
SCAN = Expected(name=NAME, version_id="v-1", content=CONTENT)
PICTURE = replace(SCAN, content=None)
LISTED = Listed(name=NAME, changed_at=NOW - timedelta(hours=2), is_delete_marker=False)


@pytest.mark.parametrize(
    ("expected", "found", "kind"),
    [
        (SCAN, CONTENT, None),
        (SCAN, replace(CONTENT, sha256="c" * 64), DiscrepancyKind.CHANGED),
        (SCAN, replace(CONTENT, sm3="c" * 64), DiscrepancyKind.CHANGED),
        (SCAN, replace(CONTENT, size_bytes=8), DiscrepancyKind.CHANGED),
        (SCAN, Failure.GONE, DiscrepancyKind.MISSING),
        (SCAN, Failure.UNREAD, DiscrepancyKind.UNREADABLE),
        (PICTURE, None, None),
        (PICTURE, Failure.GONE, DiscrepancyKind.MISSING),
        (PICTURE, Failure.UNREAD, DiscrepancyKind.UNREADABLE),
    ],
)
def test_what_a_row_names_is_compared(
    expected: Expected, found: Found, kind: DiscrepancyKind | None
) -> None:
    told = discrepancy_of(expected, found)

    assert (told and told.kind) == kind
    assert told is None or (told.name, told.version_id) == (NAME, "v-1")


@pytest.mark.parametrize(
    ("listed", "standing", "in_arrival", "is_orphan"),
    [
        (LISTED, set(), set(), True),
        (LISTED, {NAME}, set(), False),
        (LISTED, {replace(NAME, version="o-2")}, set(), True),
        (LISTED, set(), {NAME.key}, False),
        (replace(LISTED, changed_at=NOW), set(), set(), False),
        (replace(LISTED, changed_at=None), set(), set(), False),
        (replace(LISTED, is_delete_marker=True), set(), set(), True),
    ],
)
def test_what_the_store_lists_is_an_orphan_unless_something_stands_on_it(
    listed: Listed, standing: set[ObjectName], in_arrival: set[str], *, is_orphan: bool
) -> None:
    told = orphans(
        [listed],
        standing=standing,
        deleted={NAME: "v-0"},
        in_arrival=in_arrival,
        settled_before=NOW - timedelta(hours=1),
    )

    assert [(each.kind, each.version_id) for each in told] == (
        [(DiscrepancyKind.ORPHANED, "v-0")] if is_orphan else []
    )
