"""An edition: one immutable bundle of criteria, scenes and facts, with its source for every statement.

No threshold, scene or word of a verdict stands in code; all of it is data that is checked when it is
loaded, so that nothing here needs to doubt it. What an edition does not set is absent, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.checks import Check
from services.scoring.domain.facts import FactDefinition
from services.scoring.domain.provenance import Certainty, Source
from services.scoring.domain.scenes import Derivation, SceneGuide
from services.scoring.domain.tiers import TIERS
from shared.text import Text


class Kind(StrEnum):
    """Who decides a criterion."""

    #: The machine, on the facts; these alone make the outcome.
    REQUIRED = "required"
    #: 原则上: the machine finds it, and a person may waive it with a reason.
    IN_PRINCIPLE = "in-principle"
    #: A person, always; a check beside it only prepares the figures.
    JUDGED = "judged"
    #: Nobody: it is shown and counts for nothing.
    INFORMATIVE = "informative"


class Status(StrEnum):
    """Whether rounds may still name the edition."""

    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    DRAFT = "draft"


class Finding(StrEnum):
    """What a check can say; the keys of the sentences that explain it."""

    MET = "met"
    NOT_MET = "not-met"
    #: A fact that it reads is not known.
    UNPROVEN = "unproven"


#: What is said for each finding.
Reasons = Mapping[Finding, Text]


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion as the edition, or a round's notice, states it."""

    criterion_id: str
    tiers: tuple[str, ...]
    kind: Kind
    title: Text
    requirement: Text
    clause: Text
    source: Source
    certainty: Certainty
    #: Why it is of this kind, or what is uncertain about it.
    note: Text | None
    #: None when a person judges unaided.
    check: Check | None
    #: The criterion applies only when this holds.
    only_when: Check | None
    reasons: Reasons
    #: Sentences for ``only_when``: why the criterion does not apply, or may not.
    reasons_of_only_when: Reasons


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One tier; an edition's tiers stand from the lowest up."""

    tier: str
    title: Text
    aim: Text
    source: Source
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class DerivedFact:
    """A fact that is computed from another one and never sent."""

    name: str
    title: Text
    derivation: Derivation
    from_fact: str


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Sentences for what is missing."""

    not_met: Text
    in_principle: Text
    unproven: Text


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a verdict says beside the reasons of its criteria."""

    judged: Text
    gaps: Gaps


@dataclass(frozen=True, kw_only=True)
class ContentHash:
    """Digests over the canonical JSON of a bundle's files."""

    sha256: str
    sm3: str


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What a round's own notice asks beyond the edition; hashed by itself."""

    round_id: str
    title: Text
    document_number: str
    official_url: str | None
    #: What was read of the notice, when that needs saying.
    note: Text | None
    content_hash: ContentHash
    #: The tiers that the round opens; None when it opens all of the edition.
    tiers: tuple[str, ...] | None
    #: Empty when the notice asks for the edition's conditions and for nothing of its own.
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, kw_only=True)
class Edition:
    edition_id: str
    title: Text
    document_number: str
    official_url: str | None
    official_read: bool
    #: Not all its tiers are known.
    is_partial: bool
    status: Status
    note: Text
    content_hash: ContentHash
    #: English names of the element stages by their Chinese ones.
    element_stages: Mapping[str, str]
    tiers: Mapping[str, Tier]
    criteria: tuple[Criterion, ...]
    facts: Mapping[str, FactDefinition]
    derived: Mapping[str, DerivedFact]
    #: Kinds of documents that may show a fact.
    evidence_kinds: Mapping[str, Text]
    scene_guide: SceneGuide
    wording: Wording
    conditions: Mapping[str, Conditions]

    def criteria_of(self, tier: str, round_id: str | None) -> tuple[Criterion, ...]:
        """List a tier's criteria: the edition's own, then the round's."""
        return tuple(one for one in self.all_criteria(round_id) if tier in one.tiers)

    def all_criteria(self, round_id: str | None) -> tuple[Criterion, ...]:
        """List the criteria of all tiers: the edition's own, then the round's."""
        of_round = self.conditions[round_id].criteria if round_id is not None else ()
        return (*self.criteria, *of_round)

    def tier_above(self, tier: str) -> str | None:
        """Name the next higher tier that the edition has, else the scheme's next; None for the highest."""
        higher = TIERS[TIERS.index(tier) + 1 :]
        return next((one for one in higher if one in self.tiers), higher[0] if higher else None)

    def is_opened(self, tier: str, round_id: str | None) -> bool:
        """Tell whether a round opens a tier of the edition; without a round none is closed."""
        opened = self.conditions[round_id].tiers if round_id is not None else None
        return opened is None or tier in opened

    def title_of_fact(self, name: str) -> Text:
        """Name a fact for a reader, derived ones included."""
        return self.derived[name].title if name in self.derived else self.facts[name].title

    def stated_fact(self, name: str) -> str:
        """Name the fact that a caller would have to state for this one to be known."""
        return self.derived[name].from_fact if name in self.derived else name
