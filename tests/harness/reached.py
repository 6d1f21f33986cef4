"""Registered once, reached once: fails a whole, green run in which a registered name met no test.

Names are of a kind: error codes, authorisation rows, state transitions. Whoever sees one calls
``LEDGER.reach(kind, name)`` (the test client and the cleaning between tests do, so tests need not);
``pytest_registered`` in conftest.py lists those that exist. Only a run of everything is judged:
no paths, no -k or -m, nothing deselected, nothing failed, not stopped early.

What it does not catch: a name that was reached by accident, in a test that does not look at it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

import pytest


class Ledger:
    """Which names of which kind this process saw."""

    def __init__(self) -> None:
        self._reached: defaultdict[str, set[str]] = defaultdict(set)

    def reach(self, kind: str, *names: str) -> None:
        self._reached[kind].update(names)

    def has_reached(self, kind: str, name: str) -> bool:
        return name in self._reached[kind]

    def merge(self, other: Mapping[str, Iterable[str]]) -> None:
        for kind, names in other.items():
            self._reached[kind].update(names)

    def as_json(self) -> dict[str, list[str]]:
        """Give a form that may travel from a worker to the controller."""
        return {kind: sorted(names) for kind, names in self._reached.items()}

    def unreached(self, registered: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """List the registered names that were not seen, by kind."""
        gaps = {
            kind: sorted(set(names) - self._reached[kind]) for kind, names in registered.items()
        }
        return {kind: names for kind, names in gaps.items() if names}


#: The one ledger of this process.
LEDGER = Ledger()


class Specifications:
    """The hook by which a conftest.py says what there is to reach."""

    @pytest.hookspec
    def pytest_registered(self) -> Mapping[str, Iterable[str]]:
        """Give the names that the tests must reach, by kind; called after a whole run."""
        return {}


class Node(Protocol):
    """What we need of an xdist worker as its controller sees it."""

    workeroutput: dict[str, object]


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Specifications)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--unreached",
        action="store_true",
        help="list what no test reached, after a part of the tests too and without failing",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Judge(config), "tidu-reached")


class Judge:
    """Collects the ledgers of the workers and judges the run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._output: dict[str, object] | None = getattr(config, "workeroutput", None)
        self._deselected = False
        self._gaps: dict[str, list[str]] = {}
        self._is_judged = False

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self._deselected = self._deselected or bool(items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Node) -> None:
        # A worker that crashed has no output; its tests count as failed, so nothing is judged.
        output = getattr(node, "workeroutput", {})
        LEDGER.merge(output.get("tidu_reached", {}))
        self._deselected = self._deselected or bool(output.get("tidu_deselected"))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self._output is not None:
            self._output["tidu_reached"] = LEDGER.as_json()
            self._output["tidu_deselected"] = self._deselected
            return
        self._is_judged = exitstatus == pytest.ExitCode.OK and self._is_whole()
        if not (self._is_judged or self._config.getoption("unreached")):
            return
        registered: dict[str, set[str]] = {}
        for answer in self._config.hook.pytest_registered():
            for kind, names in answer.items():
                registered.setdefault(kind, set()).update(names)
        self._gaps = LEDGER.unreached(registered)
        if self._is_judged and self._gaps:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self._gaps:
            return
        verdict = "the run fails" if self._is_judged else "not judged: a part of the tests ran"
        terminalreporter.section(f"registered, but reached by no test ({verdict})", red=True)
        for kind, names in sorted(self._gaps.items()):
            terminalreporter.write_line(f"{kind}: {len(names)}")
            for name in names:
                terminalreporter.write_line(f"    {name}")

    def _is_whole(self) -> bool:
        option = self._config.option
        narrowing = (
            "keyword",
            "markexpr",
            "lf",
            "stepwise",
            "ignore",
            "ignore_glob",
            "collectonly",
        )
        return (
            self._config.args_source is pytest.Config.ArgsSource.TESTPATHS
            and not self._deselected
            and not any(getattr(option, name, None) for name in narrowing)
        )
