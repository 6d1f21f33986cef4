"""Assessments over HTTP: recorded once under the caller's id, readable, checkable by anyone."""

import uuid

import pytest

from shared.canonical import canonical_bytes
from shared.digests import digests_of
from tests.harness.api import Api
from tests.harness.waiting import eventually
from tests.scoring.builders import a_recording, a_subject, facts_of_a_factory


@pytest.fixture
def intake_service(scoring: Api) -> Api:
    return scoring.as_role("service", subject="intake")


@pytest.fixture
def path() -> str:
    return f"/v1/assessments/{uuid.uuid4()}"


def test_the_first_request_records_and_the_same_again_finds_it(
    intake_service: Api, path: str
) -> None:
    request = a_recording()

    first = intake_service.put(path, request)
    again = intake_service.put(path, request)

    body = first.ok(201)
    assert first.headers["location"] == path
    assert again.ok(200) == body
    assert body["verdict"]["outcome"] == "met"
    assert body["subject"] == request["subject"]


def test_the_order_of_keys_does_not_make_another_request(intake_service: Api, path: str) -> None:
    request = a_recording()
    intake_service.put(path, request).ok(201)
    turned = {
        name: dict(reversed(value.items())) if isinstance(value, dict) else value
        for name, value in reversed(request.items())
    }

    intake_service.put(path, turned).ok(200)


def test_another_request_under_the_same_id_is_refused(intake_service: Api, path: str) -> None:
    request = a_recording()
    intake_service.put(path, request).ok(201)

    for other in (
        {**request, "facts": facts_of_a_factory(maturity_level=3)},
        {**request, "subject": a_subject()},
        {**request, "round_id": None},
    ):
        intake_service.put(path, other).refused(409, "assessment-differs")


def test_what_cannot_be_evaluated_is_not_recorded(intake_service: Api, path: str) -> None:
    answer = intake_service.put(path, a_recording(facts={"maturity_level": 9}))

    answer.refused(422, "evaluation-invalid")
    assert answer.faults == {"/facts/maturity_level": "out-of-range"}
    intake_service.get(path).refused(404, "assessment-not-found")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"application_id": "7"}, "/subject/application_id"),
        ({"revision_number": 0}, "/subject/revision_number"),
        ({"revision_number": "1"}, "/subject/revision_number"),
        ({"revision_sha256": "AB" * 32}, "/subject/revision_sha256"),
        ({"note": ""}, "/subject/note"),
    ],
)
def test_the_subject_must_be_pinned_exactly(
    intake_service: Api, path: str, changes: dict[str, object], pointer: str
) -> None:
    answer = intake_service.put(path, a_recording(subject=a_subject(**changes)))

    answer.refused(422, "invalid-request")
    assert list(answer.faults) == [pointer]


@pytest.mark.parametrize("assessment_id", ["1", "A" * 36, "not-a-uuid"])
def test_an_id_of_another_form_is_invalid(intake_service: Api, assessment_id: str) -> None:
    answer = intake_service.put(f"/v1/assessments/{assessment_id}", a_recording())

    answer.refused(422, "invalid-request")
    assert list(answer.faults) == ["path:assessment_id"]


def test_anyone_can_check_the_digests_of_what_is_read(
    scoring: Api, intake_service: Api, path: str
) -> None:
    recorded = intake_service.put(path, a_recording()).ok(201)

    for role in ("service", "city-officer", "auditor"):
        body = scoring.as_role(role).get(path).ok(200)
        assert body == recorded
        sha256, sm3 = body.pop("assessment_sha256"), body.pop("assessment_sm3")
        digests = digests_of(canonical_bytes(body))
        assert (sha256, sm3) == (digests.sha256, digests.sm3)


@pytest.mark.parametrize(
    "role", ["applicant", "district-officer", "expert", "bureau-officer", "operator"]
)
def test_others_do_not_read_assessments(
    scoring: Api, intake_service: Api, path: str, role: str
) -> None:
    intake_service.put(path, a_recording()).ok(201)

    scoring.as_role(role, unit="120116").get(path).refused(403, "role-forbidden")


@pytest.mark.parametrize("role", ["applicant", "city-officer", "auditor", "operator"])
def test_only_services_record(scoring: Api, path: str, role: str) -> None:
    scoring.as_role(role).put(path, a_recording()).refused(403, "role-forbidden")


@pytest.mark.parametrize("role", ["service", "auditor"])
def test_the_feed_tells_of_each_assessment_once(
    scoring: Api, intake_service: Api, path: str, role: str
) -> None:
    before = scoring.as_role(role).get("/v1/events", params={"limit": 500}).ok()["next_after"]
    request = a_recording()
    recorded = intake_service.put(path, request).ok(201)
    intake_service.put(path, request).ok(200)

    [event] = eventually(
        lambda: scoring.as_role(role).get("/v1/events", params={"after": before}).ok()["events"]
    )
    assert event["kind"] == "assessment.recorded"
    assert event["aggregate_id"] == recorded["assessment_id"]
    assert event["payload"]["actor"] == "intake"
    assert event["payload"]["data"]["assessment_sha256"] == recorded["assessment_sha256"]


def test_labels_are_frozen_with_the_request_and_their_absence_is_no_part_of_it(
    scoring: Api,
) -> None:
    intake = scoring.as_role("service", subject="intake")
    request, labels = a_recording(), {"unit_code": "120116", "industry": "3610"}
    plain, labelled = (f"/v1/assessments/{uuid.uuid4()}" for _ in range(2))

    without = intake.put(plain, request).ok(201)
    assert intake.put(plain, {**request, "labels": None}).ok(200) == without
    intake.put(plain, {**request, "labels": labels}).refused(409, "assessment-differs")

    intake.put(labelled, {**request, "labels": labels}).ok(201)
    intake.put(labelled, {**request, "labels": labels}).ok(200)
    other = {**labels, "unit_code": "120101"}
    intake.put(labelled, {**request, "labels": other}).refused(409, "assessment-differs")
    refused = intake.put(labelled, {**request, "labels": {"unit_code": "", "industry": "C"}})
    refused.refused(422, "invalid-request")
    assert set(refused.faults) == {"/labels/unit_code", "/labels/industry"}
