"""docs/panel-draw.md, followed by somebody who has not seen the code: it gives the same draw."""

import hashlib
import hmac
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.panels.assignment import Assignment, assign
from services.scoring.domain.panels.generator import Stream


class ByTheBook:
    """The sections "The numbers" and "The assignment", line by line."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self.k = 0

    def number(self, n: int) -> int:
        while True:
            message = f"assignment\n{self.k}".encode()
            self.k += 1
            word = int.from_bytes(hmac.digest(self.seed, message, hashlib.sha256)[:8], "big")
            if word < 2**64 - 2**64 % n:
                return word % n

    def shuffle(self, items: list[str]) -> list[str]:
        for i in reversed(range(1, len(items))):
            j = self.number(i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def draw(self, may_judge: Mapping[str, tuple[str, ...]], each: int) -> Assignment:
        experts = self.shuffle(sorted({one for many in may_judge.values() for one in many}))
        applications = self.shuffle(sorted(may_judge))
        has: dict[str, list[str]] = {expert: [] for expert in experts}
        for application in applications:
            for _ in range(each):
                free = [
                    one
                    for one in experts
                    if one in may_judge[application] and application not in has[one]
                ]
                least = min(len(has[one]) for one in free)
                idle = [one for one in free if len(has[one]) == least]
                has[idle[self.number(len(idle))]].append(application)
        while chain := self.chain(may_judge, experts, has):
            for giver, application, taker in chain:
                has[giver].remove(application)
                has[taker].append(application)
        return {
            application: tuple(sorted(one for one in experts if application in has[one]))
            for application in may_judge
        }

    def chain(
        self,
        may_judge: Mapping[str, tuple[str, ...]],
        experts: list[str],
        has: Mapping[str, list[str]],
    ) -> list[tuple[str, str, str]]:
        loads = [len(has[one]) for one in experts]
        for load in range(max(loads), min(loads) + 1, -1):
            # Each entry: an expert, and the exchanges that lead there, the last one first.
            queue: list[tuple[str, list[tuple[str, str, str]]]] = [
                (one, []) for one in experts if len(has[one]) == load
            ]
            met, seen = {one for one, _ in queue}, set()
            for expert, exchanges in queue:
                for application in has[expert]:
                    if application in seen:
                        continue
                    seen.add(application)
                    for taker in experts:
                        if taker not in may_judge[application] or application in has[taker]:
                            continue
                        if taker in met:
                            continue
                        met.add(taker)
                        found = [(expert, application, taker), *exchanges]
                        if len(has[taker]) <= load - 2:
                            return found
                        queue.append((taker, found))
        return []


@st.composite
def pools(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], int]:
    """Few who may judge most: so that evening out has something to do."""
    each = draw(st.integers(1, 3))
    experts = [f"e{number:02d}" for number in range(draw(st.integers(each, 9)))]
    return {
        f"a{number:02d}": tuple(
            sorted(draw(st.sets(st.sampled_from(experts), min_size=each, max_size=each + 2)))
        )
        for number in range(draw(st.integers(1, 12)))
    }, each


@settings(max_examples=200)
@given(pool=pools(), seed=st.binary(min_size=32, max_size=32))
def test_following_the_page_gives_the_draw_of_the_service(
    pool: tuple[dict[str, tuple[str, ...]], int], seed: bytes
) -> None:
    may_judge, each = pool

    assert ByTheBook(seed).draw(may_judge, each) == assign(
        may_judge, each, Stream(seed, "assignment")
    )
