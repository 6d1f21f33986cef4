"""The scoring service killed while it records: an assessment and its receipt are both there, or neither."""

import json
import uuid
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from services.scoring.app import SCHEMA
from services.scoring.store.tables import assessments, receipts
from shared.database import Database
from shared.event_log import events_of
from shared.identity.principal import Principal, Role
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.kill.points import WHILE_RECORDING
from tests.kill.process import Service, assert_killed
from tests.scoring.builders import a_recording
from tests.scoring.receipts import decoded, payload_of


async def left_in(
    database: Database, assessment_id: str
) -> tuple[list[str], list[bytes], list[str]]:
    """What is there: digests of assessments, receipts, kinds of events."""
    async with database.transaction(read_only=True) as connection:
        digests = (await connection.execute(select(assessments.c.assessment_sha256))).scalars()
        signed = (await connection.execute(select(receipts.c.receipt_bytes))).scalars()
        events = await events_of(connection, assessment_id)
        return list(digests), list(signed), [event.kind for event in events]


def test_an_assessment_and_its_receipt_outlive_a_kill_together_or_not_at_all(
    make_database: DatabaseMaker, stack: Stack, loop: LoopThread, tmp_path: Path
) -> None:
    database = make_database("scoring", SCHEMA)
    stack.api("scoring")  # with it runs the issuer, which is ours too
    service = Service.of(
        "scoring",
        tmp_path,
        database_url=database.engine.url.render_as_string(hide_password=False),
        issuer_url=stack.issuer.issuer_url,
        receipt_keys_folder=str(tmp_path / "keys"),
        log_level="ERROR",
    )
    token = stack.issuer.token(Principal(subject="service:intake", role=Role.SERVICE))
    assessment_id, request = str(uuid.uuid4()), a_recording()

    def ask(method: str, path: str = "", body: object = None) -> httpx.Response:
        return httpx.request(
            method,
            f"{service.url}/v1/assessments/{assessment_id}{path}",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
        )

    left = {}
    for point in (
        *WHILE_RECORDING,
        "record-assessment.before-commit",
        "record-assessment.after-commit",
    ):
        with service.running(fail_at=point) as process:
            with pytest.raises(httpx.TransportError):
                ask("PUT", body=request)
            assert_killed(process)
        left[point] = loop.run(left_in(database, assessment_id))
    with service.running():
        answers = [ask("PUT", body=request).status_code for _ in range(2)]
        receipt = ask("GET", "/receipt").content
        keys = httpx.get(f"{service.url}/.well-known/jwks.json", trust_env=False).json()["keys"]
    settled = loop.run(left_in(database, assessment_id))

    for point in (*WHILE_RECORDING, "record-assessment.before-commit"):
        assert left[point] == ([], [], [])
    assert answers == [200, 200]
    assert settled == left["record-assessment.after-commit"]
    [digest], [kept], kinds = settled
    assert kinds == ["assessment.recorded"]
    assert receipt == kept
    assert payload_of(receipt)["assessment"]["sha256"] == digest
    # All lives share the one key that the first one made.
    header = json.loads(decoded(json.loads(receipt)["protected"]))
    assert [key["kid"] for key in keys] == [header["kid"]]
