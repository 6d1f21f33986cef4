"""Waiting for what a background loop will do, without guessing how long it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

#: Long enough for a busy machine; a test that passes never waits this long.
TIMEOUT_S = 20.0


def eventually(
    look: Callable[[], Value | None], *, timeout_s: float = TIMEOUT_S, what: str = "it"
) -> Value:
    """Look again and again until there is something true to see, and give it."""
    give_up_at = time.monotonic() + timeout_s
    pause_s = 0.005
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > give_up_at:
            raise AssertionError(
                f"{what} did not happen within {timeout_s:.0f} s; last seen: {seen!r}"
            )
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.5, 0.1)
