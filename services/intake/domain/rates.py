"""Rates that follow from counts the enterprise typed: exact, and absent when they cannot be computed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction

from services.intake.domain.certainty import Certainty
from services.intake.domain.form import Form, Json, Path, entries_at, pointer, value_at
from services.intake.domain.form_schema import FieldKind, FormNode, RateRule
from shared.text import Text

_PERCENT = 100
_CENT = Decimal("0.01")
#: Amounts hold up to 20 characters; the quotient is exact before it is rounded once.
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class ComputedRate:
    """One rate in percent with two places; `pointer` is the group whose fields it was computed from."""

    rate_id: str
    pointer: str
    title: Text
    percent: str
    certainty: Certainty


def percent_of(part: str | int | None, whole: str | int | None) -> str | None:
    """Give part / whole in percent, rounded half up to two places.

    None when either is missing, or when the whole is zero: there is no rate of nothing.
    """
    numerator, denominator = _exact(part), _exact(whole)
    if numerator is None or not denominator:
        return None
    share = numerator / denominator * _PERCENT
    quotient = _CONTEXT.divide(Decimal(share.numerator), Decimal(share.denominator))
    return str(quotient.quantize(_CENT, context=_CONTEXT))


def computed_rates(schema: FormNode, form: Form) -> tuple[ComputedRate, ...]:
    """Compute every rate that the schema defines and the form has the figures for, in the form's order."""
    return tuple(_rates_below(schema, form, ()))


def rate_in(rule: RateRule, group: Json) -> str | None:
    """Compute one rate from the fields of its group."""
    return percent_of(
        _figure(value_at(group, (rule.part,))), _figure(value_at(group, (rule.whole,)))
    )


def _rates_below(node: FormNode, value: Json, path: Path) -> Iterator[ComputedRate]:
    for rule in node.rates:
        percent = rate_in(rule, value)
        if percent is not None:
            yield ComputedRate(
                rate_id=rule.rate_id,
                pointer=pointer(path),
                title=rule.title,
                percent=percent,
                certainty=rule.certainty,
            )
    for name, child in _described(node, value):
        if child.holds_rates:
            yield from _rates_below(child, value_at(value, (name,)), (*path, name))


def _described(node: FormNode, value: Json) -> Iterator[tuple[str, FormNode]]:
    if node.kind is FieldKind.GROUP:
        yield from ((child.name, child) for child in node.children)
    if node.entry is not None:
        yield from ((entry_id, node.entry) for entry_id, _ in entries_at(value))


def _figure(value: Json) -> str | int | None:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _exact(value: str | int | None) -> Fraction | None:
    if value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None
