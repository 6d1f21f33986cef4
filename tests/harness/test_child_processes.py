"""The servers beside us: they start, say why when they cannot, and never outlive us."""

import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from minio import Minio

from services.child_process import ChildProcess
from services.object_store import (
    TWIN_OFFSET,
    EmbeddedObjectStore,
    ObjectStoreError,
    find_free_ports,
    find_program,
)
from tests.architecture.sources import ROOT
from tests.harness.postgres import LOOPBACK, free_port
from tests.harness.waiting import eventually

SLEEPER = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(600)"]

#: A process that starts a child through us, says its number, and waits to be killed.
PARENT = """
import os, pathlib, sys, time
from services.child_process import ChildProcess
child = ChildProcess(["/bin/sleep", "600"], log=pathlib.Path(sys.argv[1]), environment={})
print(child.process_id, flush=True)
time.sleep(600)
"""


def is_alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    # Nobody may have collected it yet.
    return state != "Z"


def test_a_child_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    child = ChildProcess(SLEEPER, log=tmp_path / "log", environment={})
    eventually(lambda: "awake" in child.log.read_text())

    child.stop()

    assert not child.is_running


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    eventually(lambda: not is_alive(child), what="the child's death")


def test_free_ports_are_free_with_their_twins_and_below_the_range_of_outgoing_connections() -> None:
    ports = find_free_ports(5)

    assert len(set(ports)) == 5
    assert all(port + TWIN_OFFSET < 32_768 for port in ports)


def test_the_store_is_opened_again_with_what_it_held(tmp_path: Path) -> None:
    def client(store: EmbeddedObjectStore) -> Minio:
        return Minio(store.endpoint, access_key="someone", secret_key="of-a-test", secure=False)

    with EmbeddedObjectStore(tmp_path, access_key="someone", secret_key="of-a-test") as store:
        store.make_bucket("kept")
        version = client(store).put_object("kept", "it", io.BytesIO(b"bytes"), 5).version_id

    store = EmbeddedObjectStore(tmp_path, access_key="someone", secret_key="of-a-test")
    store.start()
    response = client(store).get_object("kept", "it", version_id=version)
    assert response.read() == b"bytes"
    response.close()
    store.kill()


def test_a_store_that_cannot_start_names_its_log(tmp_path: Path) -> None:
    # A file where the folder should be: the program ends at once.
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "filerldb2").write_text("not a database")
    store = EmbeddedObjectStore(tmp_path, access_key="a", secret_key="b", ready_within_s=5)

    with pytest.raises(ObjectStoreError, match=r"seaweedfs\.log"):
        store.start()


def test_the_program_is_found_without_any_path() -> None:
    assert find_program().name == "weed"


def test_a_port_is_held_until_its_server_starts() -> None:
    port = free_port()

    with socket.socket() as careless, pytest.raises(OSError, match="in use"):
        careless.bind((LOOPBACK, port))
    with socket.create_server((LOOPBACK, port)) as server:
        assert server.getsockname()[1] == port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), timeout=1)
