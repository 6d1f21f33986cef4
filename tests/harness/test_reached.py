"""The judge of "registered once, reached once", run over small suites of its own."""

import os
from pathlib import Path

import pytest

from tests.harness import reached

ROOT = Path(__file__).parents[2]

CONFTEST = """
pytest_plugins = ["tests.harness.reached"]

def pytest_registered():
    return {"error code": ["not-found", "too-late"], "transition": ["draft --submit--> submitted"]}
"""

REACHES_ALL = """
from tests.harness.reached import LEDGER

def test_one():
    LEDGER.reach("error code", "not-found")

def test_two():
    LEDGER.reach("error code", "too-late", "a-code-of-a-library")
    LEDGER.reach("transition", "draft --submit--> submitted")
"""

REACHES_SOME = """
from tests.harness.reached import LEDGER

def test_one():
    LEDGER.reach("error code", "not-found")

def test_two():
    LEDGER.reach("transition", "draft --submit--> submitted")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    # Runs in this very process must neither read nor write the ledger of the run they are part of.
    monkeypatch.setattr(reached, "LEDGER", reached.Ledger())
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    pytester.makeini(
        "[pytest]\ntestpaths = suite\naddopts = --import-mode=importlib -p no:cacheprovider -p no:schemathesis -p no:anyio -p no:hypothesispytest"
    )
    pytester.mkdir("suite").joinpath("conftest.py").write_text(CONFTEST, encoding="utf-8")
    return pytester


def write(suite: pytest.Pytester, source: str) -> None:
    (suite.path / "suite" / "test_it.py").write_text(source, encoding="utf-8")


def test_a_whole_run_that_reached_everything_passes(suite: pytest.Pytester) -> None:
    write(suite, REACHES_ALL)

    result = suite.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*registered, but reached by no test*")


def test_a_whole_run_fails_on_a_name_that_no_test_reached(suite: pytest.Pytester) -> None:
    write(suite, REACHES_SOME)

    result = suite.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["*reached by no test (the run fails)*", "error code: 1", "*too-late"]
    )
    result.stdout.no_fnmatch_line("transition:*")


def test_what_two_workers_reached_is_judged_together(suite: pytest.Pytester) -> None:
    write(suite, REACHES_SOME)

    result = suite.runpytest_subprocess("-n2")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*the run fails*", "error code: 1", "*too-late"])
    result.stdout.no_fnmatch_line("transition:*")


@pytest.mark.parametrize(
    "narrowing",
    [
        ["-k", "test_one"],
        ["--deselect", "suite/test_it.py::test_two"],
        ["suite/test_it.py"],
        ["-m", "not slow"],
    ],
)
def test_a_part_of_the_tests_is_not_judged(suite: pytest.Pytester, narrowing: list[str]) -> None:
    write(suite, REACHES_SOME)

    result = suite.runpytest_inprocess(*narrowing)

    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*registered, but reached by no test*")


def test_a_part_of_the_tests_lists_what_it_left_out_when_asked(suite: pytest.Pytester) -> None:
    write(suite, REACHES_SOME)

    result = suite.runpytest_inprocess("--unreached", "-k", "test_one")

    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*not judged*", "error code: 1", "*too-late", "transition: 1"])


def test_a_failed_run_speaks_of_its_failures_alone(suite: pytest.Pytester) -> None:
    write(suite, REACHES_SOME + "\ndef test_three():\n    assert False\n")

    result = suite.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.no_fnmatch_line("*registered, but reached by no test*")
