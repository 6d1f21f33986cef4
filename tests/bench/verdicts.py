"""One evaluation of cn-2025, all tiers: codes beside bare closures, the full explanation beside zen-engine.

Over some hundred factories that differ, in turns, so that neither side sees the same one all the time. Both sides
get facts that were read, derived ones included. What is measured is the processor's time: nothing waits here, and what
else the machine does is none of it.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import zen

from services.scoring.domain.evaluation import Evaluator
from services.scoring.domain.simulation.codes import EditionCodes
from services.scoring.domain.simulation.kept_facts import read_kept
from services.scoring.domain.verdict_document import verdict_document
from tests.bench.closures import closures_of
from tests.bench.decision_table import context_of, table_of
from tests.bench.figures import Figure
from tests.scoring.builders import ROUND_ID, edition
from tests.scoring.cohorts import seeded, varied_facts

FACTORIES = 300
ROUNDS = 7


def measure() -> list[Figure]:
    """Measure both; the first round warms up and is not counted."""
    held = edition()
    random = seeded("bench")
    known = [read_kept(varied_facts(random), held).known for _ in range(FACTORIES)]
    stated = [{name: value for name, value in one.items() if name in held.facts} for one in known]
    codes, closures = EditionCodes(held, ROUND_ID), closures_of(held, ROUND_ID)
    evaluator = Evaluator(held, ROUND_ID)
    decision = zen.ZenEngine().create_decision(table_of(held, ROUND_ID))
    contexts = [context_of(one) for one in known]
    _see_that_the_peers_agree(known, closures, decision, contexts)
    of_codes = Figure(name="verdict-codes", unit="µs", goal="at most 3 times", most=3)
    of_words = Figure(
        name="explanation", unit="µs", goal="8 times as fast: at most 0.125", most=0.125
    )
    for number in range(ROUNDS + 1):
        took = (
            _each(codes.codes, known),
            _each(lambda one: [closure(one) for closure in closures], known),
            _each(lambda one: verdict_document(evaluator.evaluate(one, "advanced")), stated),
            _each(lambda one: decision.evaluate(one, {"trace": True}), contexts),
        )
        if number:
            of_codes.ours.append(took[0])
            of_codes.peer.append(took[1])
            of_words.ours.append(took[2])
            of_words.peer.append(took[3])
    return [of_codes, of_words]


def _each(do: Callable[[Any], object], items: Sequence[Any]) -> float:
    start = time.process_time()
    for one in items:
        do(one)
    return (time.process_time() - start) / len(items) * 1e6


def _see_that_the_peers_agree(
    known: Sequence[Any], closures: Sequence[Any], decision: Any, contexts: Sequence[Any]
) -> None:
    """See that the peers do the same work: as many checks hold in the table as in the closures."""
    checks = [
        [check for check in (one.only_when, one.check) if check is not None]
        for one in edition().all_criteria(ROUND_ID)
    ]
    for facts, context in zip(known, contexts, strict=True):
        held = iter([closure(facts) for closure in closures])
        rows = sum(min([next(held) for _ in one]) for one in checks if one)
        found = decision.evaluate(context, {"trace": True})["result"]
        assert len(found) == rows, (len(found), rows)
