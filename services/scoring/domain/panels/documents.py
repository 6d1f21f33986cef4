"""JSON values as the panels' documents are made of, and how exact numbers are spelt in them."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

Value = None | bool | int | str | Sequence["Value"] | Mapping[str, "Value"]
Document = dict[str, Value]

#: Enough digits for anything that a scheme or a ballot can state; only used to strip zeros.
_WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN)


def spelt(number: Decimal) -> str:
    """Spell a decimal in the one way: no exponent, no sign on zero, no zeros at the end."""
    text = format(number.normalize(_WIDE), "f")
    return "0" if number == 0 else text


def spelt_fraction(number: Fraction) -> str:
    """Spell a fraction: as a decimal when it is a whole number, otherwise ``p/q`` in lowest terms."""
    return str(number)


def rounded_half_up(number: Fraction, decimals: int) -> Decimal:
    """Round to so many decimals, halves away from zero, without passing through a float."""
    scale = 10**decimals
    scaled = abs(number) * scale + Fraction(1, 2)
    whole = scaled.numerator // scaled.denominator
    value = Decimal(-whole if number < 0 else whole).scaleb(-decimals, _WIDE)
    return value or Decimal(0).scaleb(-decimals, _WIDE)


def fixed(number: Decimal) -> str:
    """Spell a rounded decimal with all its places, as a published score stands."""
    return format(number, "f")
