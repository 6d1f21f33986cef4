"""Records of a form that is no longer written: read as they were hashed, and never written again.

The files beside `tests/scoring/records/README.md` are the bytes that the service wrote at the time.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.scoring.app import SCHEMA
from services.scoring.domain.assessment import Assessment, KeptBytes, Subject
from services.scoring.store.assessments import add_assessment
from shared.canonical import canonical_bytes
from shared.contracts import scoring as contract
from shared.database import Database
from shared.digests import digests_of
from tests.harness.api import Api
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread

RECORDS = Path(__file__).parent.parent / "records"
SHA256 = "eebfbfd2a0353fbded2edf3781640f89cd86eb45d486c8e80073ba021ed7f469"
SM3 = "d8e9e934a3c238d58422f99486d29d2d07386b4413293bfe232726d2548054d5"


def kept(name: str) -> KeptBytes:
    content = (RECORDS / name).read_bytes()
    digests = digests_of(content)
    return KeptBytes(content=content, sha256=digests.sha256, sm3=digests.sm3)


@pytest.fixture
def record() -> Assessment:
    document, request = kept("first-form-assessment.json"), kept("first-form-request.json")
    said: dict[str, Any] = json.loads(document.content)
    return Assessment(
        assessment_id=said["assessment_id"],
        subject=Subject(**said["subject"]),
        edition_id=said["verdict"]["edition_id"],
        tier=said["verdict"]["tier"],
        outcome=said["verdict"]["outcome"],
        request=request,
        document=document,
        recorded_at=datetime.fromisoformat(said["recorded_at"]),
        recorded_by="intake",
    )


@pytest.fixture
def path(scoring: Api, record: Assessment, databases: Databases, loop: LoopThread) -> str:
    """Puts the record into the database of the running service."""
    del scoring  # it only has to run, on this database
    url = databases.postgresql("scoring", SCHEMA)

    async def put() -> None:
        database = Database.from_url(url)
        try:
            async with database.transaction() as connection:
                assert await add_assessment(connection, record)
        finally:
            await database.dispose()

    loop.run(put())
    return f"/v1/assessments/{record.assessment_id}"


def test_the_record_is_of_the_first_form(record: Assessment) -> None:
    assert (record.document.sha256, record.document.sm3) == (SHA256, SM3)
    assert not {"tiers", "next_tier"} & set(json.loads(record.document.content)["verdict"])


def test_it_is_read_as_it_was_hashed(scoring: Api, path: str) -> None:
    body = scoring.as_role("auditor").get(path).ok(200)

    assert (body.pop("assessment_sha256"), body.pop("assessment_sm3")) == (SHA256, SM3)
    assert digests_of(canonical_bytes(body)).sha256 == SHA256


def test_the_same_request_again_finds_it_and_writes_nothing(
    scoring: Api, path: str, record: Assessment
) -> None:
    request = json.loads(record.request.content)

    body = scoring.as_role("service", subject="intake").put(path, request).ok(200)

    assert body["assessment_sha256"] == SHA256
    assert "tiers" not in body["verdict"]


def test_a_client_reads_it_and_gives_on_no_more_than_it_has(scoring: Api, path: str) -> None:
    body = scoring.as_role("auditor").get(path).content

    read = contract.Assessment.model_validate_json(body)

    assert read.verdict.tiers is None
    assert read.model_dump(exclude_unset=True) == json.loads(body)
