"""The application form's content as JSON, and the few ways we look into it.

A form is what the enterprise typed, checked against the round's schema (`form_schema`). Lists are
objects keyed by id, because merge-patch replaces arrays whole. An empty or blank string is the same as
nothing typed: front ends clear a field by writing "".
"""

import re
from collections.abc import Mapping, Sequence

#: JSON as we read it: mappings and sequences, because we never write to it. A float may be sent but has
#: no place in a form: no field takes one, and the canonical bytes of a revision refuse them.
Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
Form = Mapping[str, Json]
#: The steps from the form's root to a value.
Path = tuple[str | int, ...]

#: A key longer than this is not repeated in a pointer or a message.
MAX_STEP_LENGTH = 100


def value_at(form: Json, path: Sequence[str | int]) -> Json:
    """Give the value at a path, or None when there is nothing typed there."""
    value: Json = form
    for step in path:
        if not isinstance(value, Mapping) or not isinstance(step, str):
            return None
        value = value.get(step)
    return None if is_blank(value) else value


def is_blank(value: Json) -> bool:
    """Tell whether a value counts as nothing typed."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_at(form: Json, *path: str) -> str | None:
    value = value_at(form, path)
    return value if isinstance(value, str) else None


def integer_at(form: Json, *path: str) -> int | None:
    value = value_at(form, path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def answer_at(form: Json, *path: str) -> bool | None:
    """Give a yes or no, or None when the question was not answered."""
    value = value_at(form, path)
    return value if isinstance(value, bool) else None


def object_at(form: Json, *path: str) -> Form:
    """Give the object at a path, an empty one when there is none."""
    value = value_at(form, path)
    return value if isinstance(value, Mapping) else {}


def entries_at(form: Json, *path: str) -> tuple[tuple[str, Json], ...]:
    """Give a list's entries in the order of their ids, "scene-2" before "scene-10".

    JSON objects have no order of their own, and the canonical bytes of a revision sort their keys.
    """
    entries = object_at(form, *path).items()
    return tuple(sorted(entries, key=lambda entry: natural_key(entry[0])))


def natural_key(entry_id: str) -> tuple[tuple[int, int, str], ...]:
    """Order ids as people do: runs of digits by their number."""
    parts = re.split(r"([0-9]+)", entry_id)
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts)


def pointer(path: Sequence[str | int]) -> str:
    """Write a path as an RFC 6901 JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def pointable(path: Path) -> Path:
    """Cut a path before the first step that cannot be repeated to the caller.

    A key may be megabytes long or hold half a surrogate pair, which no UTF-8 answer can carry; the
    fault then points at the object that holds it.
    """
    for depth, step in enumerate(path):
        if isinstance(step, str) and (len(step) > MAX_STEP_LENGTH or not _is_encodable(step)):
            return path[:depth]
    return path


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
