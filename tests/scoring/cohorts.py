"""Cohorts of filings that differ in everything that an edition may read, made from a seed."""

import uuid
from random import Random
from typing import Any

from tests.scoring.builders import (
    ALL_STAGES,
    ASKED_OF_THE_TIERS_ABOVE,
    DECLARATIONS,
    ROUND_ID,
    TIERS,
    a_scene_in,
    an_own_scene,
    edition,
)

UNITS = ("120101", "120116", "120116-teda", None)
INDUSTRIES = ("3610", "2710", "36", None)


def seeded(seed: str) -> Random:
    """Make a generator that always gives the same."""
    return Random(seed)  # noqa: S311 - a cohort has to be the same in every run


def varied_facts(random: Random) -> dict[str, Any]:
    """Facts of one factory: most hold, some do not, some are missing, few are of no edition."""
    facts: dict[str, Any] = {
        name: random.random() > 0.06
        for name in (*DECLARATIONS, *ASKED_OF_THE_TIERS_ABOVE)
        if random.random() > 0.04
    }
    if random.random() > 0.05:
        facts["maturity_level"] = random.choice((1, 2, 2, 3, 3, 4, 5))
    if random.random() > 0.1:
        facts["maturity_score"] = f"{random.randrange(501) / 100:.2f}"
    if random.random() > 0.3:
        facts["branch_exception_ground"] = random.choice((None, None, "石油石化"))
    if random.random() > 0.05:
        facts["scenes"] = _scenes(random)
    if random.random() > 0.2:
        facts["indicators"] = {
            name: {"before": f"{random.randrange(99)}.5", "after": "120", "unit": "%"}
            for name in ("productivity", "energy")
        }
    return facts


def ill_fitting_facts(random: Random) -> dict[str, Any]:
    """Facts as another edition may have taken them: unknown names, other types, other scenes."""
    facts = varied_facts(random)
    for name, values in _ILL_FITTING.items():
        if random.random() < 0.15:
            facts[name] = random.choice(values)
    return facts


def varied_request(random: Random, **changes: Any) -> dict[str, Any]:
    """A kept request: what intake sends after a submission."""
    unit, industry = random.choice(UNITS), random.choice(INDUSTRIES)
    labels = {} if unit is None else {"labels": {"unit_code": unit, "industry": industry}}
    return {
        "edition_id": "cn-2025",
        "tier": random.choice(TIERS),
        "round_id": ROUND_ID,
        "facts": varied_facts(random),
        "subject": {
            "application_id": an_id(random),
            "revision_number": random.randint(1, 4),
            "revision_sha256": "ab" * 32,
        },
        **labels,
        **changes,
    }


def an_id(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _scenes(random: Random) -> list[dict[str, Any]]:
    guide = edition().scene_guide.scenes or {}
    scenes = []
    for _ in range(random.randint(0, 9)):
        uses_ai = random.random() < 0.4
        if random.random() < 0.8:
            number = random.choice(list(guide))
            scenes.append(
                {
                    "scene_number": number,
                    "own_name": None,
                    "guide_stage": guide[number].guide_stage,
                    "uses_ai": uses_ai,
                }
            )
        else:
            scenes.append(an_own_scene("生产作业", uses_ai=uses_ai))
    return scenes


_ILL_FITTING: dict[str, tuple[Any, ...]] = {
    "maturity_level": (0, 6, "2", True, None, [2]),
    "maturity_score": ("2,35", 2, "1.23456", None),
    "operations_sound": (1, 0, "true", None),
    "is_above_designated_size": (1, {"a": True}),
    "legal_person": (0, None),
    "branch_exception_ground": ("", "  ", 7, True),
    "number_of_robots": (12, None, {"a": [1]}),
    "indicators": ({}, [], {"a b": {}}, {"a": {"after": 1}}, "none"),
    "scenes": (
        None,
        "many",
        {},
        [a_scene_in(stage, edition_id="cn-2024") for stage in ALL_STAGES],
        [{**a_scene_in("生产作业"), "scene_number": 41}],
        [{**a_scene_in("生产作业"), "uses_ai": 1}],
        [{**a_scene_in("生产作业"), "scene_number": True}],
        [a_scene_in("生产作业"), 7],
        [a_scene_in("生产作业", uses_ai=True)] * 201,
        [{**a_scene_in("生产作业"), "guide_stage": "产品研发"}],
    ),
}
