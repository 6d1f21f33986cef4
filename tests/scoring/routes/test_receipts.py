"""Receipts over HTTP: the same bytes at every reading, checked with the published keys alone."""

import json
import uuid
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from typer.testing import CliRunner

from services.__main__ import cli
from services.scoring.app import SCHEMA
from services.scoring.store.assessments import add_assessment
from shared.contracts.receipts import SignedReceipt
from shared.database import Database
from tests.harness.api import Api
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.scoring.builders import a_recording
from tests.scoring.receipts import DOCUMENTS, an_assessment, decoded, payload_of
from tests.scoring.routes.test_older_records import FORMS

READERS = ("service", "city-officer", "auditor")


@pytest.fixture
def path(scoring: Api) -> str:
    """An assessment that was recorded with two documents."""
    found = f"/v1/assessments/{uuid.uuid4()}"
    service = scoring.as_role("service", subject="intake")
    service.put(found, a_recording(documents=DOCUMENTS)).ok(201)
    return found


def published(scoring: Api) -> dict[str, Any]:
    found: dict[str, Any] = scoring.get("/.well-known/jwks.json").ok(200)
    return found


def verified(tmp_path: Path, scoring: Api, receipt: bytes) -> int:
    """Run the command as somebody does who has only the two files."""
    (tmp_path / "receipt.json").write_bytes(receipt)
    (tmp_path / "jwks.json").write_text(json.dumps(published(scoring)))
    files = [str(tmp_path / "receipt.json"), "--keys", str(tmp_path / "jwks.json")]
    return CliRunner().invoke(cli, ["verify", *files]).exit_code


@pytest.mark.parametrize("role", READERS)
def test_the_receipt_is_the_same_bytes_to_every_reader(scoring: Api, path: str, role: str) -> None:
    first = scoring.as_role("service").get(f"{path}/receipt")
    again = scoring.as_role(role).get(f"{path}/receipt")

    first.ok(200)
    assert again.content == first.content
    assert again.headers["content-type"] == "application/jose+json"
    assert again.headers["content-disposition"].endswith('.json"')
    SignedReceipt.model_validate_json(again.content)
    assert payload_of(again.content)["request"]["documents"] == DOCUMENTS


def test_anybody_can_check_it_with_the_published_keys(
    scoring: Api, path: str, tmp_path: Path
) -> None:
    receipt = scoring.as_role("auditor").get(f"{path}/receipt").content
    parts = json.loads(receipt)
    header = json.loads(decoded(parts["protected"]))
    [key] = [one for one in published(scoring)["keys"] if one["kid"] == header["kid"]]

    Ed25519PublicKey.from_public_bytes(decoded(key["x"])).verify(
        decoded(parts["signature"]), f"{parts['protected']}.{parts['payload']}".encode()
    )
    assert verified(tmp_path, scoring, receipt) == 0


def test_it_is_told_where_the_assessment_says(scoring: Api, path: str) -> None:
    assessment = scoring.as_role("auditor").get(path).ok(200)
    said = payload_of(scoring.as_role("auditor").get(f"{path}/receipt").content)

    assert said["assessment"] == {
        "assessment_id": assessment["assessment_id"],
        "version": 1,
        "recorded_at": assessment["recorded_at"],
        "sha256": assessment["assessment_sha256"],
        "sm3": assessment["assessment_sm3"],
    }
    assert "不具有法律效力" in said["statement"]["zh"]
    assert "claims no legal force" in said["statement"]["en"]


def test_documents_are_part_of_the_request_that_is_recorded(scoring: Api) -> None:
    service, found = scoring.as_role("service"), f"/v1/assessments/{uuid.uuid4()}"
    plain = a_recording()

    service.put(found, plain).ok(201)
    service.put(found, {**plain, "documents": None}).ok(200)
    service.put(found, {**plain, "documents": DOCUMENTS}).refused(409, "assessment-differs")
    wrong = service.put(found, {**plain, "documents": [{**DOCUMENTS[0], "sha256": "x"}]})
    wrong.refused(422, "invalid-request")
    assert list(wrong.faults) == ["/documents/0/sha256"]


@pytest.mark.parametrize("role", READERS)
def test_the_page_is_a_pdf_and_the_same_at_every_reading(
    scoring: Api, path: str, role: str
) -> None:
    reader = scoring.as_role(role)

    pdf = reader.get(f"{path}/receipt.pdf")

    assert pdf.status == 200
    assert pdf.headers["content-type"] == "application/pdf"
    assert reader.get(f"{path}/receipt.pdf").content == pdf.content
    document = pypdfium2.PdfDocument(pdf.content)
    assert len(document) == 1
    document.close()


@pytest.mark.parametrize(
    "role", ["applicant", "district-officer", "expert", "bureau-officer", "operator"]
)
@pytest.mark.parametrize("ending", ["receipt", "receipt.pdf"])
def test_others_do_not_read_receipts(scoring: Api, path: str, role: str, ending: str) -> None:
    scoring.as_role(role, unit="120116").get(f"{path}/{ending}").refused(403, "role-forbidden")
    scoring.get(f"{path}/{ending}").refused(401, "token-missing")


@pytest.mark.parametrize("ending", ["receipt", "receipt.pdf"])
def test_what_was_never_recorded_has_none(scoring: Api, ending: str) -> None:
    auditor = scoring.as_role("auditor")

    auditor.get(f"/v1/assessments/{uuid.uuid4()}/{ending}").refused(404, "assessment-not-found")
    auditor.get(f"/v1/assessments/7/{ending}").refused(422, "invalid-request")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_records_of_every_earlier_form_get_a_receipt_and_a_page(
    scoring: Api, databases: Databases, loop: LoopThread, form: Any
) -> None:
    put_before_receipts(databases, loop, form.record)
    auditor, found = scoring.as_role("auditor"), f"/v1/assessments/{form.record.assessment_id}"

    receipt = auditor.get(f"{found}/receipt")

    receipt.ok(200)
    assert auditor.get(f"{found}/receipt").content == receipt.content
    assert auditor.get(f"{found}/receipt.pdf").content.startswith(b"%PDF-")
    said = payload_of(receipt.content)
    assert said["assessment"]["sha256"] == form.sha256
    assert said["issued"]["when"] == "on-first-reading"


def test_the_receipt_of_an_assessment_from_before_is_proven_too(
    scoring: Api, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    assessment, _ = an_assessment(documents=None)
    put_before_receipts(databases, loop, assessment)

    found = scoring.as_role("auditor").get(f"/v1/assessments/{assessment.assessment_id}/receipt")

    assert verified(tmp_path, scoring, found.content) == 0


def put_before_receipts(databases: Databases, loop: LoopThread, assessment: Any) -> None:
    url = databases.postgresql("scoring", SCHEMA)

    async def put() -> None:
        database = Database.from_url(url)
        try:
            async with database.transaction() as connection:
                assert await add_assessment(connection, assessment)
        finally:
            await database.dispose()

    loop.run(put())


def test_public_keys_are_read_without_a_login_and_may_be_kept(scoring: Api) -> None:
    answer = scoring.get("/.well-known/jwks.json")

    keys = answer.ok(200)["keys"]
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert [set(key) for key in keys] == [{"kty", "crv", "x", "kid", "alg", "use", "nbf"}]
    tag = answer.headers["etag"]
    kept = scoring.get("/.well-known/jwks.json", headers={"If-None-Match": tag})
    assert (kept.status, kept.content, kept.headers["etag"]) == (304, b"", tag)
    scoring.get("/.well-known/jwks.json", headers={"If-None-Match": '"other"'}).ok(200)
