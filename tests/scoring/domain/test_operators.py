"""The operators over numbers, dates, lists and recognitions: known, missing and bordering facts."""

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from services.scoring.domain.check_words import PLACEHOLDERS
from services.scoring.domain.checks import (
    AtLeastNOf,
    AtMost,
    Between,
    Check,
    CountAtLeast,
    CoversAtLeast,
    EqualTo,
    IsTrue,
    Known,
    OneOf,
    PeriodWithin,
    RecognisedAs,
    compile_check,
    facts_read_by,
)
from services.scoring.domain.logic import Truth
from services.scoring.store import check_schema
from services.scoring.store.check_rules import _READS

UP_TO_5 = AtMost(fact="a", threshold=Decimal(5))
TWO = EqualTo(fact="a", value=Decimal(2))
MIDDLE = Between(fact="a", lower=Decimal("1.5"), upper=Decimal(2))
KINDS = OneOf(fact="a", values=("x", "y"))
THREE = CountAtLeast(fact="a", threshold=3)
TWO_OF = CoversAtLeast(fact="a", listed=("x", "y", "z"), threshold=2)
YEAR = PeriodWithin(starts="s", ends="e", not_before=date(2024, 1, 1), not_after=date(2024, 12, 31))
DAY = PeriodWithin(starts="s", ends=None, not_before=None, not_after=date(2024, 12, 31))
ADVANCED = RecognisedAs(
    fact="a", tiers=("advanced", "excellent"), by=("city",), batches=("2024", "2025-1")
)
ANY_BATCH = RecognisedAs(fact="a", tiers=("advanced",), by=None, batches=None)
SOME = AtLeastNOf(checks=tuple(IsTrue(fact=name) for name in "xyz"), threshold=2)


def recognition(tier: str, by: str, batch: str) -> dict[str, str]:
    return {"tier": tier, "by": by, "batch": batch}


@pytest.mark.parametrize(
    ("check", "known", "truth"),
    [
        (UP_TO_5, {"a": 5}, True),
        (UP_TO_5, {"a": Decimal("5.0001")}, False),
        (UP_TO_5, {"a": True}, None),
        (UP_TO_5, {}, None),
        (TWO, {"a": Decimal("2.00")}, True),
        (TWO, {"a": 3}, False),
        (TWO, {}, None),
        (MIDDLE, {"a": Decimal("1.5")}, True),
        (MIDDLE, {"a": 2}, True),
        (MIDDLE, {"a": Decimal("2.01")}, False),
        (MIDDLE, {"a": Decimal("1.49")}, False),
        (MIDDLE, {}, None),
        (KINDS, {"a": "y"}, True),
        (KINDS, {"a": "z"}, False),
        (KINDS, {"a": None}, None),
        (KINDS, {}, None),
        (THREE, {"a": ("x", "y", "z")}, True),
        (THREE, {"a": ("x", "y")}, False),
        (THREE, {"a": ()}, False),
        (THREE, {"a": {"i": 1, "j": 2, "k": 3}}, True),
        (THREE, {}, None),
        (TWO_OF, {"a": ("z", "x", "q")}, True),
        (TWO_OF, {"a": ("z", "q", "r")}, False),
        (TWO_OF, {}, None),
        (YEAR, {"s": date(2024, 1, 1), "e": date(2024, 12, 31)}, True),
        (YEAR, {"s": date(2023, 12, 31), "e": date(2024, 6, 1)}, False),
        (YEAR, {"s": date(2024, 6, 1), "e": date(2025, 1, 1)}, False),
        (YEAR, {"s": date(2024, 6, 1), "e": date(2024, 5, 1)}, False),
        (YEAR, {"s": date(2024, 6, 1)}, None),
        (YEAR, {"e": date(2024, 6, 1)}, None),
        # One end out of bounds decides, whatever the other one is.
        (YEAR, {"s": date(2023, 6, 1)}, False),
        (YEAR, {"e": date(2025, 6, 1)}, False),
        (YEAR, {}, None),
        (DAY, {"s": date(2024, 12, 31)}, True),
        (DAY, {"s": date(2025, 1, 1)}, False),
        (DAY, {}, None),
        (ADVANCED, {"a": (recognition("advanced", "city", "2025-1"),)}, True),
        (ADVANCED, {"a": (recognition("basic", "city", "2024"), recognition("excellent", "city", "2024"))}, True),
        # Each of the three has to hold of the same recognition.
        (ADVANCED, {"a": (recognition("advanced", "city", "2023"), recognition("basic", "city", "2024"))}, False),
        (ADVANCED, {"a": (recognition("advanced", "ministry", "2024"),)}, False),
        (ADVANCED, {"a": ()}, False),
        (ADVANCED, {}, None),
        (ANY_BATCH, {"a": (recognition("advanced", "ministry", "2019"),)}, True),
        (SOME, {"x": True, "y": True}, True),
        (SOME, {"x": True, "y": False}, None),
        (SOME, {"x": True, "y": False, "z": False}, False),
        (SOME, {"x": False, "y": False}, False),
        (SOME, {}, None),
    ],
)  # fmt: skip
def test_an_operator_holds_or_not_or_is_not_known(check: Check, known: Known, truth: Truth) -> None:
    assert compile_check(check)(known) is truth


@pytest.mark.parametrize(
    ("check", "facts"),
    [
        (YEAR, ("s", "e")),
        (DAY, ("s",)),
        (SOME, ("x", "y", "z")),
        (AtLeastNOf(checks=(TWO, MIDDLE), threshold=1), ("a",)),
        (ADVANCED, ("a",)),
    ],
)
def test_a_check_names_the_facts_that_it_reads(check: Check, facts: tuple[str, ...]) -> None:
    assert facts_read_by(check) == facts


def test_every_operator_of_the_schema_can_be_read_explained_and_held_against_facts() -> None:
    simple = set(get_args(check_schema.Operator))
    combinations = {"all-of", "any-of", "at-least-n-of"}

    assert simple | combinations == set(PLACEHOLDERS)
    assert simple == set(_READS)
    assert {
        get_args(one.model_fields["op"].annotation)[0]
        for one in get_args(check_schema.SimpleCheckData)
    } == simple
