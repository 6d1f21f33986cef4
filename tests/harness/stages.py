"""What the parts of the suite prove, and how long each took: a slow part has to say what it is for."""

from collections import defaultdict

import pytest

#: A part that takes longer than this, over all workers, is printed with what it proves.
WORTH_SAYING_S = 20.0

#: Folder under tests/ → what its tests prove.
PROVES = {
    "architecture": "the house's rules hold in every file",
    "contract": "each service answers as its OpenAPI document says, and to nobody else",
    "documents": "files are stored whole, checked, frozen and given back byte for byte",
    "harness": "the harness itself can be trusted",
    "intake": "an application lives by the rules of its round, whoever calls in whatever order",
    "journey": "the three services carry an application to the published list, also when one is down",
    "kill": "a process killed between any two effects loses nothing and doubles nothing",
    "scoring": "each criterion's verdict is right, cited and the same on every replay",
    "shared": "the cross-cutting rules hold on both databases",
}


class Stopwatch:
    """Adds up the time of each folder of tests."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        _, _, rest = report.nodeid.partition("tests/")
        self._seconds[rest.split("/")[0]] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        slow = {part: s for part, s in self._seconds.items() if s > WORTH_SAYING_S}
        for part, seconds in sorted(slow.items(), key=lambda item: -item[1]):
            proves = PROVES.get(part, "nobody knows: say it in tests/harness/stages.py")
            terminalreporter.write_line(f"{seconds:5.0f} s  tests/{part}: {proves}")
