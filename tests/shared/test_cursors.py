import base64
import json
from datetime import UTC, datetime

import pytest

from shared.cursors import InvalidCursor, decode_cursor, encode_cursor

AT = datetime(2025, 7, 18, 15, 59, 59, 123456, tzinfo=UTC)


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def test_a_cursor_is_read_back_exactly() -> None:
    assert decode_cursor(encode_cursor(AT, "row-1")) == (AT, "row-1")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%%%",
        "not base64",
        "é",
        written("text"),
        written([]),
        written(["2025-07-18T00:00:00+00:00"]),
        written(["2025-07-18T00:00:00", "naive"]),
        written(["yesterday", "row"]),
        written([1, "row"]),
        written(["2025-07-18T00:00:00+00:00", 7]),
        written({"at": 1}),
        written(["2025-07-18T00:00:00+00:00", "a\u0000b"]),
        written(["2025-07-18T00:00:00+00:00", "\ud800"]),
        written(["0001-01-01T00:00:00+14:00", "before all time"]),
        written(["9999-12-31T23:59:59-14:00", "after it"]),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_anything_we_did_not_write_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor)
