"""The demo's expectations: each is a line in the timeline, and one that fails fails the demo."""

from collections.abc import Callable

from services.demo.timeline import Timeline
from services.scenarios.front_end import NotRefused, Unexpected, refusal_of

_LONGEST = 300


class Checks:
    """Compares what was found with what was expected, and counts."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self.held = 0
        self.failed: list[str] = []

    def equal(self, what: str, found: object, expected: object) -> None:
        """Expect one value."""
        if found == expected:
            self.held += 1
            self._timeline.note(f"✓ {what}")
            return
        self.failed.append(what)
        self._timeline.note(f"✗ {what}")
        self._timeline.note(f"    应为 expected: {str(expected)[:_LONGEST]}")
        self._timeline.note(f"    实为 found:    {str(found)[:_LONGEST]}")

    def refused(
        self, what: str, step: Callable[[], object], status: int, code: str
    ) -> Unexpected | None:
        """Expect that a step is refused, and why; give the refusal if there was one."""
        try:
            refusal = refusal_of(step)
        except NotRefused as error:
            self.equal(what, str(error), f"{status} {code}")
            return None
        found = f"{refusal.status} {refusal.code}"
        self.equal(f"{what} → {found} {refusal.title}", found, f"{status} {code}")
        return refusal

    def take_over(self, others: "Checks") -> None:
        """Count what others compared; their lines stand in the timeline already."""
        self.held += others.held
        self.failed += others.failed
