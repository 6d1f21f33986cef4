"""The order of the tests: nothing is lost or doubled, modules stay together, the slow ones come first."""

from itertools import groupby
from pathlib import Path
from typing import Any, cast

import pytest

from tests.harness.order import SLOW, slow_first


class Fake:
    """As much of a test as its order depends on."""

    def __init__(self, path: str) -> None:
        self.path = Path("/somewhere/tests") / path


def fakes(*paths: str) -> list[pytest.Item]:
    return cast("list[pytest.Item]", [Fake(path) for path in paths for _ in range(3)])


def paths_of(items: list[Any]) -> list[str]:
    return [item.path.as_posix().partition("/tests/")[2] for item in items]


@pytest.mark.parametrize("workers", [1, 2, 3, 5])
def test_every_test_is_run_once_and_the_slow_begin_the_shares(workers: int) -> None:
    quick = [f"shared/test_{number}.py" for number in range(9)]
    items = fakes(*quick, "kill/test_a.py", "journey/test_demo.py", "journey/test_z.py")

    ordered = slow_first(items, workers)

    assert sorted(map(id, ordered)) == sorted(map(id, items))
    found = paths_of(ordered)
    assert found[0] == SLOW[0]
    slow = [path for path, _ in groupby(found) if not path.startswith("shared/")]
    assert sorted(slow) == ["journey/test_demo.py", "journey/test_z.py", "kill/test_a.py"]


def test_the_files_that_are_called_slow_are_there() -> None:
    tests = Path(__file__).parents[1]

    assert [one for one in SLOW if not (tests / one).exists()] == []
