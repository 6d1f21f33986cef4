"""Fills an edition's sentences: why a criterion came out as it did, and on which value.

The sentences are the edition's; here stands only what may be put into them. Computed after the
findings, because explaining costs more than deciding.
"""

import string
from collections.abc import Mapping

from services.scoring.domain.check_words import (
    PLACEHOLDERS,
    Value,
    list_of,
    value_used,
    words_of,
)
from services.scoring.domain.checks import Check, ShareAtLeast, facts_read_by
from services.scoring.domain.edition import Criterion, Edition, Finding, Gaps, Kind
from services.scoring.domain.known import Known, number
from shared.text import Text

__all__ = [
    "GAP_PLACEHOLDERS",
    "PLACEHOLDERS",
    "Value",
    "explain",
    "gap_message",
    "placeholders_in",
    "value_used",
]

GAP_PLACEHOLDERS = frozenset({"title", "requirement", "reason"})


def placeholders_in(template: str) -> frozenset[str]:
    """List what a sentence wants to be filled in; raise ValueError when it cannot be parsed.

    A hole holds a name alone: widths and conversions would let a sentence of ten characters fill memory.
    """
    wanted = set()
    for _, name, width, conversion in string.Formatter().parse(template):
        if width or conversion:
            raise ValueError(template)
        if name is not None:
            wanted.add(name)
    return frozenset(wanted)


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
    values = {**words_of(check, known, edition), "missing": _missing(check, known, edition)}
    return _fill(sentence, values)


def gap_message(criterion: Criterion, finding: Finding, reason: Text, gaps: Gaps) -> Text:
    """Say what is missing, for the applicant."""
    template = gaps.unproven
    if finding is Finding.NOT_MET:
        template = gaps.in_principle if criterion.kind is Kind.IN_PRINCIPLE else gaps.not_met
    values = {"title": criterion.title, "requirement": criterion.requirement, "reason": reason}
    return _fill(template, values)


def _missing(check: Check, known: Known, edition: Edition) -> Text:
    stated = [edition.stated_fact(name) for name in facts_read_by(check) if name not in known]
    if isinstance(check, ShareAtLeast) and number(known, check.whole) == 0:
        # A share of nothing is none: what is missing is something to take it of.
        stated.append(edition.stated_fact(check.whole))
    return list_of([edition.title_of_fact(name) for name in dict.fromkeys(stated)])


def _joined(first: Text, second: Text) -> Text:
    return Text(zh=first.zh + second.zh, en=f"{first.en} {second.en}")


def _fill(template: Text, values: Mapping[str, Text]) -> Text:
    return Text(
        zh=template.zh.format(**{name: text.zh for name, text in values.items()}),
        en=template.en.format(**{name: text.en for name, text in values.items()}),
    )
