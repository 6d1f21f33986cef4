"""The documents service killed where intake is waiting for it: frozen once, printed once, deleted once and whole."""

import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from minio import Minio

from shared.identity.principal import Principal, Role
from tests.documents import samples
from tests.documents.desk import path_of
from tests.harness.run import Run
from tests.harness.servers import Stack
from tests.harness.services import make_bucket
from tests.harness.waiting import eventually
from tests.kill.points import AFTER_THE_DELETED_ROW, AFTER_THE_LOCK, AFTER_THE_PRINT
from tests.kill.process import Service, assert_killed


class Desk:
    """What intake asks of a documents service that dies now and then."""

    def __init__(self, service: Service, stack: Stack) -> None:
        token = stack.issuer.token(Principal(subject="service:intake", role=Role.SERVICE))
        self._http = httpx.Client(
            base_url=service.url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
        )

    def close(self) -> None:
        self._http.close()

    def upload(self, document_id: str) -> dict[str, object]:
        request = {
            "action": "upload",
            "document_id": document_id,
            "kind": "stamped-scan",
            "file_name": "scan.pdf",
            "holder": "wang",
        }
        ticket = self._http.post("/v1/tickets", json=request).raise_for_status().json()
        headers = {"Ticket": ticket["ticket"], "Content-Type": "application/pdf"}
        # The person with the ticket, not the service, sends the bytes.
        stored = httpx.put(
            f"{self._http.base_url}/v1/documents/{document_id}",
            content=samples.a_pdf(),
            headers=headers,
            timeout=30,
            trust_env=False,
        )
        return dict(stored.raise_for_status().json())

    def put(self, path: str, body: object) -> httpx.Response:
        return self._http.put(path, json=body)

    def put_and_see_it_die(self, path: str, body: object) -> None:
        with pytest.raises(httpx.TransportError):
            self.put(path, body)

    def delete(self, path: str) -> httpx.Response:
        return self._http.delete(path)

    def read(self, path: str) -> dict[str, object]:
        return dict(self._http.get(path).raise_for_status().json())

    def feed(self) -> list[dict[str, object]]:
        answer = self._http.get("/v1/events", params={"limit": 500})
        return list(answer.raise_for_status().json()["events"])


@pytest.fixture
def service(run: Run, stack: Stack, tmp_path: Path) -> Service:
    store = run.object_store()
    stack.api("scoring")  # with it runs the issuer, which is ours too
    return Service.of(
        "documents",
        tmp_path,
        database_url=f"sqlite:///{tmp_path / 'documents.db'}",
        issuer_url=stack.issuer.issuer_url,
        store_endpoint=store.endpoint,
        store_access_key=store.access_key,
        store_secret_key=store.secret_key,
        store_bucket=make_bucket(run),
        spool_folder=str(tmp_path / "spool"),
        inspection_workers="1",
        # Its events would come in between; a worker's own deaths are in test_checks.py.
        check_workers="0",
    )


@pytest.fixture
def sdk(run: Run) -> Minio:
    store = run.object_store()
    return Minio(
        store.endpoint, access_key=store.access_key, secret_key=store.secret_key, secure=False
    )


@pytest.fixture
def desk(service: Service, stack: Stack) -> Iterator[Desk]:
    made = Desk(service, stack)
    yield made
    made.close()


def test_documents_killed_between_store_and_row_freeze_and_print_once(
    service: Service, desk: Desk
) -> None:
    scan_id, form_id = str(uuid.uuid4()), str(uuid.uuid4())
    printed_form, job = f"/v1/printed-forms/{form_id}", samples.a_print_job()
    service.migrate()

    with service.running(afresh=True, fail_at=AFTER_THE_LOCK) as process:
        scan = desk.upload(scan_id)
        freeze = {"sha256": scan["sha256"], "reason": str(uuid.uuid4())}
        desk.put_and_see_it_die(f"{path_of(scan)}/freeze", freeze)
        assert_killed(process)
    with service.running(afresh=True, fail_at=AFTER_THE_PRINT) as process:
        frozen = [desk.put(f"{path_of(scan)}/freeze", freeze) for _ in range(2)]
        desk.put_and_see_it_die(printed_form, job)
        assert_killed(process)
    with service.running(afresh=True):
        printed = [desk.put(printed_form, job) for _ in range(2)]
        feed = eventually(lambda: found if len(found := desk.feed()) == 3 else None)

    assert [answer.status_code for answer in frozen] == [200, 200]
    assert frozen[0].json() == frozen[1].json()
    assert frozen[0].json()["frozen_at"] is not None
    assert [answer.status_code for answer in printed] == [201, 200]
    assert printed[0].json() == printed[1].json()
    assert [event["position"] for event in feed] == [1, 2, 3]
    assert Counter((event["aggregate_id"], event["kind"]) for event in feed) == {
        (scan_id, "document.stored"): 1,
        (scan_id, "document.frozen"): 1,
        (form_id, "printed-form.rendered"): 1,
    }


def test_documents_killed_between_row_and_store_delete_the_bytes_when_they_are_asked_again(
    service: Service, desk: Desk, sdk: Minio, run: Run
) -> None:
    scan_id, bucket = str(uuid.uuid4()), make_bucket(run)
    service.migrate()

    def stored() -> int:
        prefix = f"documents/{scan_id}"
        return len(list(sdk.list_objects(bucket, prefix=prefix, include_version=True)))

    with service.running(fail_at=AFTER_THE_DELETED_ROW) as process:
        scan = desk.upload(scan_id)
        with pytest.raises(httpx.TransportError):
            desk.delete(path_of(scan))
        assert_killed(process)
    assert stored() == 1
    with service.running():
        told = desk.read(path_of(scan))["deleted_at"]
        answers = [desk.delete(path_of(scan)).status_code for _ in range(2)]
        feed = eventually(lambda: found if len(found := desk.feed()) == 2 else None)

    assert told is not None
    assert answers == [204, 204]
    assert stored() == 0
    assert [event["kind"] for event in feed] == ["document.stored", "document.deleted"]
