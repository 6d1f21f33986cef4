"""Facts, scenes and requests with defaults, for every test of the scoring service."""

import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from services.scoring.domain.edition import Edition
from services.scoring.domain.evaluation import Evaluation
from services.scoring.domain.library import Library, Question
from services.scoring.domain.verdict import CriterionVerdict, TierVerdict
from services.scoring.store.bundle_files import load_editions

EDITION_ID = "cn-2025"
ROUND_ID = "tianjin-2025-2"
#: Every edition that ships whole, with a round of its own; cn-2026 is partial and no round names it.
ROUND_OF = {"cn-2024": "tianjin-2025-1", EDITION_ID: ROUND_ID}
EDITION_IDS = tuple(ROUND_OF)
TIERS = ("basic", "advanced", "excellent", "leading")

#: One scene of the guide for each element stage.
SCENE_OF = {
    "工厂建设": (3, "工厂建设"),
    "研发设计": (6, "工艺设计"),
    "生产作业": (24, "生产作业"),
    "生产管理": (9, "生产管理"),
    "运营管理": (37, "供应链管理"),
}
ALL_STAGES = tuple(SCENE_OF)

#: One guide stage of 2024 for each element stage; that guide has no list of scenes.
STAGE_OF_2024 = {
    "工厂建设": "信息基础设施",
    "研发设计": "产品设计",
    "生产作业": "质量管控",
    "生产管理": "能碳管理",
    "运营管理": "营销与售后",
}

DECLARATIONS = (
    "is_above_designated_size",
    "no_bad_credit_record",
    "no_major_accident",
    "no_violation_of_law",
    "operations_sound",
    "safe_and_controllable",
    "network_security_risk_controllable",
    "has_organisation_mechanism",
    "has_specialists",
    "self_assessed_basic",
    "legal_person",
    "registered_locally",
    "factory_built",
    "accepts_site_check",
)

#: What only the tiers above are asked for.
ASKED_OF_THE_TIERS_ABOVE = ("registered_in_china", "listed_as_advanced", "listed_as_excellent")


def a_scene(number: int, guide_stage: str, *, uses_ai: bool = False) -> dict[str, Any]:
    return {
        "scene_number": number,
        "own_name": None,
        "guide_stage": guide_stage,
        "uses_ai": uses_ai,
    }


def an_own_scene(guide_stage: str, *, uses_ai: bool = False) -> dict[str, Any]:
    return {
        "scene_number": None,
        "own_name": "锂电浆料自配",
        "guide_stage": guide_stage,
        "uses_ai": uses_ai,
    }


def a_scene_in(
    element_stage: str, *, uses_ai: bool = False, edition_id: str = EDITION_ID
) -> dict[str, Any]:
    if edition_id == "cn-2024":
        return an_own_scene(STAGE_OF_2024[element_stage], uses_ai=uses_ai)
    return a_scene(*SCENE_OF[element_stage], uses_ai=uses_ai)


def scenes_in(
    *element_stages: str, with_ai: int = 0, edition_id: str = EDITION_ID
) -> list[dict[str, Any]]:
    """One scene in each element stage; the first ones use AI."""
    return [
        a_scene_in(stage, uses_ai=place < with_ai, edition_id=edition_id)
        for place, stage in enumerate(element_stages)
    ]


def facts_of_a_factory(*, without: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Facts of a factory that shows everything a machine can check for 先进级."""
    facts: dict[str, Any] = {
        **dict.fromkeys((*DECLARATIONS, *ASKED_OF_THE_TIERS_ABOVE), True),
        "maturity_level": 2,
        "maturity_score": "2.35",
        "branch_exception_ground": None,
        "scenes": scenes_in("生产作业", "生产管理", "运营管理", with_ai=1),
        "indicators": {"productivity": {"before": "100", "after": "131.5", "unit": "%"}},
        **changes,
    }
    return {name: value for name, value in facts.items() if name not in without}


@cache
def library() -> Library:
    return Library(load_editions())


def edition(edition_id: str = EDITION_ID) -> Edition:
    return library().edition(edition_id)


def evaluation_on(
    facts: Mapping[str, object],
    tier: str = "advanced",
    *,
    round_id: str | None = ROUND_ID,
    edition_id: str = EDITION_ID,
) -> Evaluation:
    return library().evaluate(
        Question(edition_id=edition_id, tier=tier, round_id=round_id, facts=facts)
    )


def verdict_on(
    facts: Mapping[str, object],
    tier: str = "advanced",
    *,
    round_id: str | None = ROUND_ID,
    edition_id: str = EDITION_ID,
) -> TierVerdict:
    return evaluation_on(facts, tier, round_id=round_id, edition_id=edition_id).verdict


def of(verdict: TierVerdict, criterion_id: str) -> CriterionVerdict:
    """Pick one criterion of a verdict."""
    [found] = [one for one in verdict.criteria if one.criterion.criterion_id == criterion_id]
    return found


def results(verdict: TierVerdict) -> dict[str, str]:
    return {one.criterion.criterion_id: one.result.value for one in verdict.criteria}


def an_evaluation(**changes: Any) -> dict[str, Any]:
    return {
        "edition_id": EDITION_ID,
        "tier": "advanced",
        "round_id": ROUND_ID,
        "facts": facts_of_a_factory(),
        **changes,
    }


def a_subject(**changes: Any) -> dict[str, Any]:
    return {
        "application_id": str(uuid.uuid4()),
        "revision_number": 3,
        "revision_sha256": "ab" * 32,
        **changes,
    }


def a_recording(**changes: Any) -> dict[str, Any]:
    return {**an_evaluation(), "subject": a_subject(), **changes}
