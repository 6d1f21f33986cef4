"""The filings that a simulation is about: chosen once, and known by the digest of their assessments."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.canonical import JsonValue


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was asked for; what is None was not asked about."""

    round_id: str | None
    tier: str | None
    #: Each with the units below it.
    units: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The latest assessment of each application that was chosen."""

    choice: Choice
    #: Sorted.
    assessment_ids: tuple[str, ...]
    #: Applications whose latest assessment states no round, while one was asked for.
    without_round: int
    #: Applications of the round and tier whose latest assessment carries no unit, while units were asked for.
    without_unit: int


def cohort_document(cohort: Cohort) -> dict[str, JsonValue]:
    """Write a cohort down without its members: what a result says it is about."""
    choice = cohort.choice
    return {
        "round_id": choice.round_id,
        "tier": choice.tier,
        "units": None if choice.units is None else list(choice.units),
        "applications": len(cohort.assessment_ids),
        "assessments_sha256": digest_of_members(cohort.assessment_ids),
        "not_chosen": {
            "without_round": cohort.without_round,
            "without_unit": cohort.without_unit,
        },
    }


def digest_of_members(assessment_ids: Iterable[str]) -> str:
    """Digest the sorted ids, a line each."""
    return hashlib.sha256("\n".join(sorted(assessment_ids)).encode("ascii")).hexdigest()


def round_of(request: Mapping[str, object]) -> str | None:
    """Read the round of a kept request."""
    found = request.get("round_id")
    return found if isinstance(found, str) else None


def label_of(request: Mapping[str, object], name: str) -> str | None:
    """Read a frozen label of a kept request; None for a record of before there were any."""
    labels = request.get("labels")
    found = labels.get(name) if isinstance(labels, Mapping) else None
    return found if isinstance(found, str) else None
