"""What each operator offers to the sentences that explain it, and the value that it read."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from services.scoring.domain.checks import (
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastNOf,
    AtMost,
    Between,
    Check,
    CountAtLeast,
    Covers,
    CoversAtLeast,
    EqualTo,
    IsFilled,
    IsTrue,
    OneOf,
    PeriodWithin,
    RecognisedAs,
    ShareAtLeast,
    WithinBand,
    facts_read_by,
    share,
)
from services.scoring.domain.edition import Edition
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.known import Known, day, entries, names, number, word
from shared.text import Text

#: The value a criterion was decided on, as exact JSON: decimals and fractions are strings.
Value = None | bool | int | str | Sequence["Value"] | Mapping[str, "Value"]

#: What each operator, by its name in the data, offers to its sentences; ``missing`` is offered to all.
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "is-true": frozenset({"fact"}),
    "is-filled": frozenset({"fact"}),
    "at-least": frozenset({"fact", "value", "threshold"}),
    "at-most": frozenset({"fact", "value", "threshold"}),
    "equal-to": frozenset({"fact", "value", "wanted"}),
    "between": frozenset({"fact", "value", "lower", "upper"}),
    "period-within": frozenset({"fact", "first", "last", "not_before", "not_after"}),
    "one-of": frozenset({"fact", "value", "wanted"}),
    "count-at-least": frozenset({"fact", "count", "threshold"}),
    "covers": frozenset({"fact", "covered", "lacking"}),
    "covers-at-least": frozenset({"fact", "covered", "count", "threshold"}),
    "recognised-as": frozenset({"fact", "count", "wanted"}),
    "share-at-least": frozenset({"part", "whole", "share", "threshold"}),
    "within-band": frozenset({"value", "level"}),
    "all-of": frozenset(),
    "any-of": frozenset(),
    "at-least-n-of": frozenset({"threshold"}),
}

_NONE = Text(zh="—", en="—")


def value_used(check: Check | None, known: Known) -> Value:  # noqa: PLR0911 - one return a form
    """Give the value that a check read; null when it is not known."""
    match check:
        case None:
            return None
        case Covers():
            return _covered(check, known)
        case CountAtLeast(fact=fact):
            found = entries(known, fact)
            return None if found is None else len(found)
        case ShareAtLeast():
            exact = share(known, check)
            return {
                check.part: json_of(known.get(check.part)),
                check.whole: json_of(known.get(check.whole)),
                "share": None if exact is None else str(exact),
            }
        case PeriodWithin(ends=ends) if ends is not None:
            return _by_name(check, known)
        case AllOf() | AnyOf() | AtLeastNOf() | WithinBand():
            return _by_name(check, known)
        case _:
            return json_of(known.get(facts_read_by(check)[0]))


def words_of(  # noqa: PLR0911 - one return a form
    check: Check, known: Known, edition: Edition
) -> Mapping[str, Text]:
    """Say what an operator found, for the holes of its sentences."""
    match check:
        case ShareAtLeast(part=part, whole=whole, threshold=threshold):
            return {
                "part": _number(number(known, part)),
                "whole": _number(number(known, whole)),
                "share": same(str(share(known, check))),
                "threshold": _percentage(threshold),
            }
        case WithinBand(score=score, level=level):
            return {"value": _number(number(known, score)), "level": _number(number(known, level))}
        case PeriodWithin():
            return _words_of_period(check, known, edition)
        case IsTrue() | IsFilled() | AtLeast() | AtMost() | EqualTo() | Between():
            return {
                "fact": edition.title_of_fact(check.fact),
                **_words_of_number(check, number(known, check.fact)),
            }
        case OneOf() | CountAtLeast() | Covers() | CoversAtLeast() | RecognisedAs():
            return {
                "fact": edition.title_of_fact(check.fact),
                **_words_of_names(check, known, edition),
            }
        case AtLeastNOf(threshold=least):
            return {"threshold": same(str(least))}
        case AllOf() | AnyOf():
            return {}
        case _:
            assert_never(check)


def list_of(items: Sequence[Text]) -> Text:
    """Join items as each language does."""
    if not items:
        return Text(zh="无", en="none")
    return Text(zh="、".join(item.zh for item in items), en=", ".join(item.en for item in items))


def same(text: str) -> Text:
    """Say the same in both languages."""
    return Text(zh=text, en=text)


def json_of(value: FactValue) -> Value:
    """Write a fact as exact JSON."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [json_of(item) for item in value]
    if isinstance(value, Mapping):
        return {name: json_of(item) for name, item in value.items()}
    return value


def _by_name(check: Check, known: Known) -> Value:
    return {name: json_of(known.get(name)) for name in facts_read_by(check)}


def _covered(check: Covers, known: Known) -> Value:
    held = names(known, check.fact)
    if held is None:
        return None
    lacking = [name for name in check.required if name not in held]
    return {"covered": sorted(held), "lacking": lacking}


def _words_of_number(check: Check, value: Decimal | None) -> Mapping[str, Text]:
    match check:
        case AtLeast(threshold=threshold) | AtMost(threshold=threshold):
            return {"value": _number(value), "threshold": _number(threshold)}
        case EqualTo(value=wanted):
            return {"value": _number(value), "wanted": _number(wanted)}
        case Between(lower=lower, upper=upper):
            return {"value": _number(value), "lower": _number(lower), "upper": _number(upper)}
        case _:
            return {}


def _words_of_names(check: Check, known: Known, edition: Edition) -> Mapping[str, Text]:
    match check:
        case OneOf(fact=fact, values=values):
            return {
                "value": same(word(known, fact) or _NONE.zh),
                "wanted": list_of([same(one) for one in values]),
            }
        case CountAtLeast(fact=fact, threshold=least):
            return {
                "count": same(str(len(entries(known, fact) or ()))),
                "threshold": same(str(least)),
            }
        case Covers(fact=fact, required=required):
            held = names(known, fact) or frozenset()
            return {
                "covered": _stages(held, edition),
                "lacking": _in_order([name for name in required if name not in held], edition),
            }
        case CoversAtLeast(fact=fact, listed=listed, threshold=least):
            both = (names(known, fact) or frozenset()).intersection(listed)
            return {
                "covered": _stages(both, edition),
                "count": same(str(len(both))),
                "threshold": same(str(least)),
            }
        case RecognisedAs(fact=fact, tiers=tiers):
            return {
                "count": same(str(len(entries(known, fact) or ()))),
                "wanted": list_of(
                    [edition.tiers[t].title if t in edition.tiers else same(t) for t in tiers]
                ),
            }
        case _:
            return {}


def _words_of_period(check: PeriodWithin, known: Known, edition: Edition) -> Mapping[str, Text]:
    first = day(known, check.starts)
    last = first if check.ends is None else day(known, check.ends)
    return {
        "fact": edition.title_of_fact(check.starts),
        "first": _day(first),
        "last": _day(last),
        "not_before": _day(check.not_before),
        "not_after": _day(check.not_after),
    }


def _stages(held: frozenset[str], edition: Edition) -> Text:
    return _in_order([name for name in edition.element_stages if name in held], edition)


def _in_order(stages: Sequence[str], edition: Edition) -> Text:
    return list_of([Text(zh=name, en=edition.element_stages[name]) for name in stages])


def _day(value: date | None) -> Text:
    return _NONE if value is None else same(value.isoformat())


def _number(value: Decimal | None) -> Text:
    return _NONE if value is None else same(format(value, "f"))


def _percentage(value: Fraction) -> Text:
    """Write a fraction as a percentage when that is exact, and as the fraction otherwise."""
    percent = value * 100
    exact = percent.denominator == 1
    return Text(zh=f"{percent}%", en=f"{percent} %") if exact else same(str(value))
