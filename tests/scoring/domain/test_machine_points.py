"""Points a machine gives: ladders, bands, shares; and what a missing fact does."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services.scoring.domain.machine_points import machine_points
from services.scoring.domain.schemes import Band, Bands, Item, Ladder, MachineRule, Share
from shared.text import Text
from tests.scoring.panel_builders import scheme

BANDS = (
    Band(starts=None, ends=Decimal(2), points=Decimal(1)),
    Band(starts=Decimal(2), ends=Decimal("2.5"), points=Decimal(4)),
    Band(starts=Decimal("2.5"), ends=None, points=Decimal(9)),
)


def points(rule: MachineRule, when_unknown: str | None = None, **facts: Any) -> Decimal | None:
    item = Item(
        item_id="machine",
        title=Text(zh="机器", en="machine"),
        most=Decimal(10),
        rule=rule,
        when_unknown=None if when_unknown is None else Decimal(when_unknown),
        source=None,
        certainty=None,
        note=None,
    )
    found, faults = machine_points(
        replace(scheme(), items=(item,)),
        {name: Decimal(value) for name, value in facts.items()},
        pointer="/x",
    )
    assert bool(faults) is ("machine" not in found)
    assert all((fault.pointer, fault.code) == ("/x", "machine-item-unknown") for fault in faults)
    return found.get("machine")


@pytest.mark.parametrize(
    ("level", "expected"), [("1", "0"), ("2", "5"), ("3", "10"), ("4", "20"), ("5", "20")]
)
def test_the_ladder_of_the_example_is_that_of_its_source(level: str, expected: str) -> None:
    found, faults = machine_points(scheme(), {"maturity_level": Decimal(level)}, pointer="")

    assert (found, faults) == ({"maturity": Decimal(expected)}, [])


def test_below_the_lowest_step_nothing_is_known() -> None:
    ladder = Ladder(fact="level", steps=((Decimal(2), Decimal(5)),))

    assert points(ladder, level="1") is None
    assert points(ladder, level="1", when_unknown="0") == 0


@pytest.mark.parametrize(
    ("value", "expected"), [("-5", "1"), ("1.9999", "1"), ("2", "4"), ("2.4999", "4"), ("2.5", "9")]
)
def test_a_band_holds_its_lower_bound_and_not_its_upper(value: str, expected: str) -> None:
    assert points(Bands(fact="score", bands=BANDS), score=value) == Decimal(expected)


def test_outside_all_bands_nothing_is_known() -> None:
    assert points(Bands(fact="score", bands=BANDS[1:2]), score="3") is None


def test_a_share_is_exact() -> None:
    """One third of ten points; and a share exactly on a bound, which no float would hit."""
    in_points = Share(numerator="a", denominator="b", bands=None, decimals=2)
    bands = (
        Band(starts=Decimal(0), ends=Decimal("0.7"), points=Decimal(1)),
        Band(starts=Decimal("0.7"), ends=None, points=Decimal(2)),
    )
    in_bands = Share(numerator="a", denominator="b", bands=bands, decimals=None)

    assert points(in_points, a="1", b="3") == Decimal("3.33")
    assert points(in_points, a="5", b="4") == Decimal("10.00")
    assert points(in_bands, a="0.7", b="1") == 2
    assert points(in_bands, a="6999", b="10000") == 1


def test_a_share_of_nothing_is_not_known() -> None:
    share = Share(numerator="a", denominator="b", bands=None, decimals=0)

    assert points(share, a="0", b="0") is None
    assert points(share, a="1") is None
    assert points(share, b="1") is None


def test_a_fact_that_is_not_known_is_never_zero_points_unless_the_scheme_says_so() -> None:
    bands = Bands(fact="score", bands=BANDS)

    assert points(bands) is None
    assert points(bands, when_unknown="3") == 3
