"""Waiting, as a front end that looks again, for what services do by themselves."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

TIMEOUT_S = 60.0
_FIRST_PAUSE_S = 0.02
_LONGEST_PAUSE_S = 0.2


class TookTooLong(Exception):
    """What was waited for did not come."""


def wait_for(look: Callable[[], Value | None], *, what: str, timeout_s: float = TIMEOUT_S) -> Value:
    """Look again and again until there is something to see, and give it."""
    give_up_at = time.monotonic() + timeout_s
    pause_s = _FIRST_PAUSE_S
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > give_up_at:
            raise TookTooLong(f"{what}: nothing within {timeout_s:.0f} s")
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)
