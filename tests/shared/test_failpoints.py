import os
import signal
import subprocess
import sys

from tests.architecture.sources import ROOT

PROGRAM = """
import asyncio, sys
from shared.failpoints import arm, disarm, fail_point

async def main():
    arm("armed")
    await fail_point("another")
    print("alive", flush=True)
    if sys.argv[1] == "disarmed":
        disarm()
    try:
        await fail_point("armed")
    finally:
        print("a handler ran", flush=True)

asyncio.run(main())
"""


def run(mode: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, mode],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_armed_point_kills_the_process_before_any_handler_runs() -> None:
    done = run("armed")

    assert done.returncode == -signal.SIGKILL
    assert done.stdout == "alive\n"


def test_a_disarmed_point_is_passed() -> None:
    done = run("disarmed")

    assert done.returncode == 0
    assert done.stdout == "alive\na handler ran\n"
