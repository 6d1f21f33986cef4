"""Kleene's tables, whole."""

import pytest

from services.scoring.domain.logic import Truth, all_of, any_of


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_unknown_decides_nothing_that_known_facts_leave_open(
    left: Truth, right: Truth, both: Truth, either: Truth
) -> None:
    assert all_of([left, right]) is both
    assert all_of([right, left]) is both
    assert any_of([left, right]) is either
    assert any_of([right, left]) is either


def test_nothing_asked_is_met_and_nothing_offered_is_not() -> None:
    assert all_of([]) is True
    assert any_of([]) is False
