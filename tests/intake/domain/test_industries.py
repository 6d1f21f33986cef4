"""Which industries a round takes, by division alone."""

import pytest

from services.intake.bundles.industries import load_industries
from services.intake.bundles.rounds import load_rounds
from services.intake.domain.certainty import Certainty
from services.intake.domain.tiers import Tier
from tests.intake.forms import an_advanced_form, drop, put, the_round, the_schema

FIELD = "/applicant/industry_code"
ELIGIBLE = the_round().round.industries


def faults(code: object) -> dict[str, str]:
    found = the_schema().completeness_faults(
        put(an_advanced_form(), FIELD, code), tier=Tier.ADVANCED, industries=ELIGIBLE
    )
    return {fault.pointer: fault.code for fault in found}


def test_the_three_sections_of_industry_have_their_divisions_without_a_gap() -> None:
    sections = {each.code: each.divisions for each in load_industries().sections}

    spans = {code: [each.code for each in divisions] for code, divisions in sections.items()}
    assert spans == {
        "B": [f"{number:02d}" for number in range(6, 13)],
        "C": [f"{number:02d}" for number in range(13, 44)],
        "D": [f"{number:02d}" for number in range(44, 47)],
    }
    names = [each.name.zh for divisions in sections.values() for each in divisions]
    assert len(set(names)) == len(names)


def test_that_a_round_takes_these_industries_is_our_reading_and_says_so() -> None:
    for loaded in load_rounds().values():
        assert loaded.round.industries.basis.certainty is Certainty.INFERRED
        assert loaded.round.industries.basis.note


@pytest.mark.parametrize("code", ["0610", "1299", "1311", "3453", "4390", "4417", "4690"])
def test_a_code_of_an_industrial_division_is_taken(code: str) -> None:
    assert faults(code) == {}


def test_a_class_that_its_division_does_not_have_is_not_noticed() -> None:
    """We keep no classes, and the texts say so."""
    assert faults("3999") == {}
    assert "只核对大类" in (load_industries().basis.note or ELIGIBLE.names).zh


@pytest.mark.parametrize("code", ["0111", "0599", "4710", "6510", "9700", "0000"])
def test_a_code_of_any_other_division_is_a_fault_of_its_own(code: str) -> None:
    assert faults(code) == {FIELD: "industry-not-eligible"}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "required"),
        ("34", "pattern"),
        ("65", "pattern"),
        ("６５１０", "pattern"),
        (6510, "type"),
    ],
)
def test_a_code_that_is_none_is_told_as_before(code: object, fault: str) -> None:
    assert faults(code) == {FIELD: fault}


def test_the_message_names_the_division_and_the_sections_in_both_languages() -> None:
    form = put(an_advanced_form(), FIELD, "6510")
    [fault] = the_schema().filled_faults(form, industries=ELIGIBLE)

    assert "65" in fault.message.zh
    assert "采矿业、制造业、电力、热力、燃气及水生产和供应业" in fault.message.zh
    assert "65" in fault.message.en
    assert "Mining; Manufacturing; Production" in fault.message.en
    assert not any("\u4e00" <= character <= "\u9fff" for character in fault.message.en)


def test_what_is_not_filled_in_has_no_industry_to_compare() -> None:
    form = drop(an_advanced_form(), FIELD)

    assert the_schema().filled_faults(form, industries=ELIGIBLE) == ()
