"""A page code is short, typed by hand without harm, and never mistaken for another."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from services.documents.domain.page_codes import (
    CODE_LENGTH,
    normalised_code,
    page_code,
    shown_code,
)

PRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

prints = st.text("0123456789abcdef", min_size=64, max_size=64)
pages = st.integers(1, 9_999)


@given(prints, pages)
def test_a_code_is_read_back_as_printed_and_as_typed(print_sha256: str, page: int) -> None:
    code = page_code(print_sha256, page)
    typed = shown_code(code).lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert len(code) == CODE_LENGTH
    assert normalised_code(code) == normalised_code(shown_code(code)) == code
    assert normalised_code(typed) == code


def test_every_wrong_character_and_every_swap_is_noticed() -> None:
    code = page_code(PRINT, 3)
    wrong = {
        code[:place] + character + code[place + 1 :]
        for place, character in itertools.product(range(CODE_LENGTH), ALPHABET)
    } - {code}
    swapped = {
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(CODE_LENGTH - 1)
    } - {code}

    assert len(wrong) == CODE_LENGTH * 31
    assert [one for one in wrong | swapped if normalised_code(one) is not None] == []


def test_pages_and_prints_have_codes_of_their_own() -> None:
    other = PRINT[::-1]
    codes = {page_code(sha256, page) for sha256 in (PRINT, other) for page in range(1, 601)}

    assert len(codes) == 1200


def test_what_is_no_code_is_none() -> None:
    code = page_code(PRINT, 1)

    for text in ("", code[:-1], code + "0", "U" * CODE_LENGTH, "页码" * 10, "http://example.org/"):
        assert normalised_code(text) is None
