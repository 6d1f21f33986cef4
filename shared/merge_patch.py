"""JSON Merge Patch (RFC 7396) on plain JSON values, with a bound on depth.

Lists are replaced whole by the RFC: what may be edited entry by entry is therefore an object keyed by id.
"""

from typing import Any, cast

JsonObject = dict[str, Any]

#: Deeper documents than this are no form of ours; the bound keeps recursion harmless.
MAX_DEPTH = 32


def merge(target: JsonObject, patch: JsonObject) -> JsonObject:
    """Apply a patch and give the new document; neither argument is changed."""
    return cast("JsonObject", _merge(target, patch, 0))


def depth_of(value: object) -> int:
    """Count the levels of nested objects and arrays."""
    deepest, level = 0, [value]
    while level:
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        deepest += 1
    return deepest - 1


def _merge(target: object, patch: object, depth: int) -> object:
    if not isinstance(patch, dict):
        return patch
    if depth > MAX_DEPTH:
        raise ValueError(f"a patch may be {MAX_DEPTH} levels deep")
    merged: JsonObject = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merge(merged.get(name), value, depth + 1)
    return merged
