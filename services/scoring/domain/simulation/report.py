"""The result of a simulation: one canonical JSON, the same bytes whoever computes it.

It tells what machines find under two editions. It recognises nothing, and no assessment changes by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.scoring.domain.simulation.tally import NO_LABEL, Counts, Tally
from services.scoring.domain.tiers import TIERS
from shared.canonical import JsonValue, canonical_bytes
from shared.text import Text

NOTE = Text(
    zh="推演只说明机器在两个版次下分别核验所见，不构成认定，也不改变任何评估记录。",
    en="A simulation tells what the machine finds under each of two editions. It recognises nothing and changes "
    "no assessment.",
)


@dataclass(frozen=True, kw_only=True)
class EditionPin:
    """An edition as a simulation took it."""

    edition_id: str
    content_sha256: str
    #: Where it stood; ``folder`` for one that was read from a folder.
    state: str
    #: Digests of the conditions of its rounds.
    conditions: Mapping[str, str]

    def document(self) -> dict[str, JsonValue]:
        return {
            "edition_id": self.edition_id,
            "content_sha256": self.content_sha256,
            "state": self.state,
            "conditions_sha256": dict(self.conditions),
        }


def result_bytes(
    tally: Tally,
    *,
    base: EditionPin,
    other: EditionPin,
    cohort: Mapping[str, JsonValue],
    titles: Mapping[tuple[str, str], Text],
) -> bytes:
    """Write the result."""
    document: dict[str, JsonValue] = {
        "affected_applications": len(tally.affected),
        "base": base.document(),
        "cohort": cohort,
        "note": NOTE.as_json(),
        "other": other.document(),
        **_counted(tally.counts, titles),
    }
    # The entries are canonical already, and there may be hundred thousands of them. "affected" comes first.
    rest = canonical_bytes(document).decode()
    # One text, written once: a second copy of it would be the most that a simulation ever holds.
    return f'{{"affected":[{",".join(tally.affected)}],{rest[1:]}'.encode()


def _counted(
    counts: Mapping[str, Counts], titles: Mapping[tuple[str, str], Text]
) -> dict[str, JsonValue]:
    return {
        "criteria": _criteria(counts["criteria"], titles),
        "facts_left_out": _left_out(counts["left_out"]),
        "highest_tier_met": [
            {"before": before, "after": after, "applications": n}
            for (before, after), n in _by_tier(counts["highest"])
        ],
        "industries": _by_label(
            counts["industries"], counts["shifts_by_industry"], "industry_division"
        ),
        "outcomes": [
            {"tier": tier, "before": before, "after": after, "applications": n}
            for (tier, before, after), n in _by_tier(counts["outcomes"])
        ],
        "recorded_under": [
            {"edition_id": edition_id, "applications": n}
            for (edition_id,), n in sorted(counts["editions"].items())
        ],
        "rounds": [
            {"round_id": round_id or None, "conditions": held, "applications": n}
            for (round_id, held), n in sorted(counts["rounds"].items())
        ],
        "units": _by_label(counts["units"], counts["shifts_by_unit"], "unit_code"),
        "without_labels": {name: counts["without"][(name,)] for name in ("industry", "unit_code")},
    }


def _by_tier(counts: Counts) -> list[tuple[tuple[str, ...], int]]:
    # From the lowest tier up; what is no tier (none, an outcome) after the alphabet.
    order = {tier: f"{place}" for place, tier in enumerate(TIERS)}
    return sorted(counts.items(), key=lambda item: [order.get(word, word) for word in item[0]])


def _criteria(counts: Counts, titles: Mapping[tuple[str, str], Text]) -> list[JsonValue]:
    return [
        {
            "tier": tier,
            "criterion_id": criterion_id,
            "title": titles[tier, criterion_id].as_json(),
            "before": before,
            "after": after,
            "applications": n,
        }
        for (tier, criterion_id, before, after), n in _by_tier(counts)
    ]


def _left_out(counts: Counts) -> list[JsonValue]:
    return [
        {"edition": ("base", "other")[int(side)], "fact": fact, "why": why, "applications": n}
        for (side, fact, why), n in sorted(counts.items())
    ]


def _by_label(counts: Counts, shifts: Counts, name: str) -> list[JsonValue]:
    return list(_rows_by_label(counts, shifts, name))


def _rows_by_label(counts: Counts, shifts: Counts, name: str) -> Iterator[JsonValue]:
    of_label: dict[str, list[JsonValue]] = {}
    for (label, tier, before, after), n in _by_tier(shifts):
        of_label.setdefault(label, []).append(
            {"tier": tier, "before": before, "after": after, "applications": n}
        )
    for label in sorted({label for label, _ in counts}):
        affected = counts[label, "yes"]
        yield {
            name: label if label != NO_LABEL else None,
            "applications": affected + counts[label, "no"],
            "affected": affected,
            "outcomes": of_label.get(label, []),
        }
