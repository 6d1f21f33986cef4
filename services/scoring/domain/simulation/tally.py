"""Counts what two editions find of many filings; counts of parts add up to those of the whole.

The order of filings and how they were cut into parts leave no trace: that is why a simulation that was
interrupted, or ran elsewhere, comes to the same bytes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.scoring.domain.simulation.cohort import label_of, round_of
from services.scoring.domain.simulation.columns import LeftOut
from services.scoring.domain.simulation.comparison import Comparer
from services.scoring.domain.simulation.round_comparison import Compared, Shift

#: GB/T 4754: the first two digits are the division (大类).
_DIVISION_DIGITS = 2

#: Stands in a key for a label that is not there; no code is empty.
NO_LABEL = ""

Key = tuple[str, ...]
Counts = Counter[Key]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts by name, each by a key of words; and what is affected, an entry of canonical JSON each."""

    counts: Mapping[str, Counts]
    affected: list[str]


#: The names of the counts: what the words of their keys are.
NAMES: Mapping[str, Key] = {
    "applications": (),
    "outcomes": ("tier", "before", "after"),
    "highest": ("before", "after"),
    "criteria": ("tier", "criterion_id", "before", "after"),
    "units": ("unit", "is_affected"),
    "shifts_by_unit": ("unit", "tier", "before", "after"),
    "industries": ("industry", "is_affected"),
    "shifts_by_industry": ("industry", "tier", "before", "after"),
    "left_out": ("side", "fact", "why"),
    "rounds": ("round", "conditions"),
    "editions": ("edition",),
    "without": ("label",),
}


class Counting:
    """Counts filings, one after another."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._compared: Counter[Compared] = Counter()
        self._by_unit: Counter[tuple[str, bool, tuple[Shift, ...]]] = Counter()
        self._by_industry: Counter[tuple[str, bool, tuple[Shift, ...]]] = Counter()
        self._left_out: Counter[tuple[LeftOut, ...]] = Counter()
        self._rounds: Counter[str | None] = Counter()
        self._editions: Counter[str] = Counter()
        self._affected: list[str] = []

    def add(self, assessment_id: str, request: Mapping[str, object]) -> None:
        """Count one filing by its kept request."""
        facts = request["facts"]
        assert isinstance(facts, Mapping)  # noqa: S101 - kept requests were read when they were recorded
        round_id = round_of(request)
        compared, left_out = self._comparer.compare(facts, round_id)
        unit, industry = label_of(request, "unit_code"), label_of(request, "industry")
        is_affected = compared.told is not None
        self._compared[compared] += 1
        self._by_unit[unit or NO_LABEL, is_affected, compared.shifts] += 1
        division = industry[:_DIVISION_DIGITS] if industry else NO_LABEL
        self._by_industry[division, is_affected, compared.shifts] += 1
        self._rounds[round_id] += 1
        self._editions[str(request["edition_id"])] += 1
        if left_out:
            self._left_out[left_out] += 1
        if is_affected:
            self._affected.append(_entry(assessment_id, request, compared, unit, industry))

    def tally(self) -> Tally:
        """Give the counts so far."""
        counts: dict[str, Counts] = {name: Counter() for name in NAMES}
        counts["applications"][()] = self._compared.total()
        for compared, n in self._compared.items():
            counts["highest"][compared.highest] += n
            for one in compared.outcomes:
                counts["outcomes"][one.tier, one.before, one.after] += n
            for flip in compared.flips:
                counts["criteria"][flip.tier, flip.criterion_id, flip.before, flip.after] += n
        self._add_labelled(counts, "units", "shifts_by_unit", "unit_code", self._by_unit)
        self._add_labelled(
            counts, "industries", "shifts_by_industry", "industry", self._by_industry
        )
        for left_out, n in self._left_out.items():
            for what in left_out:
                counts["left_out"][str(what.side), what.fact, what.why.value] += n
        for round_id, n in self._rounds.items():
            held = "held" if self._comparer.shares_conditions(round_id) else "not-held"
            counts["rounds"][round_id or NO_LABEL, held] += n
        for edition_id, n in self._editions.items():
            counts["editions"][(edition_id,)] += n
        return Tally(counts=counts, affected=sorted(self._affected))

    @staticmethod
    def _add_labelled(
        counts: dict[str, Counts],
        name: str,
        shifts_name: str,
        label: str,
        found: Counter[tuple[str, bool, tuple[Shift, ...]]],
    ) -> None:
        for (code, is_affected, shifts), n in found.items():
            counts[name][code, "yes" if is_affected else "no"] += n
            if code == NO_LABEL:
                counts["without"][(label,)] += n
            for one in shifts:
                counts[shifts_name][code, one.tier, one.before, one.after] += n


def merged(tallies: Iterable[Tally]) -> Tally:
    """Add tallies of parts up."""
    counts: dict[str, Counts] = {name: Counter() for name in NAMES}
    affected: list[str] = []
    for tally in tallies:
        for name, found in tally.counts.items():
            counts[name].update(found)
        affected.extend(tally.affected)
    affected.sort()
    return Tally(counts=counts, affected=affected)


def written_counts(tally: Tally) -> str:
    """Write the counts of a part down, to be kept until all parts are there."""
    rows = {
        name: [[*key, n] for key, n in sorted(counts.items())]
        for name, counts in tally.counts.items()
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_counts(text: str) -> dict[str, Counts]:
    """Read back what ``written_counts`` wrote."""
    return {
        name: Counter({tuple(key): n for *key, n in rows})
        for name, rows in json.loads(text).items()
    }


def _entry(
    assessment_id: str,
    request: Mapping[str, object],
    compared: Compared,
    unit: str | None,
    industry: str | None,
) -> str:
    """Tell of one affected filing; the keys stand in order, so that entries sort by application."""
    subject = request["subject"]
    assert isinstance(subject, Mapping)  # noqa: S101 - as above
    told = {
        "application_id": subject["application_id"],
        "assessment_id": assessment_id,
        "flipped": None,
        "industry": industry,
        "revision_number": subject["revision_number"],
        "tier": request["tier"],
        "unit_code": unit,
    }
    text = _WRITE(told)
    return text.replace('"flipped":null', f'"flipped":{compared.told}', 1)


#: Codes, ids and whole numbers alone, under sorted keys: this is their canonical form.
_WRITE = json.JSONEncoder(separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode
