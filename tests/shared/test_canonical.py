from decimal import Decimal
from typing import Any

import pytest

from shared.canonical import JsonValue, canonical_bytes


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        ({"城": "津"}, '{"城":"津"}'.encode()),
        ([None, True, False, -7], b"[null,true,false,-7]"),
        ('\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()),
        # RFC 8785 sorts by UTF-16 code units: U+1F600 is D83D DE00 and comes before U+FB33.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'.encode()),
        (2**53 - 1, b"9007199254740991"),
    ],
)
def test_values_have_the_bytes_of_rfc_8785(value: JsonValue, expected: bytes) -> None:
    assert canonical_bytes(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        float("nan"),
        float("inf"),
        Decimal("1.0"),
        2**53,
        -(2**53),
        b"bytes",
        {"a": [{"b": 1.5}]},
        {1, 2},
    ],
    ids=repr,
)
def test_what_two_readers_could_take_differently_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical_bytes(value)


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}])
def test_a_lone_surrogate_has_no_bytes(value: JsonValue) -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical_bytes(value)


def test_equal_values_have_equal_bytes_whatever_their_order() -> None:
    one = canonical_bytes({"a": {"x": 1, "y": [1, 2]}, "b": "2"})
    two = canonical_bytes({"b": "2", "a": {"y": [1, 2], "x": 1}})

    assert one == two
