"""Keyset cursors: a page begins after the last row of the one before, whatever was added in between.

A cursor is opaque to callers: the sort key of the last row, in URL-safe base64 of JSON.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from shared.errors import Invalid
from shared.strict_json import has_hidden_characters
from shared.text import Text

#: What a page holds.
Item = TypeVar("Item", bound=BaseModel)
Row = TypeVar("Row")

MAX_PAGE = 200
DEFAULT_PAGE = 50

#: Digits of a row number: what a 64-bit column always holds.
_LONGEST_NUMBER = 18


class InvalidCursor(Invalid):
    code = "cursor-invalid"
    title = Text(zh="分页游标无效", en="The page cursor is not one of ours")
    remedy = Text(
        zh="使用上一页返回的 next_cursor，或不带游标从头读取",
        en="Use next_cursor of the page before, or start again without a cursor",
    )


Limit = Annotated[
    int,
    Query(ge=1, le=MAX_PAGE, description="每页条数，至多 200 · rows a page, 200 at most"),
]
CursorText = Annotated[
    str | None,
    Query(
        alias="cursor",
        max_length=200,
        description="上一页返回的 next_cursor · next_cursor of the page before",
    ),
]


class Page(BaseModel, Generic[Item]):
    """One page of a list, without a total: counting costs more than it tells."""

    model_config = ConfigDict(extra="forbid")

    items: list[Item]
    next_cursor: str | None = Field(
        default=None, description="下一页的游标；为空即已到末页 · absent on the last page"
    )


def encode_cursor(at: datetime, row_id: str) -> str:
    """Name the place after a row by its time and id."""
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), row_id]).encode()).decode()


def decode_cursor(cursor: str) -> tuple[datetime, str]:
    """Read a cursor back; raise InvalidCursor for anything we did not write."""
    try:
        at, row_id = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        instant = datetime.fromisoformat(at)
        # A naive time would be read as local time; the first and last days of all time overflow.
        in_utc = instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError) as error:
        raise InvalidCursor from error
    if in_utc is None or not isinstance(row_id, str) or has_hidden_characters(row_id):
        raise InvalidCursor
    return in_utc, row_id


def decode_numbered_cursor(cursor: str) -> tuple[datetime, str]:
    """Read back a cursor whose row id is a number; raise InvalidCursor for anything else."""
    at, row_id = decode_cursor(cursor)
    if not (row_id.isascii() and row_id.isdecimal() and len(row_id) <= _LONGEST_NUMBER):
        raise InvalidCursor
    return at, row_id


def page_of(
    rows: Sequence[Row],
    limit: int,
    *,
    key: Callable[[Row], tuple[datetime, str]],
    view: Callable[[Row], Item],
) -> Page[Item]:
    """Make a page of rows that were read with one more than its limit, to know whether more follow."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=[view(row) for row in shown],
        next_cursor=encode_cursor(*key(shown[-1])) if more else None,
    )
