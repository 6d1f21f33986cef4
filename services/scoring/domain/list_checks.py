"""Operators that look for something in a set of names or in a list."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.domain.known import Known, entries, names, word
from services.scoring.domain.logic import Truth


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """The fact, a text or a choice, is one of the values."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CountAtLeast:
    """The list, or the set of names, has at least so many entries."""

    fact: str
    threshold: int


@dataclass(frozen=True, kw_only=True)
class Covers:
    """The fact, a set of names, holds all the required ones."""

    fact: str
    required: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CoversAtLeast:
    """The fact, a set of names, holds at least so many of the listed ones."""

    fact: str
    listed: tuple[str, ...]
    threshold: int


@dataclass(frozen=True, kw_only=True)
class RecognisedAs:
    """One of the recognitions in the list is of a tier, by a body and of a batch that the check names.

    No bodies or no batches named: any of them.
    """

    fact: str
    tiers: tuple[str, ...]
    by: tuple[str, ...] | None
    batches: tuple[str, ...] | None


def holds_one_of(check: OneOf, known: Known) -> Truth:
    value = word(known, check.fact)
    return None if value is None else value in check.values


def holds_count(check: CountAtLeast, known: Known) -> Truth:
    found = entries(known, check.fact)
    return None if found is None else len(found) >= check.threshold


def holds_covers(check: Covers, known: Known) -> Truth:
    held = names(known, check.fact)
    return None if held is None else held.issuperset(check.required)


def holds_covers_at_least(check: CoversAtLeast, known: Known) -> Truth:
    held = names(known, check.fact)
    return None if held is None else len(held.intersection(check.listed)) >= check.threshold


def holds_recognised_as(check: RecognisedAs, known: Known) -> Truth:
    found = entries(known, check.fact)
    if found is None:
        return None
    return any(matches(check, one) for one in found if isinstance(one, Mapping))


def matches(check: RecognisedAs, recognition: Mapping[str, object]) -> bool:
    """Tell whether one recognition is of the kind that the check names."""
    return (
        recognition.get("tier") in check.tiers
        and (check.by is None or recognition.get("by") in check.by)
        and (check.batches is None or recognition.get("batch") in check.batches)
    )
