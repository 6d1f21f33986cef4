"""From the facts of a filing as they were sent to the bits of both editions' atoms, one fact at a time.

A fact's value gives the same bits in every filing that states it, so each value is read once, by the very
functions of a single evaluation, and looked up from then on. What is kept is bounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.scoring.domain.edition import Edition
from services.scoring.domain.simulation.atoms import Atoms, Group
from services.scoring.domain.simulation.kept_facts import Why, read_kept
from services.scoring.domain.simulation.scene_lists import SceneLists

#: Kept values of one fact; past them it begins anew.
MOST_VALUES = 20_000

#: Types whose values can be looked up as they are.
_SCALARS = frozenset({bool, int, str, type(None)})


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the editions that are compared."""

    edition: Edition
    atoms: Atoms


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A fact that says nothing under one of the editions."""

    side: int
    fact: str
    why: Why


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """What a value of a fact comes to."""

    bits: int
    left_out: tuple[LeftOut, ...]


class Columns:
    """Reads filings for all sides at once."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides = tuple(sides)
        by_sources = _by_sources(self._sides)
        self._groups = {sources[0]: one for sources, one in by_sources.items() if len(sources) == 1}
        self._joint = tuple(
            _Joint(sources, one, self._sides)
            for sources, one in by_sources.items()
            if len(sources) > 1
        )
        self._columns: dict[str, _Column] = {}

    def read(self, facts: Mapping[str, object]) -> tuple[int, tuple[LeftOut, ...]]:
        """Give the bits of all atoms, and what was left out."""
        bits = 0
        left_out: tuple[LeftOut, ...] = ()
        columns = self._columns
        for name, value in facts.items():
            column = columns.get(name)
            if column is None:
                column = self._columns[name] = self._new_column(name)
            reading = column.reading(value)
            bits |= reading.bits
            if reading.left_out:
                left_out += reading.left_out
        for joint in self._joint:
            bits |= joint.bits_of(facts)
        return bits, left_out

    def _new_column(self, name: str) -> "_Column":
        if len(self._columns) >= MOST_VALUES:  # names come from filings, too
            self._columns.clear()
        return _Column(name, self._groups.get(name, ()), self._sides)


_Groups = tuple[tuple[int, Group], ...]


class _Column:
    """One stated fact, with what is derived from it."""

    def __init__(self, name: str, groups: _Groups, sides: tuple[Side, ...]) -> None:
        self._name = name
        self._groups = groups
        self._sides = sides
        self._scalars: dict[object, tuple[type, Reading]] = {}
        self._others: dict[str, Reading] = {}
        self._scenes = SceneLists.of(name, groups, [one.edition for one in sides])
        self._is_alike = not groups and _is_alike(name, [one.edition for one in sides])

    def reading(self, value: object) -> Reading:
        """Look the value up, or read it."""
        kind = value.__class__
        if kind in _SCALARS:
            kept = self._scalars.get(value)
            # True and 1 are equal, and are not the same value of a fact.
            if kept is not None and kept[0] is kind:
                return kept[1]
            return self._read_scalar(value, kind)
        # A list or object of JSON is written out alike only if it is alike, types included.
        key = self._scenes.key_of(value) if self._scenes is not None else None
        if key is None:
            key = repr(value)
        found = self._others.get(key)
        if found is None:
            if len(self._others) >= MOST_VALUES:
                self._others.clear()
            found = self._others[key] = self._computed(value)
        return found

    def _read_scalar(self, value: object, kind: type) -> Reading:
        if len(self._scalars) >= MOST_VALUES:
            self._scalars.clear()
        reading = self._computed(value)
        self._scalars[value] = (kind, reading)
        return reading

    def _computed(self, value: object) -> Reading:
        # No check reads it and all editions read it alike: reading it once tells whether they can.
        if self._is_alike and not read_kept({self._name: value}, self._sides[0].edition).left_out:
            return _NOTHING
        bits = 0
        left_out = []
        for place, side in enumerate(self._sides):
            kept = read_kept({self._name: value}, side.edition)
            for fact, why in kept.left_out.items():
                left_out.append(LeftOut(side=place, fact=fact, why=why))
            for of, group in self._groups:
                if of == place:
                    bits |= group.bits_of(kept.known)
        return Reading(bits=bits, left_out=tuple(left_out))


class _Joint:
    """Atoms that read facts of several sources together."""

    def __init__(self, sources: tuple[str, ...], groups: _Groups, sides: tuple[Side, ...]) -> None:
        self._sources = sources
        self._groups = groups
        self._sides = sides
        self._kept: dict[str, int] = {}

    def bits_of(self, facts: Mapping[str, object]) -> int:
        stated = {name: facts[name] for name in self._sources if name in facts}
        key = repr(stated)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_VALUES:
                self._kept.clear()
            found = self._kept[key] = self._computed(stated)
        return found

    def _computed(self, stated: Mapping[str, object]) -> int:
        bits = 0
        for place, group in self._groups:
            bits |= group.bits_of(read_kept(stated, self._sides[place].edition).known)
        return bits


_NOTHING = Reading(bits=0, left_out=())


def _is_alike(name: str, editions: Sequence[Edition]) -> bool:
    """Tell whether a fact is read alike by all editions, and nothing is derived from it."""
    types = [edition.facts[name].type for edition in editions if name in edition.facts]
    return (
        len(types) == len(editions)
        and all(one == types[0] for one in types)
        and not any(
            one.from_fact == name for edition in editions for one in edition.derived.values()
        )
    )


def _by_sources(sides: Iterable[Side]) -> dict[tuple[str, ...], _Groups]:
    """Gather the groups of all sides by the facts that a filing has to state for them."""
    found: dict[tuple[str, ...], _Groups] = {}
    for place, side in enumerate(sides):
        for group in side.atoms.groups():
            sources = tuple(sorted({side.edition.stated_fact(name) for name in group.facts}))
            found[sources] = (*found.get(sources, ()), (place, group))
    return found
