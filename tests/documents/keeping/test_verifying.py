"""The whole store held against the database: what differs is named, and a run that was killed goes on."""

import json
import signal
import uuid
from pathlib import Path

import pytest
from minio import Minio

from services.documents.app import SCHEMA
from services.documents.domain.checks import CheckResult, Crop, KeptFinding
from services.documents.domain.finding_kinds import PAGE_MISSING
from services.documents.domain.findings import Finding
from services.documents.store.check_results import keep_result
from tests.documents.keeping.shelf import AT, Shelf, found_in, shelf_environment
from tests.documents.keeping.slow_store import slow_store
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.postgres import free_port
from tests.harness.run import Run
from tests.harness.services import make_bucket

AFTER_A_STEP = {"fail_at": "verify-store.after-step"}


@pytest.fixture
def shelf(
    make_database: DatabaseMaker,
    loop: LoopThread,
    sdk: Minio,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Shelf:
    monkeypatch.chdir(tmp_path)
    store = run.object_store()
    database = make_database("documents", SCHEMA)
    bucket = make_bucket(run, f"shelf-{uuid.uuid4().hex[:8]}")
    environment = shelf_environment(
        database,
        store_endpoint=store.endpoint,
        store_access_key=store.access_key,
        store_secret_key=store.secret_key,
        store_bucket=bucket,
    )
    return Shelf(database=database, loop=loop, sdk=sdk, bucket=bucket, environment=environment)


def test_a_store_and_a_database_that_agree_are_found_to(shelf: Shelf) -> None:
    kept = [shelf.keep(data) for data in (b"one", b"two" * 200_000, b"three")]
    shelf.sdk.remove_object(shelf.bucket, "probe", version_id=probe_of(shelf))

    done = shelf.verify()

    report = json.loads(done.stdout)
    assert (done.exit_code, report["findings"]) == (0, []), done.stderr
    assert (report["versions"], report["objects"]) == (3, 3)
    assert report["size_bytes"] == sum(version.size_bytes for version in kept)
    assert report["finished_at"] is not None
    assert "versions 3" in done.stderr


def test_what_is_missing_changed_and_orphaned_is_named(shelf: Shelf) -> None:
    sound, missing, changed, deleted = (shelf.keep(b"%d" % number) for number in range(4))
    shelf.remove(missing)
    shelf.change_row(changed, sm3="0" * 64)
    shelf.change_row(deleted, deleted_at=AT)
    # Written over: the pinned version stands, and what hides it is nobody's.
    above = shelf.put(sound.object_key, b"other bytes")
    shelf.put("uploads/nobody/nothing", b"left by a process that was killed")
    shelf.put(shelf.begin_upload(), b"joined, and being read back")

    done = shelf.verify()

    assert done.exit_code == 1, done.stderr
    assert found_in(done) == {
        ("missing", missing.object_key),
        ("changed", changed.object_key),
        ("orphaned", deleted.object_key),
        ("orphaned", sound.object_key),
        ("orphaned", "uploads/nobody/nothing"),
    }
    report = json.loads(done.stdout)
    named = {each["object_key"]: each for each in report["findings"]}
    assert named[sound.object_key]["object_version"] == above
    assert named[sound.object_key]["version_id"] is None
    assert named[deleted.object_key]["version_id"] == deleted.version_id
    assert report["counts"] == {"missing": 1, "changed": 1, "unreadable": 0, "orphaned": 4}


def test_a_plain_deletion_leaves_a_marker_that_is_named_and_the_bytes(shelf: Shelf) -> None:
    version = shelf.keep(b"stamped")
    shelf.sdk.remove_object(shelf.bucket, version.object_key)

    done = shelf.verify()

    assert found_in(done) == {("orphaned", version.object_key)}
    (marker,) = [each for each in json.loads(done.stdout)["findings"] if each["is_delete_marker"]]
    assert marker["object_key"] == version.object_key


def test_pictures_of_findings_are_looked_for_and_others_are_orphans(shelf: Shelf) -> None:
    version = shelf.keep(b"stamped")
    folder = f"findings/{version.version_id}"
    pictures = {number: shelf.put(f"{folder}/{number}.png", b"png") for number in range(3)}
    # The third was left by a check that broke off, and the second is gone.
    keep_pictures(shelf, version.version_id, {number: pictures[number] for number in (0, 1)})
    shelf.sdk.remove_object(shelf.bucket, f"{folder}/1.png", version_id=pictures[1])

    done = shelf.verify()

    assert found_in(done) == {("missing", f"{folder}/1.png"), ("orphaned", f"{folder}/2.png")}


def test_objects_that_came_a_moment_ago_are_no_orphans_yet(shelf: Shelf) -> None:
    shelf.put("documents/on-its-way", b"its row comes next")

    done = shelf.verify("--grace-s", "3600")

    report = json.loads(done.stdout)
    assert (done.exit_code, report["findings"]) == (0, [])
    assert report["young_objects"] == 2


def test_a_run_that_is_killed_goes_on_where_it_was(shelf: Shelf, tmp_path: Path) -> None:
    versions = sorted(
        (shelf.keep(b"%d" % number) for number in range(3)),
        key=lambda version: version.version_id,
    )
    for version in versions[:2]:
        shelf.change_row(version, sm3="0" * 64)

    killed = shelf.verify_and_die("--batch", "1", folder=tmp_path, **AFTER_A_STEP)
    # The first is right again, and the last is not: only what was not read yet is seen anew.
    shelf.change_row(versions[0], sm3=versions[0].sm3)
    shelf.change_row(versions[2], sm3="0" * 64)
    done = shelf.verify("--batch", "1")
    again = shelf.verify()

    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "")
    assert "going on with" in done.stderr
    assert found_in(done) == {("changed", version.object_key) for version in versions}
    assert json.loads(done.stdout)["versions"] == 3
    # A run that came to its end is over: the next one begins at the beginning.
    assert found_in(again) == {("changed", version.object_key) for version in versions[1:]}


def test_a_run_that_was_broken_off_may_be_dropped(shelf: Shelf, tmp_path: Path) -> None:
    keys = [f"documents/{name}" for name in "abcde"]
    for key in keys:
        shelf.put(key, b"first")
        shelf.put(key, b"second")
    killed = shelf.verify_and_die("--batch", "1", folder=tmp_path, **AFTER_A_STEP)

    anew = shelf.verify("--batch", "3", "--anew")

    assert killed.returncode == -signal.SIGKILL
    assert "going on with" not in anew.stderr
    report = json.loads(anew.stdout)
    assert found_in(anew) == {("orphaned", key) for key in keys}
    assert (report["objects"], report["counts"]["orphaned"]) == (11, 11)


def test_going_on_in_the_middle_of_the_objects_names_each_once(
    shelf: Shelf, tmp_path: Path
) -> None:
    keys = [f"documents/{name}" for name in "abcde"]
    for key in keys:
        shelf.put(key, b"first")
        shelf.put(key, b"second")
    # Each life takes one step, the first one to the end of the versions: there are none.
    for _ in range(3):
        shelf.verify_and_die("--batch", "1", folder=tmp_path, **AFTER_A_STEP)

    done = shelf.verify("--batch", "1")

    report = json.loads(done.stdout)
    assert found_in(done) == {("orphaned", key) for key in keys}
    assert (report["objects"], len(report["findings"])) == (11, 11)


@pytest.mark.parametrize("drips", [False, True])
def test_a_read_that_stalls_is_given_up_and_reported(shelf: Shelf, *, drips: bool) -> None:
    version = shelf.keep(b"stamped")

    with slow_store(drips=drips) as endpoint:
        done = shelf.verify(store_endpoint=endpoint, store_timeout_s="0.5")

    assert done.exit_code == 1, done.stderr
    assert found_in(done) == {("unreadable", version.object_key)}


def test_a_store_that_is_down_says_nothing_of_the_objects(shelf: Shelf) -> None:
    version = shelf.keep(b"stamped")
    nowhere = f"127.0.0.1:{free_port()}"

    broken = shelf.verify(store_endpoint=nowhere, store_timeout_s="0.5")
    done = shelf.verify()

    assert (broken.exit_code, broken.stdout) == (2, "")
    assert "run it again" in broken.stderr
    assert found_in(done) == set()
    assert json.loads(done.stdout)["size_bytes"] == version.size_bytes


def probe_of(shelf: Shelf) -> str:
    (probe,) = shelf.sdk.list_objects(shelf.bucket, prefix="probe", include_version=True)
    return str(probe.version_id)


def keep_pictures(shelf: Shelf, version_id: str, pictures: dict[int, str]) -> None:
    """Write a result whose findings show these pictures."""
    findings = [
        KeptFinding(
            finding=Finding(kind=PAGE_MISSING, page=1),
            crop=Crop(object_key=f"findings/{version_id}/{number}.png", object_version=name),
        )
        for number, name in pictures.items()
    ]
    result = CheckResult(findings=findings, steps=[])

    async def keep() -> None:
        async with shelf.database.transaction() as connection:
            await keep_result(connection, version_id, result, at=AT)

    shelf.loop.run(keep())
