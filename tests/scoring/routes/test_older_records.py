"""Records of every form that was ever written: read as they were hashed, and never written again.

The files beside `tests/scoring/records/README.md` are the bytes that the service wrote at the time.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.scoring.app import SCHEMA
from services.scoring.domain.assessment import Assessment, KeptBytes, Subject
from services.scoring.domain.verdict_document import verdict_document
from services.scoring.store.assessments import add_assessment
from shared.canonical import canonical_bytes
from shared.contracts import scoring as contract
from shared.contracts.earlier_verdicts import EarlierVerdict
from shared.contracts.verdicts import Verdict
from shared.database import Database
from shared.digests import digests_of
from tests.harness.api import Api
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.scoring.builders import evaluation_on

RECORDS = Path(__file__).parent.parent / "records"


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form: the record of it, and what its bytes must be."""

    name: str
    sha256: str
    sm3: str
    read_as: type[Verdict] | type[EarlierVerdict]
    #: What is not proven, in the words of the time.
    word: str | None

    @property
    def record(self) -> Assessment:
        document = kept(f"{self.name}-form-assessment.json")
        said: dict[str, Any] = json.loads(document.content)
        return Assessment(
            assessment_id=said["assessment_id"],
            subject=Subject(**said["subject"]),
            edition_id=said["verdict"]["edition_id"],
            tier=said["verdict"]["tier"],
            outcome=said["verdict"]["outcome"],
            request=kept(f"{self.name}-form-request.json"),
            document=document,
            recorded_at=datetime.fromisoformat(said["recorded_at"]),
            recorded_by="intake",
        )


def kept(name: str) -> KeptBytes:
    content = (RECORDS / name).read_bytes()
    digests = digests_of(content)
    return KeptBytes(content=content, sha256=digests.sha256, sm3=digests.sm3)


FORMS = (
    Form(
        name="first",
        sha256="eebfbfd2a0353fbded2edf3781640f89cd86eb45d486c8e80073ba021ed7f469",
        sm3="d8e9e934a3c238d58422f99486d29d2d07386b4413293bfe232726d2548054d5",
        read_as=EarlierVerdict,
        word=None,
    ),
    Form(
        name="second",
        sha256="5a9494200e0f8352034ab44cadb72a6c6f9fc6a57fc553ba70fa9b8dcee92467",
        sm3="b5ca36af5985b1e321ded2d70f386d8f029d636ebbca54e074dbe0d0d9d447c6",
        read_as=EarlierVerdict,
        word="unknown",
    ),
    Form(
        name="third",
        sha256="ffe3838ba08d677dca576bc96a48bd198e1ba120be0ddb04caadb12ae707f5bf",
        sm3="d818054de85e57db7b669cacf86e445d1370aba82b2f1d00bc6fcb88f91b9818",
        read_as=Verdict,
        word="unproven",
    ),
)


@pytest.fixture(params=FORMS, ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Form:
    found = request.param
    assert isinstance(found, Form)
    return found


@pytest.fixture
def path(scoring: Api, form: Form, databases: Databases, loop: LoopThread) -> str:
    """Puts the record into the database of the running service."""
    del scoring  # it only has to run, on this database
    url = databases.postgresql("scoring", SCHEMA)

    async def put() -> None:
        database = Database.from_url(url)
        try:
            async with database.transaction() as connection:
                assert await add_assessment(connection, form.record)
        finally:
            await database.dispose()

    loop.run(put())
    return f"/v1/assessments/{form.record.assessment_id}"


def test_every_file_is_the_record_of_a_form() -> None:
    expected = {
        f"{form.name}-form-{part}.json" for form in FORMS for part in ("request", "assessment")
    }

    assert {file.name for file in RECORDS.glob("*.json")} == expected


def test_the_record_is_the_bytes_of_the_time(form: Form) -> None:
    document = form.record.document

    assert (document.sha256, document.sm3) == (form.sha256, form.sm3)
    verdict = json.loads(document.content)["verdict"]
    words = {one["result"] for one in verdict["criteria"]} & {"unknown", "unproven"}
    assert words == ({form.word} if form.word else set())


def test_it_is_read_as_it_was_hashed(scoring: Api, form: Form, path: str) -> None:
    body = scoring.as_role("auditor").get(path).ok(200)

    assert (body.pop("assessment_sha256"), body.pop("assessment_sm3")) == (form.sha256, form.sm3)
    assert canonical_bytes(body) == form.record.document.content


def test_the_same_request_again_finds_it_and_writes_nothing(
    scoring: Api, form: Form, path: str
) -> None:
    request = json.loads(form.record.request.content)

    body = scoring.as_role("service", subject="intake").put(path, request).ok(200)

    assert body["assessment_sha256"] == form.sha256
    assert body["verdict"] == json.loads(form.record.document.content)["verdict"]


def test_a_client_reads_it_and_gives_on_no_more_than_it_has(
    scoring: Api, form: Form, path: str
) -> None:
    body = scoring.as_role("auditor").get(path).content

    read = contract.Assessment.model_validate_json(body)

    assert type(read.verdict) is form.read_as
    assert read.model_dump(exclude_unset=True) == json.loads(body)


def test_the_newest_form_is_the_one_that_is_written() -> None:
    newest = FORMS[-1].record
    request = json.loads(newest.request.content)

    written = verdict_document(
        evaluation_on(
            request["facts"],
            request["tier"],
            round_id=request["round_id"],
            edition_id=request["edition_id"],
        )
    )

    # Another form needs a record of its own here, and a word in earlier_verdicts.
    assert set(places_in(written)) == set(places_in(json.loads(newest.document.content)["verdict"]))


def places_in(value: object, here: str = "") -> Iterator[str]:
    """Name every place of a document; what a criterion's value holds is the edition's."""
    if here.endswith("/value"):
        return
    if isinstance(value, dict):
        for name, item in value.items():
            yield f"{here}/{name}"
            yield from places_in(item, f"{here}/{name}")
    elif isinstance(value, list):
        for item in value:
            yield from places_in(item, f"{here}/*")
