"""Canonical JSON (RFC 8785): the only bytes of ours that are ever hashed.

Numbers that matter are decimal strings: floats, Decimals and integers beyond 2**53 are refused
rather than rounded, because two readers would disagree on their bytes.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

_INEXACT = "{type} has no exact JSON form: write it as a string"

#: The largest integer that every JSON reader understands alike.
MAX_SAFE_INTEGER = 2**53 - 1

JsonValue = None | bool | int | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]


def canonical_bytes(value: JsonValue) -> bytes:
    """Write a JSON value as its canonical bytes; raise TypeError or ValueError if it has none."""
    _refuse_inexact(value)
    return rfc8785.dumps(value)


def as_json_object(value: Mapping[str, object]) -> dict[str, Any]:
    """Copy a JSON object into plain dicts and lists, as JSON libraries and Pydantic want them."""
    return {name: _plain(item) for name, item in value.items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return as_json_object(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def _refuse_inexact(value: object) -> None:
    if isinstance(value, bool | str) or value is None:
        return
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise ValueError(_INEXACT.format(type="an integer beyond 2^53"))
    elif isinstance(value, Mapping):
        for item in value.values():
            _refuse_inexact(item)
    elif isinstance(value, Sequence):
        for item in value:
            _refuse_inexact(item)
    else:
        kind = "NaN" if isinstance(value, float) and math.isnan(value) else type(value).__name__
        raise TypeError(_INEXACT.format(type=kind))
