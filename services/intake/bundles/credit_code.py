"""Asks python-stdnum whether a credit code's check character holds."""

from stdnum.cn import uscc

from services.intake.domain.credit_code import has_credit_code_shape


def is_valid_credit_code(code: str) -> bool:
    """Tell whether a normalised code is whole: alphabet, length, check character.

    The library also takes codes with blanks and hyphens between; we keep codes as one word.
    """
    return has_credit_code_shape(code) and bool(uscc.is_valid(code))
