"""Which lines of the register are about an applicant, and what they say of a prerequisite: true, false or not known."""

import pytest

from services.intake.domain.register import (
    Applicant,
    Match,
    RecognisedBy,
    Recognition,
    RegisterRow,
    is_on_one_of,
    match_of,
    name_key,
)
from services.intake.domain.tiers import Tier
from tests.intake.forms import the_round

CODE, OTHER_CODE = "91120116MAXXXX0077", "91120116MA00000053"
NAME, FACTORY = "天津某某智造示例有限公司", "某某智造示例滨海工厂"
APPLICANT = Applicant(credit_code=CODE, enterprise_name=NAME, factory_name=FACTORY)

FIRST = Recognition(tier=Tier.ADVANCED, by=RecognisedBy.CITY, batch="2024")
SECOND = Recognition(tier=Tier.ADVANCED, by=RecognisedBy.CITY, batch="2025-1")
WANTED = (FIRST, SECOND)


def a_row(
    code: str | None = CODE,
    *,
    name: str = NAME,
    factory: str | None = FACTORY,
    listed: Recognition = FIRST,
) -> RegisterRow:
    return RegisterRow(
        tier=listed.tier,
        recognised_by=listed.by,
        batch=listed.batch,
        enterprise_name=name,
        credit_code=code,
        factory_name=factory,
        unit_code=None,
    )


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (a_row(), Match.SAME_FACTORY),
        (a_row(factory=None), Match.SAME_FACTORY),
        (a_row(factory=" 某某智造 示例滨海工厂\u3000"), Match.SAME_FACTORY),
        (a_row(name="天津某某更名后有限公司"), Match.SAME_FACTORY),
        (a_row(factory="别的工厂"), Match.OTHER_FACTORY_NAME),
        (a_row(None), Match.SAME_NAME),
        (a_row(None, factory="别的工厂"), Match.SAME_NAME),
        (a_row(OTHER_CODE), Match.SAME_NAME_OTHER_CODE),
        (a_row(OTHER_CODE, name="天津某某别家示例有限公司"), None),
        (a_row(None, name="天津某某别家示例有限公司"), None),
    ],
)
def test_a_line_matches_by_code_first_and_by_name_where_there_is_none(
    row: RegisterRow, match: Match | None
) -> None:
    assert match_of(row, APPLICANT) is match


@pytest.mark.parametrize(
    ("rows", "held", "answer"),
    [
        # One list is enough: the notice's "2024年和2025年第一批" is read as either.
        ([a_row()], [FIRST], True),
        ([a_row(listed=SECOND)], WANTED, True),
        ([a_row(factory=None)], WANTED, True),
        ([a_row(factory="别的工厂"), a_row(listed=SECOND)], WANTED, True),
        # A person has to compare.
        ([a_row(factory="别的工厂")], WANTED, None),
        ([a_row(None)], WANTED, None),
        ([a_row(None), a_row(OTHER_CODE)], WANTED, None),
        # A list was never entered.
        ([], [], None),
        ([], [FIRST], None),
        ([a_row(OTHER_CODE)], [FIRST], None),
        # Both lists are there, and this enterprise is on none.
        ([], WANTED, False),
        ([a_row(OTHER_CODE)], WANTED, False),
        ([a_row(OTHER_CODE, name="天津某某别家示例有限公司")], WANTED, False),
    ],
)
def test_the_prerequisite_is_answered_in_three_values(
    rows: list[RegisterRow], held: list[Recognition], *, answer: bool | None
) -> None:
    assert is_on_one_of(WANTED, rows, APPLICANT, held=held) is answer


@pytest.mark.parametrize(
    "listed",
    [
        Recognition(tier=Tier.ADVANCED, by=RecognisedBy.CITY, batch="2025-2"),
        Recognition(tier=Tier.ADVANCED, by=RecognisedBy.MINISTRY, batch="2024"),
        Recognition(tier=Tier.EXCELLENT, by=RecognisedBy.CITY, batch="2024"),
        Recognition(tier=Tier.BASIC, by=RecognisedBy.CITY, batch="2024"),
    ],
)
def test_a_list_that_was_not_asked_for_says_nothing(listed: Recognition) -> None:
    for row in (a_row(listed=listed), a_row(None, listed=listed)):
        assert is_on_one_of(WANTED, [row], APPLICANT, held=WANTED) is False
        assert is_on_one_of(WANTED, [row], APPLICANT, held=[listed]) is None


def test_the_second_round_asks_for_the_lists_of_its_notice() -> None:
    assert dict(the_round().round.lists_by_fact) == {
        "listed_as_advanced": WANTED,
        "listed_as_excellent": (
            Recognition(tier=Tier.EXCELLENT, by=RecognisedBy.MINISTRY, batch="2024"),
        ),
    }


def test_the_same_line_is_one_entry_and_an_absent_value_makes_no_second() -> None:
    assert a_row().entry_id == a_row(name="天津某某更名后有限公司").entry_id
    assert a_row(None, factory=None).entry_id == a_row(None, factory=None).entry_id
    different = [
        a_row(),
        a_row(factory=None),
        a_row(None),
        a_row(None, factory=None),
        a_row(OTHER_CODE),
        a_row(listed=SECOND),
        a_row(None, name="天津某某别家示例有限公司"),
    ]
    assert len({row.entry_id for row in different}) == len(different)


def test_names_are_compared_without_width_blanks_and_case() -> None:
    assert name_key("ＡＢ（天津）\u3000Ｃo ．") == name_key("ab(天津)co.")
    assert name_key("天津甲公司") != name_key("天津乙公司")
