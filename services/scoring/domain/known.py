"""What checks read: known facts by name, each in the exact form in which it is compared."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from services.scoring.domain.fact_types import FactValue

#: Only what was stated, or computed from it. A fact that is not here is not known.
Known = Mapping[str, FactValue]


def number(known: Known, name: str) -> Decimal | None:
    """Give a known number exactly."""
    value = known.get(name)
    if isinstance(value, bool):
        return None
    return Decimal(value) if isinstance(value, int | Decimal) else None


def names(known: Known, name: str) -> frozenset[str] | None:
    """Give a known set of names."""
    value = known.get(name)
    return frozenset(map(str, value)) if isinstance(value, tuple) else None


def word(known: Known, name: str) -> str | None:
    """Give a known text or choice."""
    value = known.get(name)
    return value if isinstance(value, str) else None


def day(known: Known, name: str) -> date | None:
    """Give a known date."""
    value = known.get(name)
    return value if isinstance(value, date) else None


def entries(known: Known, name: str) -> tuple[FactValue, ...] | None:
    """Give the entries of a known list, or the values of a known map."""
    value = known.get(name)
    if isinstance(value, tuple):
        return value
    return tuple(value.values()) if isinstance(value, Mapping) else None
