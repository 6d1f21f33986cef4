"""A check as data again, to be shown and compared; numbers are text, as in a bundle."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from services.scoring.domain import checks
from services.scoring.domain.check_words import Value

#: The name of each operator in bundles.
OPERATORS: Mapping[type, str] = {
    checks.IsTrue: "is-true",
    checks.IsFilled: "is-filled",
    checks.AtLeast: "at-least",
    checks.AtMost: "at-most",
    checks.EqualTo: "equal-to",
    checks.Between: "between",
    checks.PeriodWithin: "period-within",
    checks.OneOf: "one-of",
    checks.CountAtLeast: "count-at-least",
    checks.Covers: "covers",
    checks.CoversAtLeast: "covers-at-least",
    checks.RecognisedAs: "recognised-as",
    checks.ShareAtLeast: "share-at-least",
    checks.WithinBand: "within-band",
    checks.AllOf: "all-of",
    checks.AnyOf: "any-of",
    checks.AtLeastNOf: "at-least-n-of",
}

#: What of an operator says which facts it reads; the rest is what it holds them against.
_SUBJECTS = frozenset({"fact", "part", "whole", "score", "level", "starts", "ends", "checks"})


def check_document(check: checks.Check | None) -> Value:
    """Write a check as data; null for none."""
    if check is None:
        return None
    return {
        "op": OPERATORS[type(check)],
        **{one.name: _written(getattr(check, one.name)) for one in fields(check)},
    }


def subject_of(check: checks.Check | None) -> Value:
    """Say which operator reads which facts."""
    document = check_document(check)
    if not isinstance(document, Mapping):
        return None
    return {name: value for name, value in document.items() if name in _SUBJECTS | {"op"}}


def threshold_of(check: checks.Check | None) -> Value:
    """Say what the facts are held against: one value alone, several by name; null for nothing."""
    document = check_document(check)
    if not isinstance(document, Mapping):
        return None
    against = {name: value for name, value in document.items() if name not in _SUBJECTS | {"op"}}
    if len(against) == 1:
        return next(iter(against.values()))
    return against or None


def _written(value: object) -> Value:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction | date):
        return str(value)
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, checks.Band):
        return {one.name: _written(getattr(value, one.name)) for one in fields(value)}
    if type(value) in OPERATORS:
        return check_document(value)  # type: ignore[arg-type]  # the operators are the keys
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(type(value))
