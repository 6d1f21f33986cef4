"""Reads the facts of a kept assessment under an edition that need not be the one it was recorded under.

What that edition does not know, or cannot read, is left out and told: its criteria stay unproven. Nothing is
bent to fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.edition import Edition
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.facts import read_facts
from services.scoring.domain.scenes import derive, faults_of_scenes


class Why(StrEnum):
    """Why a fact of a filing says nothing under an edition."""

    #: The edition's catalogue does not have it.
    NOT_IN_EDITION = "not-in-edition"
    #: The catalogue has it in another form, or what it names is not in the edition's scene guide.
    NOT_READABLE = "not-readable"


@dataclass(frozen=True, kw_only=True)
class KeptFacts:
    """What an edition can read of the facts, derived ones included, and what it cannot."""

    known: Mapping[str, FactValue]
    left_out: Mapping[str, Why]


def read_kept(facts: Mapping[str, object], edition: Edition) -> KeptFacts:
    """Read the facts as far as the edition goes."""
    known: dict[str, FactValue] = {}
    left_out: dict[str, Why] = {}
    for name, value in facts.items():
        if name not in edition.facts:
            left_out[name] = Why.NOT_IN_EDITION
        elif _is_readable(name, value, edition, known):
            for one in edition.derived.values():
                if one.from_fact == name:
                    known[one.name] = derive(one.derivation, known[name], edition.scene_guide)
        else:
            left_out[name] = Why.NOT_READABLE
    return KeptFacts(known=known, left_out=left_out)


def _is_readable(name: str, value: object, edition: Edition, known: dict[str, FactValue]) -> bool:
    read, faults = read_facts({name: value}, edition.facts, pointer="")
    if faults:
        return False
    if any(one.from_fact == name for one in edition.derived.values()) and faults_of_scenes(
        value, edition.scene_guide, pointer=""
    ):
        return False
    known.update(read)
    return True
