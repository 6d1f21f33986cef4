"""Words that were kept for one factory never show in the verdict of another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.decision import Outcome, weighed
from services.scoring.domain.evaluation import Evaluator
from services.scoring.domain.simulation.kept_facts import read_kept
from services.scoring.domain.verdict_document import verdict_document
from shared.canonical import canonical_bytes
from tests.scoring.builders import ROUND_ID, edition, of
from tests.scoring.cohorts import varied_facts

#: Asked over and over, as the service's own is.
WORN = Evaluator(edition(), ROUND_ID)


def read(facts: dict[str, Any]) -> dict[str, Any]:
    known = read_kept(facts, edition()).known
    return {name: value for name, value in known.items() if name in facts}


@given(st.randoms(use_true_random=False))
def test_a_worn_evaluator_says_what_a_new_one_says(random: Any) -> None:
    facts = read(varied_facts(random))

    worn = verdict_document(WORN.evaluate(facts, "advanced"))

    fresh = verdict_document(Evaluator(edition(), ROUND_ID).evaluate(facts, "advanced"))
    assert canonical_bytes(worn) == canonical_bytes(fresh)


def test_equal_numbers_are_told_as_they_were_stated() -> None:
    told = []
    for score in ("2.0", "2.00", "2"):
        facts = read({"maturity_level": 2, "maturity_score": score})
        verdict = WORN.evaluate(facts, "basic").verdict
        told.append(of(verdict, "maturity-score-band").document()["value"])

    assert told == [
        {"maturity_score": score, "maturity_level": 2} for score in ("2.0", "2.00", "2")
    ]


@pytest.mark.parametrize(
    ("total", "outcome", "left"),
    [
        (0, Outcome.MET, 0),
        (7, Outcome.MET, 7),
        ((1 << 20) * 3 + 2, Outcome.INCOMPLETE, 2),
        ((1 << 40) + (1 << 20) * 60 + 64, Outcome.NOT_MET, 64),
    ],
)
def test_weights_add_up_to_outcome_and_count(total: int, outcome: Outcome, left: int) -> None:
    assert weighed(total) == (outcome, left)
