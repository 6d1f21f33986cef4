"""Fills an edition's sentences: why a criterion came out as it did, and on which value.

The sentences are the edition's; here stands only what may be put into them. Computed after the
findings, because explaining costs more than deciding.
"""

import string
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from services.scoring.domain.checks import (
    AtLeast,
    Check,
    Covers,
    IsFilled,
    IsTrue,
    Known,
    ShareAtLeast,
    WithinBand,
    facts_read_by,
    names,
    number,
    share,
)
from services.scoring.domain.edition import Criterion, Edition, Finding, Gaps, Kind
from services.scoring.domain.fact_types import FactValue
from shared.text import Text

#: The value a criterion was decided on, as exact JSON: decimals and fractions are strings.
Value = None | bool | int | str | Sequence["Value"] | Mapping[str, "Value"]

#: What each operator, by its name in the data, offers to its sentences; ``missing`` is offered to all.
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "is-true": frozenset({"fact"}),
    "is-filled": frozenset({"fact"}),
    "at-least": frozenset({"fact", "value", "threshold"}),
    "covers": frozenset({"fact", "covered", "lacking"}),
    "share-at-least": frozenset({"part", "whole", "share", "threshold"}),
    "within-band": frozenset({"value", "level"}),
    "all-of": frozenset(),
    "any-of": frozenset(),
}
GAP_PLACEHOLDERS = frozenset({"title", "requirement", "reason"})


def placeholders_in(template: str) -> frozenset[str]:
    """List what a sentence wants to be filled in; raise ValueError when it cannot be parsed."""
    return frozenset(
        name for _, name, _, _ in string.Formatter().parse(template) if name is not None
    )


def explain(
    criterion: Criterion, known: Known, edition: Edition, *, applies: Finding, finding: Finding
) -> Text:
    """Say why a criterion came out as it did; a judged one ends with who has to judge it."""
    if criterion.only_when is not None and applies is not Finding.MET:
        return _said_of(
            criterion.only_when, criterion.reasons_of_only_when[applies], known, edition
        )
    judged = edition.wording.judged
    if criterion.check is None:
        return judged
    reason = _said_of(criterion.check, criterion.reasons[finding], known, edition)
    return _joined(reason, judged) if criterion.kind is Kind.JUDGED else reason


def _said_of(check: Check, sentence: Text, known: Known, edition: Edition) -> Text:
    values = {**_words(check, known, edition), "missing": _missing(check, known, edition)}
    return _fill(sentence, values)


def gap_message(criterion: Criterion, finding: Finding, reason: Text, gaps: Gaps) -> Text:
    """Say what is missing, for the applicant."""
    template = gaps.unproven
    if finding is Finding.NOT_MET:
        template = gaps.in_principle if criterion.kind is Kind.IN_PRINCIPLE else gaps.not_met
    values = {"title": criterion.title, "requirement": criterion.requirement, "reason": reason}
    return _fill(template, values)


def value_used(check: Check | None, known: Known) -> Value:
    """Give the value that a check read; null when it is not known."""
    match check:
        case None:
            return None
        case IsTrue(fact=fact) | IsFilled(fact=fact) | AtLeast(fact=fact):
            return _json(known.get(fact))
        case Covers(fact=fact, required=required):
            held = names(known, fact)
            if held is None:
                return None
            return {
                "covered": sorted(held),
                "lacking": [name for name in required if name not in held],
            }
        case ShareAtLeast():
            found = share(known, check)
            return {
                check.part: _json(known.get(check.part)),
                check.whole: _json(known.get(check.whole)),
                "share": None if found is None else str(found),
            }
        case _:
            return {name: _json(known.get(name)) for name in facts_read_by(check)}


def _words(check: Check, known: Known, edition: Edition) -> Mapping[str, Text]:
    match check:
        case IsTrue(fact=fact) | IsFilled(fact=fact):
            return {"fact": edition.title_of_fact(fact)}
        case AtLeast(fact=fact, threshold=threshold):
            return {
                "fact": edition.title_of_fact(fact),
                "value": _number(number(known, fact)),
                "threshold": _number(threshold),
            }
        case Covers(fact=fact, required=required):
            held = names(known, fact) or frozenset()
            return {
                "fact": edition.title_of_fact(fact),
                "covered": _stages(
                    [name for name in edition.element_stages if name in held], edition
                ),
                "lacking": _stages([name for name in required if name not in held], edition),
            }
        case ShareAtLeast(part=part, whole=whole, threshold=threshold):
            return {
                "part": _number(number(known, part)),
                "whole": _number(number(known, whole)),
                "share": _same(str(share(known, check))),
                "threshold": _percentage(threshold),
            }
        case WithinBand(score=score, level=level):
            return {"value": _number(number(known, score)), "level": _number(number(known, level))}
        case _:
            return {}


def _missing(check: Check, known: Known, edition: Edition) -> Text:
    stated = [edition.stated_fact(name) for name in facts_read_by(check) if name not in known]
    if isinstance(check, ShareAtLeast) and number(known, check.whole) == 0:
        # A share of nothing is none: what is missing is something to take it of.
        stated.append(edition.stated_fact(check.whole))
    return _list([edition.title_of_fact(name) for name in dict.fromkeys(stated)])


def _stages(stages: list[str], edition: Edition) -> Text:
    return _list([Text(zh=name, en=edition.element_stages[name]) for name in stages])


def _list(items: list[Text]) -> Text:
    if not items:
        return Text(zh="无", en="none")
    return Text(zh="、".join(item.zh for item in items), en=", ".join(item.en for item in items))


def _number(value: Decimal | None) -> Text:
    return _same("—" if value is None else format(value, "f"))


def _percentage(value: Fraction) -> Text:
    """Write a fraction as a percentage when that is exact, and as the fraction otherwise."""
    percent = value * 100
    exact = percent.denominator == 1
    return Text(zh=f"{percent}%", en=f"{percent} %") if exact else _same(str(value))


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def _joined(first: Text, second: Text) -> Text:
    return Text(zh=first.zh + second.zh, en=f"{first.en} {second.en}")


def _fill(template: Text, values: Mapping[str, Text]) -> Text:
    return Text(
        zh=template.zh.format(**{name: text.zh for name, text in values.items()}),
        en=template.en.format(**{name: text.en for name, text in values.items()}),
    )


def _json(value: FactValue) -> Value:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _json(item) for name, item in value.items()}
    return value
