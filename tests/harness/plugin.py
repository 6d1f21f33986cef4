"""The pytest side of the harness: owns what a run shares, and brings in the fixtures.

Kept light: the controller of a distributed run loads this and none of the frameworks.
"""

import sys
from typing import Protocol

import pytest

from tests.harness.order import slow_first
from tests.harness.run import RunOwner
from tests.harness.stages import Stopwatch

#: How long a thread may keep the others waiting; the default is ten times this.
SWITCH_INTERVAL_S = 0.0005

OWNER = pytest.StashKey[RunOwner]()


class XdistNode(Protocol):
    """A worker, as its controller prepares it."""

    config: pytest.Config
    workerinput: dict[str, object]


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if not is_worker:
        config.stash[OWNER] = RunOwner()
        config.pluginmanager.register(Stopwatch(), "tidu-stopwatch")
    if is_worker or config.getoption("dist", "no") == "no":
        # A test and its servers are threads of one process, and each request goes through several of them.
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        config.pluginmanager.import_plugin("tests.harness.fixtures")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: XdistNode) -> None:
    node.workerinput["tidu_run"] = node.config.stash[OWNER].address.as_json()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    workerinput = getattr(config, "workerinput", None)
    if workerinput is not None:
        items[:] = slow_first(items, int(workerinput["workercount"]))


def pytest_unconfigure(config: pytest.Config) -> None:
    owner = config.stash.get(OWNER, None)
    if owner is not None:
        owner.stop()
