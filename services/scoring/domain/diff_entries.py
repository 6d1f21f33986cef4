"""What of an edition is compared with another one: its parts by name, and their properties."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.domain.check_document import check_document, subject_of, threshold_of
from services.scoring.domain.check_words import Value
from services.scoring.domain.edition import Criterion, Edition
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class Entry:
    title: Text
    fields: Mapping[str, Value]


Entries = Mapping[str, Entry]


def criteria_entries(tier: str, criteria: tuple[Criterion, ...]) -> Entries:
    """Give the criteria of one tier."""
    return {
        one.criterion_id: Entry(
            title=one.title,
            fields={
                "title": one.title.as_json(),
                "kind": one.kind.value,
                "threshold": threshold_of(one.check),
                "check": subject_of(one.check),
                "only_when": check_document(one.only_when),
                "requirement": one.requirement.as_json(),
                "clause": one.clause.as_json(),
                "source": one.source.title,
                "certainty": one.certainty.value,
                "note": None if one.note is None else one.note.as_json(),
                "reasons": _reasons(one),
            },
        )
        for one in criteria
        if tier in one.tiers
    }


def _reasons(one: Criterion) -> Value:
    sentences = {finding.value: text.as_json() for finding, text in one.reasons.items()}
    return sentences or None


def edition_entries(edition: Edition) -> Entries:
    """Give the edition itself."""
    fields: dict[str, Value] = {
        "title": edition.title.as_json(),
        "document_number": edition.document_number,
        "official_url": edition.official_url,
        "official_read": edition.official_read,
        "partial": edition.is_partial,
        "status": edition.status.value,
        "note": edition.note.as_json(),
    }
    return {"edition": Entry(title=edition.title, fields=fields)}


def tiers_entries(edition: Edition) -> Entries:
    """Give the tiers."""
    return {
        name: Entry(
            title=one.title,
            fields={
                "title": one.title.as_json(),
                "aim": one.aim.as_json(),
                "source": one.source.title,
                "certainty": one.certainty.value,
            },
        )
        for name, one in edition.tiers.items()
    }


def element_stages_entries(edition: Edition) -> Entries:
    """Give the element stages."""
    return {
        zh: Entry(title=Text(zh=zh, en=en), fields={"title": {"zh": zh, "en": en}})
        for zh, en in edition.element_stages.items()
    }


def scene_guide_entries(edition: Edition) -> Entries:
    """Give the scene guide itself."""
    guide = edition.scene_guide
    fields: dict[str, Value] = {
        "title": guide.title.as_json(),
        "document_number": guide.document_number,
        "official_url": guide.official_url,
        "official_read": guide.official_read,
        "list_known": guide.scenes is not None,
    }
    return {"scene-guide": Entry(title=guide.title, fields=fields)}


def guide_stages_entries(edition: Edition) -> Entries:
    """Give the stages of the guide and what they count for."""
    return {
        name: Entry(
            title=one.name,
            fields={
                "number": one.number,
                "title": one.name.as_json(),
                "element_stage": one.element_stage,
                "certainty": one.certainty.value,
            },
        )
        for name, one in edition.scene_guide.stages.items()
    }


def scenes_entries(edition: Edition) -> Entries:
    """Give the scenes of the guide; none when its list is not known."""
    return {
        str(number): Entry(
            title=one.name,
            fields={
                "title": one.name.as_json(),
                "guide_stage": one.guide_stage,
                "certainty": one.certainty.value,
                "description": one.description.as_json(),
            },
        )
        for number, one in (edition.scene_guide.scenes or {}).items()
    }


def facts_entries(edition: Edition) -> Entries:
    """Give the facts, those that are computed too."""
    stated = {
        name: Entry(
            title=one.title,
            fields={
                "title": one.title.as_json(),
                "type": _plain(one.specification),
                "unit": None if one.unit is None else one.unit.as_json(),
                "comes_from": one.comes_from.as_json(),
                "evidence": list(one.evidence),
            },
        )
        for name, one in edition.facts.items()
    }
    derived = {
        name: Entry(
            title=one.title,
            fields={
                "title": one.title.as_json(),
                "derived": one.derivation.value,
                "from": one.from_fact,
            },
        )
        for name, one in edition.derived.items()
    }
    return {**stated, **derived}


def rounds_entries(edition: Edition) -> Entries:
    """Give the rounds that have conditions under the edition, without those."""
    return {
        round_id: Entry(
            title=one.title,
            fields={
                "title": one.title.as_json(),
                "document_number": one.document_number,
                "official_url": one.official_url,
                "note": None if one.note is None else one.note.as_json(),
                "tiers": [tier for tier in edition.tiers if edition.is_opened(tier, round_id)],
            },
        )
        for round_id, one in edition.conditions.items()
    }


def _plain(value: object) -> Value:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
