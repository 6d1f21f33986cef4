"""Where a tier asks for less than the one below it, which is odd in a ladder and no fault.

Notices do so: the place of registration of the second round of 2025 is asked of 基础级 and 先进级 alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.scoring.domain.checks import (
    AtLeast,
    AtLeastNOf,
    AtMost,
    Check,
    CountAtLeast,
    Covers,
    CoversAtLeast,
    ShareAtLeast,
)
from services.scoring.domain.edition import Criterion, Edition, Kind
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class StepDown:
    """One criterion of a tier of which the tier above asks for less."""

    #: None when the edition itself states the criterion.
    round_id: str | None
    #: The place of the criterion among those of the edition, or of the round.
    position: int
    code: str
    message: Text


#: From the one that binds most to the one that binds least.
_STRENGTH = {Kind.REQUIRED: 3, Kind.IN_PRINCIPLE: 2, Kind.JUDGED: 1, Kind.INFORMATIVE: 0}

_ABSENT = Text(
    zh="{below}要求“{title}”，而{above}未列此条",
    en="{below} asks for it, and {above} does not state it: {title}",
)
_WEAKER_KIND = Text(
    zh="“{title}”在{above}的约束弱于{below}", en="binds {above} less than {below}: {title}"
)
_LOWER = Text(
    zh="“{title}”在{above}的门槛低于{below}", en="asks less of {above} than of {below}: {title}"
)


def steps_down(edition: Edition) -> Iterator[StepDown]:
    """Find every step at which an edition, or one of its rounds, asks for less further up."""
    yield from _steps_in(edition, None, edition.criteria, list(edition.tiers))
    for round_id, conditions in edition.conditions.items():
        tiers = [tier for tier in edition.tiers if edition.is_opened(tier, round_id)]
        yield from _steps_in(edition, round_id, conditions.criteria, tiers)


def _steps_in(
    edition: Edition, round_id: str | None, criteria: Sequence[Criterion], tiers: Sequence[str]
) -> Iterator[StepDown]:
    stated = {
        tier: {one.criterion_id: one for one in criteria if tier in one.tiers} for tier in tiers
    }
    for below, above in pairwise(tiers):
        for position, one in enumerate(criteria):
            found = _step(one, stated[above]) if below in one.tiers else None
            if found is not None:
                code, sentence = found
                yield StepDown(
                    round_id=round_id,
                    position=position,
                    code=code,
                    message=_filled(sentence, one, edition, below, above),
                )


def _step(one: Criterion, above: Mapping[str, Criterion]) -> tuple[str, Text] | None:
    if _STRENGTH[one.kind] < _STRENGTH[Kind.IN_PRINCIPLE]:
        return None
    other = above.get(one.criterion_id)
    if other is None:
        return "asks-less", _ABSENT
    if _STRENGTH[other.kind] < _STRENGTH[one.kind]:
        return "asks-less", _WEAKER_KIND
    return ("asks-less", _LOWER) if _is_lower(other.check, one.check) else None


def _is_lower(check: Check | None, than: Check | None) -> bool:  # noqa: PLR0911 - one return an operator
    match check, than:
        case AtLeast(), AtLeast():
            return check.fact == than.fact and check.threshold < than.threshold
        case CountAtLeast(), CountAtLeast():
            return check.fact == than.fact and check.threshold < than.threshold
        case AtMost(), AtMost():
            return check.fact == than.fact and check.threshold > than.threshold
        case Covers(), Covers():
            return check.fact == than.fact and not set(check.required) >= set(than.required)
        case CoversAtLeast(), CoversAtLeast():
            return check.fact == than.fact and check.threshold < than.threshold
        case ShareAtLeast(), ShareAtLeast():
            return check.threshold < than.threshold
        case AtLeastNOf(), AtLeastNOf():
            return check.checks == than.checks and check.threshold < than.threshold
        case _:
            return False


def _filled(sentence: Text, one: Criterion, edition: Edition, below: str, above: str) -> Text:
    low, high = edition.tiers[below].title, edition.tiers[above].title
    return Text(
        zh=sentence.zh.format(title=one.title.zh, below=low.zh, above=high.zh),
        en=sentence.en.format(title=one.title.en, below=low.en, above=high.en),
    )
