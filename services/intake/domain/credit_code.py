"""The unified social credit code (统一社会信用代码, GB 32100-2015) as people type it.

Only the spelling is settled here; whether the check character holds is asked of a library at the edge
(`services.intake.bundles.credit_code`).
"""

import re

_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
#: GB 11714: the organisation code inside (characters 9 to 17) carries a check of its own.
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INNER_CHECKS = {10: "X", 11: "0"}
#: Full-width ASCII and the ideographic space. Not NFKC: that would also turn ² into 2.
_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | {0x3000: 0x20}


def normalised_credit_code(typed: str) -> str:
    """Trim, turn full width into half width, and put letters in upper case; nothing else is mended."""
    return typed.translate(_HALF_WIDTH).strip().upper()


def has_credit_code_shape(code: str) -> bool:
    """Tell whether a normalised code has the 18 characters of the standard's alphabet."""
    return _SHAPE.fullmatch(code) is not None


def region_digits(code: str) -> str:
    """Give the place of first registration; it need not be the district the firm is in today."""
    return code[2:8]


def organisation_check_holds(code: str) -> bool:
    """Tell whether the inner organisation code's own check holds.

    Only ever a warning: codes older than the standard may break it.
    """
    organisation, check = code[8:16], code[16]
    total = sum(
        weight * _INNER_ALPHABET.index(character)
        for weight, character in zip(_INNER_WEIGHTS, organisation, strict=True)
    )
    expected = 11 - total % 11
    return check == _INNER_CHECKS.get(expected, str(expected))
