"""What differs between two editions, in the terms of the matter: criteria, thresholds, scenes, stages, facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.check_words import Value
from services.scoring.domain.diff_entries import (
    Entries,
    criteria_entries,
    edition_entries,
    element_stages_entries,
    facts_entries,
    guide_stages_entries,
    rounds_entries,
    scene_guide_entries,
    scenes_entries,
    tiers_entries,
)
from services.scoring.domain.diff_words import said_of
from services.scoring.domain.edition import Criterion, Edition
from shared.text import Text


class Part(StrEnum):
    """What of an edition differs."""

    EDITION = "edition"
    TIER = "tier"
    CRITERION = "criterion"
    #: What a round's own notice says: the round, and each criterion that it adds.
    ROUND = "round"
    CONDITION = "condition"
    ELEMENT_STAGE = "element-stage"
    SCENE_GUIDE = "scene-guide"
    GUIDE_STAGE = "guide-stage"
    SCENE = "scene"
    FACT = "fact"


class ChangeKind(StrEnum):
    """How it differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    #: One of the two is partial and does not have it: nothing is known of a difference.
    NOT_COVERED = "not-covered"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One property that differs; null where there is, or was, none."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that differs."""

    part: Part
    #: The criterion's id, the scene's number, the fact's name, …
    name: str
    #: For criteria, the tiers for which it differs in just this way.
    tiers: tuple[str, ...]
    #: For conditions, the round that adds them.
    round_id: str | None
    kind: ChangeKind
    title: Text
    fields: tuple[FieldChange, ...]
    #: The same in a sentence.
    summary: Text


def difference(before: Edition, after: Edition) -> tuple[Change, ...]:
    """List every change that leads from one edition to the other.

    What a partial edition does not have, and a list of scenes that is not known, is no change: it is told apart.
    """
    changes: list[Change] = []
    for part, entries in _PARTS.items():
        for name, kind, title, fields in _compared(entries(before), entries(after)):
            if part is Part.TIER and _is_not_covered(name, before, after):
                changes.append(_change(part, name, ChangeKind.NOT_COVERED, title, ()))
            elif part is not Part.SCENE or _knows_scenes(before, after):
                changes.append(_change(part, name, kind, title, fields))
    changes.extend(
        _of_criteria(Part.CRITERION, None, (before, before.criteria), (after, after.criteria))
    )
    # A round that names one edition alone took nothing away from the other one's.
    for round_id in (one for one in before.conditions if one in after.conditions):
        stated = [(one, one.conditions[round_id].criteria) for one in (before, after)]
        changes.extend(_of_criteria(Part.CONDITION, round_id, stated[0], stated[1]))
    return tuple(changes)


def _is_not_covered(tier: str, before: Edition, after: Edition) -> bool:
    return any(one.is_partial and tier not in one.tiers for one in (before, after))


def _knows_scenes(before: Edition, after: Edition) -> bool:
    return before.scene_guide.scenes is not None and after.scene_guide.scenes is not None


_Stated = tuple[Edition, tuple[Criterion, ...]]


def _of_criteria(
    part: Part, round_id: str | None, before: _Stated, after: _Stated
) -> Iterator[Change]:
    """Compare tier by tier, then tell what is the same for several tiers once."""
    tiers = [
        tier
        for tier in dict.fromkeys((*before[0].tiers, *after[0].tiers))
        if not _is_not_covered(tier, before[0], after[0])
    ]
    titles = {tier: (before[0].tiers.get(tier) or after[0].tiers[tier]).title for tier in tiers}
    found: dict[tuple[str, ChangeKind, str], tuple[Text, tuple[FieldChange, ...], list[str]]] = {}
    for tier in tiers:
        compared = _compared(criteria_entries(tier, before[1]), criteria_entries(tier, after[1]))
        for name, kind, title, fields in compared:
            same = found.setdefault((name, kind, repr(fields)), (title, fields, []))
            same[2].append(tier)
    for (name, kind, _), (title, fields, of_tiers) in found.items():
        named = [titles[tier] for tier in of_tiers]
        yield _change(part, name, kind, title, fields, tiers=of_tiers, of=named, round_id=round_id)


def _change(
    part: Part,
    name: str,
    kind: ChangeKind,
    title: Text,
    fields: tuple[FieldChange, ...],
    *,
    tiers: list[str] | None = None,
    of: list[Text] | None = None,
    round_id: str | None = None,
) -> Change:
    spoken = [(one.field, one.before, one.after) for one in fields]
    return Change(
        part=part,
        name=name,
        tiers=tuple(tiers or ()),
        round_id=round_id,
        kind=kind,
        title=title,
        fields=fields,
        summary=said_of(part.value, kind.value, title, spoken, of or []),
    )


def _compared(
    before: Entries, after: Entries
) -> Iterator[tuple[str, ChangeKind, Text, tuple[FieldChange, ...]]]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield name, ChangeKind.ADDED, new.title, _fields({}, new.fields)
        elif old is not None and new is None:
            yield name, ChangeKind.REMOVED, old.title, _fields(old.fields, {})
        elif old is not None and new is not None and (changed := _fields(old.fields, new.fields)):
            yield name, ChangeKind.CHANGED, new.title, changed


def _fields(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field=name, before=before.get(name), after=after.get(name))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


_PARTS = {
    Part.EDITION: edition_entries,
    Part.TIER: tiers_entries,
    Part.ELEMENT_STAGE: element_stages_entries,
    Part.SCENE_GUIDE: scene_guide_entries,
    Part.GUIDE_STAGE: guide_stages_entries,
    Part.SCENE: scenes_entries,
    Part.FACT: facts_entries,
    Part.ROUND: rounds_entries,
}
