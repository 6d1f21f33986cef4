"""The tree of administrative units: the city, its districts, and functional areas under a district.

A unit's path is the chain of codes from the city down ("120000/120116/120116-teda"); who may see what
is a question of paths, so `is_within` compares whole codes and never prefixes of characters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.certainty import Certainty
from shared.text import Text

#: Between the codes of a path; no code contains it.
PATH_SEPARATOR = "/"

#: Stands in the place of a part when a code of GB/T 2260 means the whole.
_WHOLE_REGION = "00"


class UnitKind(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    #: 功能区: has no code in GB/T 2260, so it carries one of ours under its district's.
    FUNCTIONAL_AREA = "functional-area"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit of the tree; `path` is what rows store and filters compare."""

    code: str
    name: Text
    kind: UnitKind
    parent: str | None
    path: str
    #: Whether this unit hands in recommendations of its own, and how sure that is.
    recommends: bool
    certainty: Certainty
    source: str | None = None

    def is_within(self, ancestor_path: str) -> bool:
        """Tell whether this unit is the ancestor itself or stands below it."""
        return is_within(self.path, ancestor_path)


def is_within(path: str, ancestor_path: str) -> bool:
    """Tell whether a path is the ancestor's own or below it; an empty path contains nothing."""
    if not path or not ancestor_path:
        return False
    return path == ancestor_path or path.startswith(ancestor_path + PATH_SEPARATOR)


def region_prefix(code: str) -> str:
    """Give the digits that all codes of a region's parts share (GB/T 2260): ``12`` of 120000, ``2102`` of 210200."""
    while code.endswith(_WHOLE_REGION):
        code = code.removesuffix(_WHOLE_REGION)
    return code


class UnitTree:
    """All units by code, parents before children. Build it from units whose parents are among them."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code = {unit.code: unit for unit in sorted(units, key=lambda unit: unit.path)}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, code: str) -> Unit | None:
        return self._by_code.get(code)

    def children(self, code: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self if unit.parent == code)

    def subtree(self, code: str) -> tuple[Unit, ...]:
        """Give the unit and everything below it; nothing when the code is unknown."""
        root = self.find(code)
        return tuple(unit for unit in self if root is not None and unit.is_within(root.path))

    def ancestors(self, code: str) -> tuple[Unit, ...]:
        """Give the units above this one, the city first."""
        unit = self.find(code)
        codes = unit.path.split(PATH_SEPARATOR)[:-1] if unit else []
        return tuple(self._by_code[each] for each in codes)

    def recommending_unit(self, code: str) -> Unit | None:
        """Give the nearest unit, from this one upwards, that hands in recommendations."""
        unit = self.find(code)
        while unit is not None and not unit.recommends:
            unit = self.find(unit.parent) if unit.parent else None
        return unit
