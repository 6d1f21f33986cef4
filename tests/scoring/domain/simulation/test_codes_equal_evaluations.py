"""The fast way finds what the single evaluation finds: every criterion, every tier, every filing."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.evaluation import Evaluator
from services.scoring.domain.simulation.codes import EditionCodes, TierCodes
from services.scoring.domain.simulation.comparison import Comparer
from services.scoring.domain.simulation.kept_facts import read_kept
from services.scoring.domain.verdict import TierVerdict
from tests.scoring.builders import ROUND_OF, TIERS, edition
from tests.scoring.cohorts import ill_fitting_facts, seeded, varied_facts

EDITIONS = ("cn-2024", "cn-2025", "cn-2026")
ROUNDS = (None, *ROUND_OF.values(), "nobodys-round")


def singly(facts: dict[str, Any], edition_id: str, round_id: str | None) -> list[TierVerdict]:
    """Evaluate one by one, without what the edition cannot read."""
    held = edition(edition_id)
    stated = {
        name: value for name, value in facts.items() if name not in read_kept(facts, held).left_out
    }
    known = {**read_kept(stated, held).known}
    for name in held.derived:
        known.pop(name, None)
    return list(Evaluator(held, round_id).evaluate(known, "basic").tiers)


def said(tiers: list[TierVerdict]) -> list[tuple[str, str, list[str]]]:
    return [
        (one.tier, one.outcome.value, [each.result.value for each in one.criteria]) for one in tiers
    ]


def coded(tiers: tuple[TierCodes, ...]) -> list[tuple[str, str, list[str]]]:
    return [(one.tier, one.outcome.value, [each.value for each in one.results]) for one in tiers]


@pytest.mark.parametrize(("base", "other"), list(product(EDITIONS, EDITIONS)))
def test_every_code_of_a_cohort_is_that_of_the_single_evaluation(base: str, other: str) -> None:
    random = seeded(f"{base}/{other}")
    comparer = Comparer(edition(base), edition(other))
    for _ in range(150):
        facts = random.choice((varied_facts, ill_fitting_facts))(random)
        round_id = random.choice(ROUNDS)
        held = round_id if comparer.shares_conditions(round_id) else None

        before, after = comparer.codes(facts, round_id)

        assert coded(before) == said(singly(facts, base, held))
        assert coded(after) == said(singly(facts, other, held))


@given(st.randoms(use_true_random=False), st.sampled_from(EDITIONS))
def test_codes_of_read_facts_are_those_of_the_evaluation(random: Any, edition_id: str) -> None:
    round_id = ROUND_OF.get(edition_id)
    known = read_kept(varied_facts(random), edition(edition_id)).known

    codes = _codes_of(edition_id, round_id).codes(known)

    stated = {name: value for name, value in known.items() if name in edition(edition_id).facts}
    tiers = Evaluator(edition(edition_id), round_id).evaluate(stated, "basic").tiers
    assert coded(codes) == said(list(tiers))


def test_a_kept_value_never_stands_for_an_equal_one_of_another_type() -> None:
    comparer = Comparer(edition("cn-2025"), edition("cn-2025"))
    for value, word in (
        (True, "met"),
        (1, "unproven"),
        (True, "met"),
        (False, "not-met"),
        (0, "unproven"),
    ):
        before, _ = comparer.codes({"operations_sound": value}, None)

        [found] = [
            result.value
            for one, result in zip(
                edition().criteria_of("basic", None), before[0].results, strict=True
            )
            if one.criterion_id == "br-2-operations"
        ]
        assert found == word


def test_what_an_edition_cannot_use_is_left_out_and_told() -> None:
    comparer = Comparer(edition("cn-2024"), edition("cn-2025"))
    facts = {
        "number_of_robots": 12,
        "maturity_level": "2",
        "scenes": [
            {"scene_number": 24, "own_name": None, "guide_stage": "生产作业", "uses_ai": True}
        ],
    }

    _, left_out = comparer.compare(facts, None)

    assert {(one.side, one.fact, one.why.value) for one in left_out} == {
        (0, "number_of_robots", "not-in-edition"),
        (1, "number_of_robots", "not-in-edition"),
        (0, "maturity_level", "not-readable"),
        (1, "maturity_level", "not-readable"),
        # The guide of 2024 has other stages, and no list of scenes.
        (0, "scenes", "not-readable"),
    }


def test_a_tier_that_one_edition_does_not_cover_flips_nothing() -> None:
    comparer = Comparer(edition("cn-2025"), edition("cn-2026"))
    random = seeded("tiers")

    for _ in range(50):
        compared, _ = comparer.compare(varied_facts(random), None)

        assert {one.after for one in compared.outcomes if one.tier != "basic"} == {"not-covered"}
        assert {one.tier for one in compared.flips} <= {"basic"}
        assert {one.tier for one in compared.shifts} <= {"basic"}
        assert [one.tier for one in compared.outcomes] == list(TIERS)


def _codes_of(edition_id: str, round_id: str | None) -> EditionCodes:
    key = (edition_id, round_id)
    if key not in _MADE:
        _MADE[key] = EditionCodes(edition(edition_id), round_id)
    return _MADE[key]


#: Kept over all examples, as a service keeps them: what one leaves behind must not show in another.
_MADE: dict[tuple[str, str | None], EditionCodes] = {}
