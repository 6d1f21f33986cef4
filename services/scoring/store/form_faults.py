"""Says where a file is not of its form, by a pointer that leads to a place in that very file."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from services.scoring.store.bundle import bundle_fault
from shared.errors import Fault
from shared.validation import faults_of

#: What the discriminator of a union that knows no such tag is about.
_UNIONS = {
    "op": ("operator-unknown", "没有此操作符", "is not an operator"),
    "kind": ("type-unknown", "没有此类型", "is not a type of facts"),
}


def form_faults(error: ValidationError, content: object) -> Iterator[Fault]:
    """Turn what Pydantic found into faults; the tags of its unions are no part of the file."""
    for one in error.errors():
        location, kind = _within(one["loc"], content), one["type"]
        discriminator = str((one.get("ctx") or {}).get("discriminator", "")).strip("'")
        if kind == "union_tag_invalid":
            yield _unknown_tag(discriminator, one.get("ctx") or {}, location)
        elif kind == "union_tag_not_found":
            yield _fault("missing", (*location, discriminator))
        else:
            # faults_of expects FastAPI's locations, which begin with where the value came from.
            yield from faults_of([{**one, "loc": ("body", *location)}])


def _unknown_tag(
    discriminator: str, context: Mapping[str, object], location: Sequence[object]
) -> Fault:
    code, zh, en = _UNIONS[discriminator]
    known = str(context.get("expected_tags", "")).replace("'", "")
    pointer = _fault("missing", (*location, discriminator)).pointer
    return bundle_fault(pointer, code, f"{zh}；只能是：{known}", f"{en}; there are: {known}")


def _fault(kind: str, location: Sequence[object]) -> Fault:
    [fault] = faults_of([{"type": kind, "loc": ("body", *location)}])
    return fault


def _within(location: Sequence[int | str], content: object) -> tuple[int | str, ...]:
    """Keep of a location what leads somewhere in the content, and a last name that is missing there."""
    node, kept = content, []
    for place, token in enumerate(location):
        found, inner = _step(node, token)
        if found:
            node = inner
        elif place < len(location) - 1 or token == "[key]":  # noqa: S105 - how Pydantic points at a key
            continue
        kept.append(token)
    return tuple(kept)


def _step(node: object, token: int | str) -> tuple[bool, object]:
    if isinstance(node, Mapping) and token in node:
        return True, node[token]
    if isinstance(node, list) and isinstance(token, int) and token < len(node):
        return True, node[token]
    return False, None
