"""What the store should hold, held against what it does: missing, changed, unreadable and orphaned objects."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DiscrepancyKind(StrEnum):
    """In what way the store and the database disagree."""

    #: 缺失: a row names it and the store does not have it.
    MISSING = "missing"
    #: 内容不符: it is there with other bytes than the row says.
    CHANGED = "changed"
    #: 无法读取: the store has it and does not give it in time.
    UNREADABLE = "unreadable"
    #: 无主: the store has it and no row that stands names it.
    ORPHANED = "orphaned"


class Failure(StrEnum):
    """Why there are no digests of an object."""

    GONE = "gone"
    UNREAD = "unread"


@dataclass(frozen=True, kw_only=True)
class ObjectName:
    """One version of one object, as the store names it."""

    key: str
    version: str


@dataclass(frozen=True, kw_only=True)
class ContentRead:
    """What the bytes of an object came to when they were read."""

    sha256: str
    sm3: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Expected:
    """An object that a row names."""

    name: ObjectName
    version_id: str
    #: None for a picture of a finding: of those only the name is kept.
    content: ContentRead | None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An object that the store lists."""

    name: ObjectName
    changed_at: datetime | None
    #: Written by a deletion that names no version: it hides the object and removes nothing.
    is_delete_marker: bool


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """A stretch of what the store lists, and the name after which the next one begins; None for the last one."""

    listed: tuple[Listed, ...]
    ends_at: ObjectName | None


@dataclass(frozen=True, kw_only=True)
class Discrepancy:
    """One object about which the store and the database disagree."""

    kind: DiscrepancyKind
    name: ObjectName
    #: Whose bytes it is or was; None when no row ever named it.
    version_id: str | None
    is_delete_marker: bool = False


#: An object that can be read whole, only its being there (None), or the reason why not.
Found = ContentRead | Failure | None


def discrepancy_of(expected: Expected, found: Found) -> Discrepancy | None:
    """Compare what a row names with what was found; None when they agree."""
    kind = _kind_of(expected, found)
    if kind is None:
        return None
    return Discrepancy(kind=kind, name=expected.name, version_id=expected.version_id)


def _kind_of(expected: Expected, found: Found) -> DiscrepancyKind | None:
    if found is Failure.GONE:
        return DiscrepancyKind.MISSING
    if found is Failure.UNREAD:
        return DiscrepancyKind.UNREADABLE
    if expected.content is not None and found != expected.content:
        return DiscrepancyKind.CHANGED
    return None


def orphans(
    listed: Iterable[Listed],
    *,
    standing: Collection[ObjectName],
    deleted: Mapping[ObjectName, str],
    in_arrival: Collection[str],
    settled_before: datetime,
) -> list[Discrepancy]:
    """Tell which listed objects nothing stands on.

    What is younger than ``settled_before`` may still get its row. Keys ``in_arrival`` belong to uploads whose leavings
    the sweep removes.
    """
    return [
        Discrepancy(
            kind=DiscrepancyKind.ORPHANED,
            name=each.name,
            version_id=deleted.get(each.name),
            is_delete_marker=each.is_delete_marker,
        )
        for each in listed
        if each.name not in standing
        and each.name.key not in in_arrival
        and not is_young(each, settled_before)
    ]


def is_young(listed: Listed, settled_before: datetime) -> bool:
    """Tell whether an object came so lately that its row may still be on its way."""
    return listed.changed_at is None or listed.changed_at > settled_before
