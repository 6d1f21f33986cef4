"""Editions at hand; holds requests against them, naming all faults at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from services.scoring.domain.edition import Edition
from services.scoring.domain.edition_life import EditionState
from services.scoring.domain.errors import EditionNotFound, EvaluationInvalid
from services.scoring.domain.evaluation import Evaluation, Evaluator
from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.facts import read_facts
from services.scoring.domain.scenes import faults_of_scenes
from services.scoring.domain.tiers import TIERS
from shared.errors import Fault
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is to be evaluated: facts as they were stated, not read yet."""

    edition_id: str
    tier: str
    round_id: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class Library:
    """Editions by their id, compiled for all their rounds."""

    def __init__(
        self,
        editions: Iterable[Edition],
        states: Mapping[str, EditionState] = MappingProxyType({}),
    ) -> None:
        self._editions = {edition.edition_id: edition for edition in editions}
        #: Of imported editions; those that ship are published by construction.
        self._states = states
        self._evaluators = {
            (edition.edition_id, round_id): Evaluator(edition, round_id)
            for edition in self._editions.values()
            for round_id in (None, *edition.conditions)
        }

    def editions(self) -> list[Edition]:
        """List all editions by id."""
        return [self._editions[edition_id] for edition_id in sorted(self._editions)]

    def edition(self, edition_id: str) -> Edition:
        """Find an edition; raise EditionNotFound."""
        try:
            return self._editions[edition_id]
        except KeyError:
            raise EditionNotFound from None

    def state_of(self, edition_id: str) -> EditionState:
        """Tell where an edition stands in its life."""
        return self._states.get(edition_id, EditionState.PUBLISHED)

    def evaluate(self, question: Question) -> Evaluation:
        """Evaluate the facts; raise EvaluationInvalid with every fault of the question."""
        edition = self._editions.get(question.edition_id)
        if edition is None:
            raise EvaluationInvalid(faults=[_NO_EDITION])
        faults = []
        # A tier that the edition does not have is answered: as not covered by it.
        if question.tier not in TIERS:
            faults.append(_NO_TIER)
        if question.round_id is not None and question.round_id not in edition.conditions:
            faults.append(_NO_ROUND)
        facts, faults_of_facts = _read(question, edition)
        faults.extend(faults_of_facts)
        if faults:
            raise EvaluationInvalid(faults=faults)
        evaluator = self._evaluators[question.edition_id, question.round_id]
        return evaluator.evaluate(facts, question.tier)


def _read(question: Question, edition: Edition) -> tuple[dict[str, FactValue], list[Fault]]:
    facts, faults = read_facts(question.facts, edition.facts, pointer="/facts")
    named = {fault.pointer for fault in faults}
    of_scenes = [
        fault
        for name in sorted({one.from_fact for one in edition.derived.values()})
        for fault in faults_of_scenes(
            question.facts.get(name), edition.scene_guide, pointer=f"/facts/{name}"
        )
        if fault.pointer not in named
    ]
    return facts, [*faults, *of_scenes]


_NO_EDITION = Fault(
    pointer="/edition_id",
    code="edition-unknown",
    message=Text(zh="没有此版次", en="There is no such edition"),
)
_NO_TIER = Fault(
    pointer="/tier",
    code="tier-unknown",
    message=Text(zh="没有此等级", en="There is no such tier"),
)
_NO_ROUND = Fault(
    pointer="/round_id",
    code="round-unknown",
    message=Text(
        zh="该版次没有此批次的附加条件", en="The edition has no conditions of such a round"
    ),
)
