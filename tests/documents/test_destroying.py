"""Two officers order it, the operator's key does it: locked bytes go, rows stay, others are not touched."""

import asyncio
import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from minio import Minio
from minio.deleteobjects import DeleteObject
from minio.error import S3Error

from services.documents.store.lock_bypass import LockBypass, LockHolds
from services.documents.store.object_store import StoredObject
from tests.documents import samples
from tests.documents.desk import Desk, path_of
from tests.documents.routes.test_secrecy import a_secret, order_for
from tests.harness.api import Api
from tests.harness.run import Run
from tests.harness.waiting import eventually

COMMAND = [sys.executable, "-m", "services.documents", "destroy", "--operator", "operator-sun"]


def stored(sdk: Minio, bucket: str, prefix: str) -> list[str]:
    found = sdk.list_objects(bucket, prefix=prefix, include_version=True, recursive=True)
    return [str(each.version_id) for each in found]


def ordered(desk: Desk, version: dict[str, Any]) -> Api:
    """Have two officers order the destruction; give the API of the one who confirmed."""
    first = desk.anybody.as_role("secrecy-officer", subject="officer-li")
    second = desk.anybody.as_role("secrecy-officer", subject="officer-zhao")
    proposed = first.post("/v1/destructions", order_for(version)).ok(201)
    second.post(f"/v1/destructions/{proposed['destruction_id']}/confirmation").ok(200)
    return second


def destroy(
    environment: dict[str, str], folder: Path, *more: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *more],
        env=environment,
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def test_the_services_own_key_is_refused_whatever_it_asks_for(
    checked_desk: Desk, sdk: Minio, bucket: str, run: Run
) -> None:
    version = a_secret(checked_desk)
    checked_desk.freeze(version).ok(200)
    key = f"documents/{version['document_id']}"
    (name,) = stored(sdk, bucket, key)
    order = DeleteObject(key, version_id=name)
    store = run.object_store()

    with pytest.raises(S3Error) as plain:
        sdk.remove_object(bucket, key, version_id=name)
    faults = list(sdk.remove_objects(bucket, [order], bypass_governance_mode=True))
    with pytest.raises(S3Error) as raw:
        sdk._execute(
            "DELETE",
            bucket,
            key,
            headers={"x-amz-bypass-governance-retention": "true"},
            query_params={"versionId": name},
        )
    with pytest.raises(S3Error) as bucket_made:
        sdk.make_bucket("of-the-service")
    bypass = LockBypass(
        endpoint=store.endpoint,
        access_key=store.access_key,
        secret_key=store.secret_key,
        bucket=bucket,
        is_secure=False,
    )
    with pytest.raises(LockHolds):
        asyncio.run(bypass.destroy(StoredObject(key=key, version=name)))

    refusals = [plain.value.code, faults[0].code, raw.value.code, bucket_made.value.code]
    assert refusals == ["AccessDenied"] * 4
    assert stored(sdk, bucket, key) == [name]


def test_the_operator_destroys_what_two_officers_ordered_and_nothing_else(
    checked_desk: Desk,
    sdk: Minio,
    bucket: str,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    secret = a_secret(checked_desk)
    other = checked_desk.uploaded(samples.a_pdf(4), document_id=secret["document_id"])
    checked_desk.freeze(secret).ok(200)
    key, crops = f"documents/{secret['document_id']}", f"findings/{secret['version_id']}/"
    data = samples.a_pdf_that_says("第一页", "机密★启用前")
    # Left by an upload that broke off between its object and its row; and a picture of a finding.
    sdk.put_object(bucket, key, io.BytesIO(data), len(data), content_type="application/pdf")
    sdk.put_object(bucket, f"{crops}1.png", io.BytesIO(b"png"), 3)
    officer = ordered(checked_desk, secret)
    listed = officer.get("/v1/quarantine").ok(200)["items"]

    seen = destroy(environment, tmp_path, "--dry-run")
    before = stored(sdk, bucket, key)
    done = destroy(environment, tmp_path)

    assert (seen.returncode, done.returncode) == (0, 0), done.stderr
    assert secret["version_id"] in seen.stdout
    assert len(before) == 3
    assert len(stored(sdk, bucket, key)) == 1
    assert stored(sdk, bucket, crops) == []
    assert checked_desk.content(other).content == samples.a_pdf(4)
    checked_desk.content(secret).refused(404, "document-deleted")
    known = checked_desk.service.get(path_of(secret)).ok(200)
    assert known["deleted_at"] is not None
    assert known["sha256"] == secret["sha256"]
    assert len(listed) == 1
    assert officer.get("/v1/quarantine").ok(200)["items"] == []
    path = f"/v1/quarantine/{secret['version_id']}/content"
    officer.get(path).refused(404, "document-deleted")
    data_of = eventually(lambda: _destroyed(checked_desk, secret["document_id"]))
    assert data_of["removed_objects"] == 3
    record = officer.get(f"/v1/destructions/{data_of['destruction_id']}").ok(200)
    assert (record["state"], record["removed_objects"]) == ("executed", 3)
    assert "待执行" not in destroy(environment, tmp_path, "--dry-run").stdout


def _destroyed(desk: Desk, document_id: str) -> dict[str, Any] | None:
    feed = desk.service.get("/v1/events", params={"limit": 500}).ok(200)["events"]
    found = [
        each["payload"]["data"]
        for each in feed
        if each["kind"] == "document.destroyed" and each["aggregate_id"] == document_id
    ]
    return found[0] if found else None


def test_a_command_killed_between_bytes_and_row_is_finished_by_the_next(
    checked_desk: Desk, sdk: Minio, bucket: str, environment: dict[str, str], tmp_path: Path
) -> None:
    secret = a_secret(checked_desk)
    ordered(checked_desk, secret)

    killed = destroy(
        environment | {"DOCUMENTS_FAIL_AT": "execute-destruction.after-bytes"}, tmp_path
    )
    between = checked_desk.service.get(path_of(secret)).ok(200)["deleted_at"]
    officer = checked_desk.anybody.as_role("city-officer", unit="120000")
    # Its bytes may be gone: nobody is told that they are held.
    late = officer.put(f"{path_of(secret)}/legal-hold", {"reason": "须保留"})
    done = destroy(environment, tmp_path)

    assert killed.returncode == -signal.SIGKILL
    assert between is None
    late.refused(409, "destruction-under-way")
    assert done.returncode == 0
    assert stored(sdk, bucket, f"documents/{secret['document_id']}") == []
    assert checked_desk.service.get(path_of(secret)).ok(200)["deleted_at"] is not None


def test_an_order_waits_as_long_as_its_version_is_held(
    checked_desk: Desk, sdk: Minio, bucket: str, environment: dict[str, str], tmp_path: Path
) -> None:
    secret = a_secret(checked_desk)
    ordered(checked_desk, secret)
    path, key = f"{path_of(secret)}/legal-hold", f"documents/{secret['document_id']}"
    holder = checked_desk.anybody.as_role("city-officer", unit="120000", subject="city-wang")
    other = checked_desk.anybody.as_role("city-officer", unit="120000", subject="city-sun")
    holder.put(path, {"reason": "行政复议期间须保留"}).ok(200)

    held = destroy(environment, tmp_path)
    kept = stored(sdk, bucket, key)
    other.delete(path, params={"reason": "复议已终结"}).ok(200)
    done = destroy(environment, tmp_path)

    assert (held.returncode, done.returncode) == (2, 0), done.stderr
    assert "LegalHoldStands" in held.stderr
    assert len(kept) == 1
    assert stored(sdk, bucket, key) == []


def test_without_the_key_or_with_the_services_key_nothing_is_destroyed(
    checked_desk: Desk,
    sdk: Minio,
    bucket: str,
    environment: dict[str, str],
    run: Run,
    tmp_path: Path,
) -> None:
    secret = a_secret(checked_desk)
    checked_desk.freeze(secret).ok(200)
    ordered(checked_desk, secret)
    store = run.object_store()
    keyless = {name: value for name, value in environment.items() if "OPERATOR" not in name}
    services = {
        "DOCUMENTS_OPERATOR_ACCESS_KEY": store.access_key,
        "DOCUMENTS_OPERATOR_SECRET_KEY": store.secret_key,
    }

    without = destroy(keyless, tmp_path)
    refused = destroy(environment | services, tmp_path)

    assert (without.returncode, refused.returncode) == (1, 2)
    assert len(stored(sdk, bucket, f"documents/{secret['document_id']}")) == 1
    assert checked_desk.service.get(path_of(secret)).ok(200)["deleted_at"] is None


def test_the_embedded_store_keeps_the_operators_key_to_the_operator(run: Run) -> None:
    store = run.object_store()
    (path,) = Path(run.folder.parent).glob("object-store/operator-key.json")

    assert json.loads(path.read_text())["secret_key"] == store.operator_secret_key
    assert path.stat().st_mode & 0o077 == 0
    assert store.operator_secret_key != store.secret_key
