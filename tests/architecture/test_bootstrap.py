"""The bootstrap on a machine that lacks something: it says what, and which command brings it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

TOO_OLD = "#!/bin/sh\nexit 1\n"

#: A Python that is new enough and has no ensurepip, as Debian ships it without python3-venv.
WITHOUT_VENV = """#!/bin/sh
case "$2" in
    *ensurepip*) exit 1 ;;
    *print*) echo 3.12 ;;
esac
exit 0
"""

#: The python of an environment whose pip finds no wheel and no compiler.
WITHOUT_COMPILER = """#!/bin/sh
if [ "$1" = -c ]; then exit 0; fi
echo "building 'tidu._native' extension"
echo "error: command 'gcc' failed: No such file or directory"
exit 1
"""

WITHOUT_NETWORK = """#!/bin/sh
if [ "$1" = -c ]; then exit 0; fi
echo "ERROR: Could not find a version that satisfies the requirement aiosqlite==0.22.1"
exit 1
"""


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def bootstrap(folder: Path) -> "subprocess.CompletedProcess[str]":
    bare = folder / "bin"
    bare.mkdir(exist_ok=True)
    for tool in ("tail", "grep", "touch"):
        (bare / tool).symlink_to(f"/usr/bin/{tool}")
    return subprocess.run(
        ["/bin/sh", str(ROOT / ".ci" / "bootstrap"), str(folder / "venv")],
        cwd=ROOT,
        env={"PATH": str(bare)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_named_with_the_command_that_brings_a_newer_one(
    tmp_path: Path,
) -> None:
    program(tmp_path / "bin" / "python3", TOO_OLD)

    done = bootstrap(tmp_path)

    assert done.returncode != 0
    assert "Python 3.11 or newer is missing" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_missing_venv_module_is_named_with_the_command_that_brings_it(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3", WITHOUT_VENV)

    done = bootstrap(tmp_path)

    assert done.returncode != 0
    assert "apt-get install python3.12-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_missing_compiler_is_named_with_the_command_that_brings_it(tmp_path: Path) -> None:
    program(tmp_path / "venv" / "bin" / "python", WITHOUT_COMPILER)

    done = bootstrap(tmp_path)

    assert done.returncode != 0
    assert "apt-get install build-essential python3-dev" in done.stderr
    assert not (tmp_path / "venv" / ".installed").exists()


def test_any_other_failure_shows_the_end_of_the_log_and_blames_no_compiler(tmp_path: Path) -> None:
    program(tmp_path / "venv" / "bin" / "python", WITHOUT_NETWORK)

    done = bootstrap(tmp_path)

    assert done.returncode != 0
    assert "Could not find a version" in done.stderr
    assert "install.log" in done.stderr
    assert "build-essential" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the file modes are those of a clone on Linux")
def test_the_scripts_may_be_executed() -> None:
    assert all(os.access(ROOT / ".ci" / name, os.X_OK) for name in ("run", "bootstrap"))
