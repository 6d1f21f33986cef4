from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.rates import computed_rates, percent_of
from tests.intake.forms import an_advanced_form, put, the_schema


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (121, 128, "94.53"),
        (128, 128, "100.00"),
        (0, 128, "0.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),  # 0.125 goes up
        (0, 0, None),
        (5, 0, None),
        (None, 128, None),
        (5, None, None),
        ("2406.11", "50127.36", "4.80"),
        ("-1.5", "3", "-50.00"),
        ("1", "0.00", None),
        ("", "3", None),
        ("NaN", "3", None),
        ("1", "Infinity", None),
        ("99999999999999999999", "99999999999999999999", "100.00"),
    ],
)
def test_a_rate_is_exact_and_absent_when_there_is_none(
    part: str | int | None, whole: str | int | None, expected: str | None
) -> None:
    assert percent_of(part, whole) == expected


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_rate_is_never_off_by_more_than_half_a_hundredth(part: int, whole: int) -> None:
    percent = percent_of(part, whole)

    assert percent is not None
    assert abs(Fraction(Decimal(percent)) - Fraction(part * 100, whole)) <= Fraction(1, 200)


def test_every_rate_of_the_example_is_computed() -> None:
    rates = computed_rates(the_schema().root, an_advanced_form())

    assert [(rate.pointer, rate.rate_id, rate.percent) for rate in rates] == [
        ("/applicant", "research-staff-share", "16.50"),
        ("/applicant/years/2022", "research-share", "4.20"),
        ("/applicant/years/2022", "debt-ratio", "44.93"),
        ("/applicant/years/2023", "research-share", "4.50"),
        ("/applicant/years/2023", "debt-ratio", "43.13"),
        ("/applicant/years/2024", "research-share", "4.80"),
        ("/applicant/years/2024", "debt-ratio", "41.71"),
        ("/factory/key_equipment", "networked-rate", "94.53"),
        ("/factory/key_equipment", "numerical-control-rate", "89.84"),
        ("/factory/processes", "automation-rate", "78.57"),
        ("/factory/processes", "data-collection-rate", "90.48"),
    ]


def test_an_empty_form_has_no_rates() -> None:
    assert computed_rates(the_schema().root, {}) == ()


def test_true_is_no_count() -> None:
    form = put(an_advanced_form(), "/factory/key_equipment/networked", value=True)

    ids = [rate.rate_id for rate in computed_rates(the_schema().root, form)]
    assert "networked-rate" not in ids
