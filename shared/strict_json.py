"""Reads a JSON body without forgiving anything that two readers could take differently.

Refused before any model sees it: NaN and numbers that overflow, repeated keys, invalid UTF-8, NUL and other
control characters, lone surrogates, and the bidirectional overrides that make a name read as another one.
"""

import json
import math
import unicodedata
from collections.abc import Iterator

from fastapi import Request

from shared.errors import Fault
from shared.request_errors import InvalidRequest, MalformedJson, NotJson, RequestBodyTooLarge
from shared.text import Text
from shared.validation import escape_pointer

#: Deeper bodies than this are an attack, not a form.
MAX_DEPTH = 48

#: U+202A–202E and U+2066–2069: they reorder what a reader sees (Unicode TR36, "bidi spoofing").
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_ALLOWED_CONTROLS = frozenset("\t\n\r")
_TEXT_FAULT = Text(
    zh="含有不可见的控制字符", en="contains control characters that a reader cannot see"
)


class StrictRequest(Request):
    """A request whose body is bounded and read once."""

    async def read_body(self, limit_bytes: int) -> bytes:
        """Read the whole body; raise RequestBodyTooLarge as soon as it passes the limit."""
        declared = self.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit_bytes:
            raise RequestBodyTooLarge
        chunks, size = [], 0
        async for chunk in self.stream():
            size += len(chunk)
            if size > limit_bytes:
                raise RequestBodyTooLarge
            chunks.append(chunk)
        # Starlette keeps a read body under this name; body() then answers from it.
        self._body = b"".join(chunks)
        return self._body

    def check_query(self) -> None:
        """Raise InvalidRequest naming each query parameter that holds what no reader can see.

        PostgreSQL takes no NUL, so such a parameter must not travel as far as a statement.
        """
        faults = [
            Fault(pointer=f"query:{name}", code="control-character", message=_TEXT_FAULT)
            for name, value in self.query_params.multi_items()
            if has_hidden_characters(value)
        ]
        if faults:
            raise InvalidRequest(faults=faults[:50])

    def parse_json(self) -> None:
        """Parse the body that was read; ``json()`` then answers the parsed value."""
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self._body and not (
            media_type.startswith("application/") and media_type.endswith(("/json", "+json"))
        ):
            raise NotJson
        if self._body:
            self._json = strict_loads(self._body)


def strict_loads(data: bytes) -> object:
    """Parse JSON strictly; raise MalformedJson, or InvalidRequest naming each unreadable text."""
    try:
        value: object = json.loads(
            data.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite_float,
            object_pairs_hook=_unique_object,
        )
    except (ValueError, RecursionError) as error:
        raise MalformedJson from error
    faults = [
        Fault(pointer=pointer, code="control-character", message=_TEXT_FAULT)
        for pointer, text in _texts(value)
        if has_hidden_characters(text)
    ]
    if faults:
        raise InvalidRequest(faults=faults[:50])
    return value


def has_hidden_characters(text: str) -> bool:
    """Tell whether a text holds characters that a reader cannot see and a database may not keep."""
    # Printable text, the overwhelming case, is settled in C.
    if text.isascii() and text.isprintable():
        return False
    return any(
        (unicodedata.category(character) in ("Cc", "Cs") and character not in _ALLOWED_CONTROLS)
        or character in BIDI_CONTROLS
        for character in text
    )


def _texts(value: object) -> Iterator[tuple[str, str]]:
    stack: list[tuple[str, object, int]] = [("", value, 0)]
    while stack:
        pointer, node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise MalformedJson
        if isinstance(node, str):
            yield pointer, node
        elif isinstance(node, dict):
            for name, child in node.items():
                yield pointer, name
                stack.append((f"{pointer}/{escape_pointer(name)}", child, depth + 1))
        elif isinstance(node, list):
            stack.extend((f"{pointer}/{i}", child, depth + 1) for i, child in enumerate(node))


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _finite_float(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ValueError(literal)
    return number


def _unique_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("repeated key")
    return value
