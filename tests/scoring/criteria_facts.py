"""What was found of the element conditions, as `criteria_facts.json` says it: the editions are held against this.

Read from the findings and never from an edition, so that no threshold of an edition proves itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from services.scoring.domain.checks import AtLeast, Check, Covers, ShareAtLeast
from services.scoring.domain.edition import Kind
from tests.scoring.builders import TIERS

FOUND = Path(__file__).with_suffix(".json")

_NAMES = dict(zip(("基础级", "先进级", "卓越级", "领航级"), TIERS, strict=True))
#: How a coverage is asked for, by the first words of what was found.
_MODES = {"at least": Kind.REQUIRED, "in principle": Kind.IN_PRINCIPLE, "must be": Kind.REQUIRED}

#: Thresholds that no text sets: an edition has no criterion on them.
UNSET = (
    "scene_count_min",
    "numeric_control_rate_min",
    "network_rate_min",
    "revenue_min",
    "rd_ratio_min",
    "patents_min",
)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A criterion whose threshold was found: who decides it, and what it checks."""

    kind: Kind
    check: Check


@cache
def gates() -> Mapping[tuple[str, str], Mapping[str, Gate]]:
    """By edition and tier, the gates by criterion."""
    return {
        (f"cn-{edition['id']}", _NAMES[tier["tier"]]): dict(_gates_of(tier))
        for edition in found()
        for tier in edition["tiers"]
    }


@cache
def found() -> list[dict[str, Any]]:
    """The findings by edition."""
    editions: list[dict[str, Any]] = json.loads(FOUND.read_text(encoding="utf-8"))["editions"]
    return editions


def _gates_of(tier: dict[str, Any]) -> list[tuple[str, Gate]]:
    level, coverage, share = (
        tier["maturity_level_min"],
        tier["coverage"],
        tier["ai_scene_ratio_min"],
    )
    [kind] = [kind for words, kind in _MODES.items() if coverage["mode"].startswith(words)]
    stages = tuple(coverage["required"])
    gates = [
        (
            "br-5-maturity",
            Gate(
                kind=Kind.REQUIRED,
                check=AtLeast(fact="maturity_level", threshold=Decimal(level["value"])),
            ),
        ),
        (
            "stage-coverage",
            Gate(kind=kind, check=Covers(fact="element_stages_built", required=stages)),
        ),
    ]
    if share is not None:
        assert share["unit"] == "%"
        check = ShareAtLeast(
            part="scenes_with_ai", whole="scenes_built", threshold=Fraction(share["value"], 100)
        )
        # What it is a share of was found nowhere, so that it is a person's to judge.
        gates.append(("ai-scene-share", Gate(kind=Kind.JUDGED, check=check)))
    return gates
