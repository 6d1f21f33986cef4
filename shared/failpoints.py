"""Named places at which a test kills the process, to see that nothing is lost between two effects.

Nothing is armed unless a setting names a point, and production refuses that setting.
"""

import os
import signal

_armed: set[str] = set()


def arm(*names: str) -> None:
    """Kill this process when it reaches one of these points."""
    _armed.update(names)


def disarm() -> None:
    """Reach all points alive again."""
    _armed.clear()


async def fail_point(name: str) -> None:
    """Die here if this point is armed: SIGKILL, so that no handler runs and no buffer is flushed."""
    if name in _armed:
        os.kill(os.getpid(), signal.SIGKILL)
