"""Starts a program that never outlives us: even when we are killed, it goes too.

The program is started through this very file run as a script, because the request "send me a
signal when my parent dies" has to be made inside the child, after it changed its user and before
it becomes the program. Doing that in ``preexec_fn`` instead would run Python between fork and
exec, which can deadlock under threads.
"""

import atexit
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

#: From linux/prctl.h: the signal to get when the parent *thread* ends.
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Owner:
    """The unprivileged user a child runs as; only root can ask for another one."""

    user_id: int
    group_id: int


class ChildProcess:
    """A program of ours beside us, its output in a log file."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str],
        farewell: signal.Signals = signal.SIGTERM,
        owner: Owner | None = None,
    ) -> None:
        """Start it. Linux counts the calling *thread* as the parent: call from one that stays."""
        self.log = log
        self._farewell = farewell
        run_as = (owner.user_id, owner.group_id) if owner else (os.getuid(), os.getgid())
        launch = [str(number) for number in (os.getpid(), int(farewell), *run_as)]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the program is one of ours
                [sys.executable, "-I", "-S", __file__, *launch, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=log.parent,
                # Ctrl-C in the terminal reaches us alone, and we stop the child in our own order.
                start_new_session=True,
            )
        # Where there is no death signal (macOS) an orderly exit at least takes the child along.
        atexit.register(self.stop)

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self, *, timeout_s: float = 15.0) -> None:
        """Ask the program to end, and make it end when it does not."""
        atexit.unregister(self.stop)
        if not self.is_running:
            return
        # It may have ended by itself between the two lines.
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(self._farewell)
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def last_words(log: Path, lines: int = 8) -> str:
    """Give the end of a log, for the message of a failed start."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def become(arguments: Sequence[str]) -> NoReturn:
    """Turn this process into the program: change the user, tie the life to the parent's, exec."""
    parent, farewell, user_id, group_id = (int(number) for number in arguments[:4])
    command = list(arguments[4:])
    if os.getuid() != user_id:
        os.setgroups([])
        os.setgid(group_id)
        os.setuid(user_id)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, farewell, 0, 0, 0)
        if os.getppid() != parent:
            # The parent died before we could ask to be told.
            sys.exit(1)
    os.execve(command[0], command, dict(os.environ))  # noqa: S606 - becoming it is the point


if __name__ == "__main__":
    become(sys.argv[1:])
