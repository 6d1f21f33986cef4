import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.bundles.credit_code import is_valid_credit_code
from services.intake.domain.credit_code import (
    has_credit_code_shape,
    normalised_credit_code,
    organisation_check_holds,
    region_digits,
)

VALID = ["914403001922038216", "9144030071526726XG", "91330100799655058B", "91110000802100433B"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  9144030071526726xg\n", "9144030071526726XG"),
        ("９１４４０３００７１５２６７２６ＸＧ", "9144030071526726XG"),
        ("　91110000802100433b　", "91110000802100433B"),
        ("9111 0000802100433B", "9111 0000802100433B"),
        ("9²", "9²"),
    ],
)
def test_a_typed_code_is_put_in_its_plain_spelling(typed: str, expected: str) -> None:
    assert normalised_credit_code(typed) == expected


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(typed: str) -> None:
    once = normalised_credit_code(typed)

    assert normalised_credit_code(once) == once


@pytest.mark.parametrize("code", VALID)
def test_whole_codes_are_taken(code: str) -> None:
    assert is_valid_credit_code(code)
    assert organisation_check_holds(code)


@pytest.mark.parametrize("code", VALID)
def test_one_changed_character_is_noticed(code: str) -> None:
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    assert has_credit_code_shape(wrong)
    assert not is_valid_credit_code(wrong)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91440300192203821",
        "9144030019220382166",
        "91440300-1922038216",
        "I14403001922038216",
        "914403001922038216\n",
        "９１4403001922038216",
        "91A403001922038216",
    ],
)
def test_what_is_not_a_code_is_refused(code: str) -> None:
    assert not is_valid_credit_code(code)


def test_the_inner_check_is_its_own() -> None:
    assert not organisation_check_holds("91440300192203831X")


def test_the_region_is_where_the_firm_was_first_registered() -> None:
    assert region_digits("91440300192203821X") == "440300"
