"""Points that a machine gives: a fact on a ladder, in a band, or in proportion to another fact."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from services.scoring.domain.panels.documents import rounded_half_up
from services.scoring.domain.schemes import Band, Item, Ladder, MachineRule, Scheme, Share
from shared.errors import Fault
from shared.text import Text


def machine_points(
    scheme: Scheme, facts: Mapping[str, Decimal], *, pointer: str
) -> tuple[dict[str, Decimal], list[Fault]]:
    """Score one application; what a needed fact is missing for is a fault at this pointer."""
    points: dict[str, Decimal] = {}
    faults: list[Fault] = []
    for item, rule in scheme.machine_items():
        found = _points(item, rule, facts)
        if found is None:
            found = item.when_unknown
        if found is None:
            faults.append(_unknown(item, pointer))
        else:
            points[item.item_id] = found
    return points, faults


def _points(item: Item, rule: MachineRule, facts: Mapping[str, Decimal]) -> Decimal | None:
    if isinstance(rule, Share):
        return _of_share(item, rule, facts)
    value = facts.get(rule.fact)
    if value is None:
        return None
    if isinstance(rule, Ladder):
        reached = [points for bound, points in rule.steps if bound <= value]
        return reached[-1] if reached else None
    return _in_band(rule.bands, Fraction(value))


def _of_share(item: Item, rule: Share, facts: Mapping[str, Decimal]) -> Decimal | None:
    numerator, denominator = facts.get(rule.numerator), facts.get(rule.denominator)
    if numerator is None or not denominator:
        # A share of nothing is not known; it is not zero.
        return None
    share = Fraction(numerator) / Fraction(denominator)
    if rule.bands is not None:
        return _in_band(rule.bands, share)
    assert item.most is not None  # noqa: S101 - a filled-in scheme states it
    assert rule.decimals is not None  # noqa: S101 - a share without bands states it
    return rounded_half_up(Fraction(item.most) * min(share, Fraction(1)), rule.decimals)


def _in_band(bands: Iterable[Band], value: Fraction) -> Decimal | None:
    for band in bands:
        starts = band.starts is None or Fraction(band.starts) <= value
        if starts and (band.ends is None or value < Fraction(band.ends)):
            return band.points
    return None


def _unknown(item: Item, pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="machine-item-unknown",
        message=Text(
            zh=f"评估记录中缺少计分项“{item.title.zh}”所需的事实",
            en=f"The assessment lacks a fact that the item “{item.title.en}” is scored from",
        ),
    )
