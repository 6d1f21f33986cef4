"""Counting what a request left behind."""

from collections.abc import Callable

import pytest

from services.intake.store.schema import SCHEMA
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack

#: How many rows each table holds.
Counts = dict[str, int]

_COUNTS = " UNION ALL ".join(
    f"SELECT '{table}' AS name, count(*) AS rows FROM \"{table}\""  # noqa: S608 - our own tables
    for table in SCHEMA.metadata.tables
    if table != "feed_cursor"
)


@pytest.fixture
def count_rows(stack: Stack, databases: Databases, loop: LoopThread) -> Callable[[], Counts]:
    """Count intake's rows; a refusal must leave the counts as they were.

    Where a feed has been read to is left out: pollers move it whenever they like.
    """
    stack.app("intake")

    def count() -> Counts:
        rows = loop.run(databases._fetch("intake", _COUNTS))
        return {str(row["name"]): int(row["rows"]) for row in rows}

    return count
