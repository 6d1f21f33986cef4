"""Each operator over known, missing and bordering facts."""

from decimal import Decimal
from fractions import Fraction

import pytest

from services.scoring.domain.checks import (
    AllOf,
    AnyOf,
    AtLeast,
    Band,
    Check,
    Covers,
    IsFilled,
    IsTrue,
    Known,
    ShareAtLeast,
    WithinBand,
    compile_check,
    facts_read_by,
)
from services.scoring.domain.logic import Truth

AI_SHARE = ShareAtLeast(part="ai", whole="built", threshold=Fraction(1, 5))
BAND = WithinBand(
    score="score",
    level="level",
    bands=(
        Band(level=4, lower=Decimal("3.8"), upper=Decimal("4.8"), includes_upper=False),
        Band(level=5, lower=Decimal("4.8"), upper=Decimal(5), includes_upper=True),
    ),
)
BRANCH = AnyOf(checks=(IsTrue(fact="legal"), IsFilled(fact="ground")))
BOTH = AllOf(checks=(IsTrue(fact="a"), IsTrue(fact="b")))


@pytest.mark.parametrize(
    ("check", "known", "truth"),
    [
        (IsTrue(fact="a"), {"a": True}, True),
        (IsTrue(fact="a"), {"a": False}, False),
        (IsTrue(fact="a"), {}, None),
        (IsFilled(fact="a"), {"a": "石油石化"}, True),
        (IsFilled(fact="a"), {"a": None}, False),
        (IsFilled(fact="a"), {}, None),
        (AtLeast(fact="a", threshold=Decimal(2)), {"a": 2}, True),
        (AtLeast(fact="a", threshold=Decimal("2.35")), {"a": Decimal("2.3499")}, False),
        (AtLeast(fact="a", threshold=Decimal("2.35")), {"a": Decimal("2.3500")}, True),
        (AtLeast(fact="a", threshold=Decimal(1)), {"a": True}, None),
        (AtLeast(fact="a", threshold=Decimal(2)), {}, None),
        (Covers(fact="a", required=("x", "y")), {"a": ("y", "x", "z")}, True),
        (Covers(fact="a", required=("x", "y")), {"a": ("x",)}, False),
        (Covers(fact="a", required=("x",)), {"a": ()}, False),
        (Covers(fact="a", required=("x",)), {}, None),
        (AI_SHARE, {"ai": 1, "built": 5}, True),
        (AI_SHARE, {"ai": 1, "built": 6}, False),
        (AI_SHARE, {"ai": 0, "built": 0}, None),
        (AI_SHARE, {"built": 5}, None),
        (AI_SHARE, {"ai": 1}, None),
        (BAND, {"score": Decimal("4.7999"), "level": 4}, True),
        (BAND, {"score": Decimal("4.8"), "level": 4}, False),
        (BAND, {"score": Decimal("4.8"), "level": 5}, True),
        (BAND, {"score": Decimal(5), "level": 5}, True),
        (BAND, {"score": Decimal(5), "level": 1}, False),
        (BAND, {"score": Decimal(5)}, None),
        (BRANCH, {"legal": True}, True),
        (BRANCH, {"legal": False, "ground": "有色金属"}, True),
        (BRANCH, {"legal": False}, None),
        (BRANCH, {"legal": False, "ground": None}, False),
        (BOTH, {"a": False}, False),
        (BOTH, {"a": True}, None),
        (BOTH, {"a": True, "b": True}, True),
    ],
)
def test_a_check_is_met_not_met_or_unknown(check: Check, known: Known, truth: Truth) -> None:
    assert compile_check(check)(known) is truth


@pytest.mark.parametrize(
    ("check", "facts"),
    [
        (IsTrue(fact="a"), ("a",)),
        (AI_SHARE, ("ai", "built")),
        (BAND, ("score", "level")),
        (AllOf(checks=(BRANCH, IsTrue(fact="legal"))), ("legal", "ground")),
    ],
)
def test_a_check_names_the_facts_it_reads(check: Check, facts: tuple[str, ...]) -> None:
    assert facts_read_by(check) == facts
