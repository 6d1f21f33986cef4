"""The kinds of documents with what each takes; the figures come from a data file, not from code."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class KindRule:
    """What a document of one kind may be."""

    kind: str
    label: Text
    #: False for what the system makes itself.
    is_uploadable: bool
    media_types: frozenset[str]
    max_bytes: int
    max_pages: int
    max_pixels: int
    #: How many files of this kind one application may have.
    max_files: int
    #: For how long the store refuses to delete a frozen version.
    retention_days: int


#: All kinds by name.
KindRules = Mapping[str, KindRule]


def kind_rules_from(data: Mapping[str, Mapping[str, object]]) -> KindRules:
    """Read the rules out of a data file; raise ValueError for a file that is not one of ours."""
    return {kind: _rule(kind, entry) for kind, entry in data.items()}


def _rule(kind: str, entry: Mapping[str, object]) -> KindRule:
    expected = {
        "label_zh",
        "label_en",
        "is_uploadable",
        "media_types",
        "max_bytes",
        "max_pages",
        "max_pixels",
        "max_files",
        "retention_days",
    }
    if set(entry) != expected:
        wrong = sorted(expected.symmetric_difference(entry))
        raise ValueError(f"kind {kind!r}: missing or unknown settings {wrong}")
    media_types = entry["media_types"]
    if not isinstance(media_types, list) or not media_types:
        raise ValueError(f"kind {kind!r}: media_types is a list with at least one type")
    return KindRule(
        kind=kind,
        label=Text(zh=str(entry["label_zh"]), en=str(entry["label_en"])),
        is_uploadable=bool(entry["is_uploadable"]),
        media_types=frozenset(str(media_type) for media_type in media_types),
        max_bytes=_positive(kind, entry, "max_bytes"),
        max_pages=_positive(kind, entry, "max_pages"),
        max_pixels=_positive(kind, entry, "max_pixels"),
        max_files=_positive(kind, entry, "max_files"),
        retention_days=_positive(kind, entry, "retention_days"),
    )


def _positive(kind: str, entry: Mapping[str, object], key: str) -> int:
    value = entry[key]
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise ValueError(f"kind {kind!r}: {key} is a positive whole number")
    return value
