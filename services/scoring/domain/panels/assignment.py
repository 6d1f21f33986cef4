"""Gives each application its experts, by the seed, as evenly as the conflicts allow.

Even means: no other allowed assignment has a smaller sum of squared loads, and so none has a smaller
largest load either. The proof is the stopping rule: while some chain of exchanges would move one
application from an expert to one with at least two fewer, it is moved. An assignment without such a
chain is optimal (negative-cycle criterion of convex flows; Harvey et al., Semi-matchings, 2003).
"""

from collections import deque
from collections.abc import Mapping, Sequence

from services.scoring.domain.panels.generator import Stream

#: Application → its experts, both by id.
Assignment = Mapping[str, tuple[str, ...]]


def short_of_experts(eligible: Assignment, each: int) -> dict[str, int]:
    """Name the applications with too few experts who may judge them, and how many there are."""
    return {
        application_id: len(experts)
        for application_id, experts in eligible.items()
        if len(experts) < each
    }


def assign(eligible: Assignment, each: int, stream: Stream) -> Assignment:
    """Draw the assignment; the caller has seen to it that nothing is short of experts."""
    experts = stream.shuffled(sorted({one for many in eligible.values() for one in many}))
    applications = stream.shuffled(sorted(eligible))
    working = _Working(eligible, experts)
    for application in applications:
        for _ in range(each):
            working.give(application, stream)
    while working.move_along_a_chain():
        pass
    return {
        application: tuple(sorted(working.given[application])) for application in sorted(eligible)
    }


def can_be_evened(eligible: Assignment, assignment: Assignment) -> bool:
    """Tell whether some chain of exchanges would still even the loads out."""
    experts = sorted({one for many in eligible.values() for one in many})
    working = _Working(eligible, experts)
    for application, chosen in assignment.items():
        for expert in chosen:
            working.add(application, expert)
    return working.chain() is not None


class _Working:
    """An assignment while it is being made."""

    def __init__(self, eligible: Assignment, experts: Sequence[str]) -> None:
        places = {expert: place for place, expert in enumerate(experts)}
        #: Application → who may judge it, in the drawn order of the experts.
        self._eligible = {
            application: sorted(many, key=places.__getitem__)
            for application, many in eligible.items()
        }
        self._experts = experts
        #: Expert → applications, in the order in which they came.
        self._of_expert: dict[str, dict[str, None]] = {expert: {} for expert in experts}
        self.given: dict[str, set[str]] = {application: set() for application in eligible}

    def give(self, application: str, stream: Stream) -> None:
        """Give the application one more expert: drawn among those with the least to do."""
        free = [one for one in self._eligible[application] if one not in self.given[application]]
        least = min(len(self._of_expert[one]) for one in free)
        self.add(
            application, stream.chosen([one for one in free if len(self._of_expert[one]) == least])
        )

    def add(self, application: str, expert: str) -> None:
        self.given[application].add(expert)
        self._of_expert[expert][application] = None

    def move_along_a_chain(self) -> bool:
        """Move one application's worth of work from a busy expert to an idle one, if that evens out."""
        chain = self.chain()
        for giver, application, taker in chain or ():
            self.given[application].remove(giver)
            del self._of_expert[giver][application]
            self.add(application, taker)
        return chain is not None

    def chain(self) -> list[tuple[str, str, str]] | None:
        """Find exchanges (from, application, to) that take one from a load L and add it to L-2 or less."""
        loads = {expert: len(many) for expert, many in self._of_expert.items()}
        least = min(loads.values(), default=0)
        for load in sorted(set(loads.values()), reverse=True):
            if load < least + 2:
                return None
            found = self._chain_from([one for one in self._experts if loads[one] == load], loads)
            if found is not None:
                return found
        return None

    def _chain_from(
        self, givers: Sequence[str], loads: Mapping[str, int]
    ) -> list[tuple[str, str, str]] | None:
        came_by: dict[str, tuple[str, str] | None] = dict.fromkeys(givers)
        goal = loads[givers[0]] - 2
        seen: set[str] = set()
        waiting = deque(givers)
        while waiting:
            giver = waiting.popleft()
            for application in self._of_expert[giver]:
                if application in seen:
                    continue
                seen.add(application)
                for taker in self._eligible[application]:
                    if taker in came_by or taker in self.given[application]:
                        continue
                    came_by[taker] = (giver, application)
                    if loads[taker] <= goal:
                        return _steps_to(taker, came_by)
                    waiting.append(taker)
        return None


def _steps_to(
    taker: str, came_by: Mapping[str, tuple[str, str] | None]
) -> list[tuple[str, str, str]]:
    steps = []
    while (step := came_by[taker]) is not None:
        giver, application = step
        steps.append((giver, application, taker))
        taker = giver
    return steps
