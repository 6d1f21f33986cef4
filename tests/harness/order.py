"""Which tests come first: the slow ones, spread over the workers, so that none of them is left alone at the end.

Workers begin with equal, contiguous shares of the list and steal from one another's ends (``--dist=worksteal``).
"""

from collections.abc import Sequence
from itertools import groupby

import pytest

#: Modules whose tests take many seconds each, the slowest first; a folder stands for all of its modules.
SLOW = (
    "journey/test_demo.py",
    "kill/test_submission.py",
    "kill/",
    "journey/",
    "intake/routes/test_steps_by_role.py",
    "contract/",
    "scoring/routes/test_simulations.py",
    "scoring/usecases/test_simulations.py",
)


def slow_first(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """Order tests for some workers: each share begins with its part of the slow modules, modules stay together."""
    modules = [
        (_rank(path), list(found))
        for path, found in groupby(items, key=lambda item: item.path.as_posix())
    ]
    slow = sorted((one for one in modules if one[0] < len(SLOW)), key=lambda one: one[0])
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for place, (_, found) in enumerate(slow):
        shares[place % workers].extend(found)
    rest = [item for rank, found in modules if rank == len(SLOW) for item in found]
    size = -(-len(items) // workers)
    for share in shares:
        wanted = max(0, size - len(share))
        share.extend(rest[:wanted])
        rest = rest[wanted:]
    return [item for share in shares for item in share] + rest


def _rank(path: str) -> int:
    _, _, rest = path.rpartition("tests/")
    return next((rank for rank, start in enumerate(SLOW) if rest.startswith(start)), len(SLOW))
