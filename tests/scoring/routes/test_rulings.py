"""Persons' rulings over HTTP: a version of the assessment each, and the versions before stay."""

import json
import uuid
from typing import Any

import pytest

from shared.canonical import canonical_bytes
from shared.digests import digests_of
from tests.harness.api import Answer, Api
from tests.harness.waiting import eventually
from tests.scoring.builders import a_recording, facts_of_a_factory

REASON = "现场核查：主导产品市场占有率有行业协会证明"
JUDGED = "br-1-competitiveness"


@pytest.fixture
def intake_service(scoring: Api) -> Api:
    return scoring.as_role("service", subject="intake")


@pytest.fixture
def officer(scoring: Api) -> Api:
    return scoring.as_role("city-officer", subject="city-officer-a")


def recorded(service: Api, tier: str = "advanced", **facts: Any) -> tuple[str, dict[str, Any]]:
    """Give the path of a new assessment, and its body."""
    path = f"/v1/assessments/{uuid.uuid4()}"
    body = service.put(path, a_recording(tier=tier, facts=facts_of_a_factory(**facts))).ok(201)
    return path, body


def rule(
    caller: Api, path: str, criterion_id: str, finding: str, version: int = 1, **changes: Any
) -> Answer:
    body = {"criterion_id": criterion_id, "finding": finding, "reason": REASON} | changes
    return caller.post(f"{path}/rulings", body, headers={"If-Match": f'"{version}"'})


def those(assessment: dict[str, Any], **fits: str) -> list[str]:
    """Pick criteria of the tier asked for."""
    criteria = assessment["verdict"]["criteria"]
    return [one["criterion_id"] for one in criteria if fits.items() <= one.items()]


def test_a_judgement_makes_a_version_that_names_who_when_and_why(
    intake_service: Api, officer: Api
) -> None:
    path, assessment = recorded(intake_service)
    left = assessment["verdict"]["left_to_a_person"]

    version = rule(officer, path, JUDGED, "met").ok(201)

    assert (version["version"], version["left_to_a_person"]) == (2, left - 1)
    assert version["ruling"]["ruled_by"] == "city-officer-a"
    assert version["ruling"]["reason"] == REASON
    assert version["outcome"] == assessment["verdict"]["outcome"]
    assert version["previous_sha256"] == assessment["assessment_sha256"]
    answer = officer.get(path)
    assert answer.ok(200) == assessment
    assert answer.headers["etag"] == '"2"'


def test_each_version_carries_the_digest_of_the_one_before_and_of_itself(
    intake_service: Api, officer: Api, scoring: Api
) -> None:
    path, assessment = recorded(intake_service)
    judged = those(assessment, result="to-be-judged")
    rule(officer, path, JUDGED, "not-met").ok(201)
    rule(officer, path, JUDGED, "met", 2, reason="复核后更正").ok(201)
    for number, criterion_id in enumerate([one for one in judged if one != JUDGED], start=3):
        rule(officer, path, criterion_id, "met", number).ok(201)

    auditor = scoring.as_role("auditor", subject="auditor-a")
    versions = auditor.get(f"{path}/versions").ok(200)["versions"]

    assert [one["version"] for one in versions] == list(range(2, len(judged) + 3))
    previous = assessment["assessment_sha256"]
    for one in versions:
        document = dict(one)
        stated = document.pop("version_sha256"), document.pop("version_sm3")
        assert json.loads(document.pop("signature")).keys() == {"payload", "protected", "signature"}
        digests = digests_of(canonical_bytes(document))
        assert stated == (digests.sha256, digests.sm3)
        assert document["previous_sha256"] == previous
        previous = digests.sha256
    assert [one["ruling"]["finding"] for one in versions[:2]] == ["not-met", "met"]
    standing = {one["criterion_id"]: one["finding"] for one in versions[-1]["rulings"]}
    assert standing == dict.fromkeys(judged, "met")
    assert versions[-1]["left_to_a_person"] == 0
    after = auditor.get(f"{path}/versions", params={"after": 2}).ok(200)["versions"]
    assert after == versions[1:]
    assert intake_service.get(f"{path}/versions").ok(200)["versions"] == versions


def test_what_holds_in_principle_is_waived_with_a_reason(intake_service: Api, officer: Api) -> None:
    path, assessment = recorded(intake_service, tier="excellent")
    shown = [
        one
        for one in assessment["verdict"]["criteria"]
        if one["kind"] == "in-principle" and one["result"] in {"not-met", "unproven"}
    ]
    criterion_id = shown[0]["criterion_id"]

    rule(officer, path, criterion_id, "met").refused(409, "ruling-not-open")
    version = rule(officer, path, criterion_id, "waived").ok(201)

    assert version["left_to_a_person"] == assessment["verdict"]["left_to_a_person"] - 1
    assert version["outcome"] == assessment["verdict"]["outcome"]


def test_what_the_machine_decides_takes_no_ruling(intake_service: Api, officer: Api) -> None:
    path, assessment = recorded(intake_service, maturity_level=1)
    required = those(assessment, kind="required")

    for criterion_id in required:
        for finding in ("met", "waived"):
            rule(officer, path, criterion_id, finding).refused(409, "ruling-not-open")
    rule(officer, path, JUDGED, "waived").refused(409, "ruling-not-open")
    rule(officer, path, "no-such-criterion", "met").refused(404, "criterion-not-in-verdict")

    assert officer.get(f"{path}/versions").ok(200)["versions"] == []
    assert officer.get(path).headers["etag"] == '"1"'


def test_a_ruling_is_taken_on_the_version_that_stands(intake_service: Api, officer: Api) -> None:
    path, _ = recorded(intake_service)
    rule(officer, path, JUDGED, "met").ok(201)

    rule(officer, path, JUDGED, "not-met").refused(412, "stale-version")
    missing = officer.post(
        f"{path}/rulings", {"criterion_id": JUDGED, "finding": "met", "reason": REASON}
    )
    missing.refused(428, "if-match-missing")
    nowhere = f"/v1/assessments/{uuid.uuid4()}"
    rule(officer, nowhere, JUDGED, "met").refused(404, "assessment-not-found")
    officer.get(f"{nowhere}/versions").refused(404, "assessment-not-found")


def test_a_service_names_the_officer_and_nobody_else_does(
    intake_service: Api, officer: Api
) -> None:
    path, _ = recorded(intake_service)

    rule(intake_service, path, JUDGED, "met").refused(422, "officer-to-be-named")
    somebody = rule(officer, path, JUDGED, "met", on_behalf_of="somebody-else")
    somebody.refused(422, "officer-to-be-named")
    assert somebody.faults == {"/on_behalf_of": "officer-to-be-named"}
    version = rule(intake_service, path, JUDGED, "met", on_behalf_of="officer-120116").ok(201)

    assert version["ruling"]["ruled_by"] == "officer-120116"


def test_the_feed_tells_of_each_ruling(intake_service: Api, officer: Api) -> None:
    path, _ = recorded(intake_service)
    assessment_id = path.rpartition("/")[2]
    version = rule(officer, path, JUDGED, "met").ok(201)

    def told() -> list[dict[str, Any]]:
        events = intake_service.get("/v1/events", params={"limit": 500}).ok(200)["events"]
        return [
            one["payload"]["data"]
            for one in events
            if (one["kind"], one["aggregate_id"]) == ("assessment.ruled", assessment_id)
        ]

    (data,) = eventually(told)
    assert data["version_sha256"] == version["version_sha256"]
    assert data["ruled_by"] == "city-officer-a"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"reason": " "}, "/reason"),
        ({"reason": "长" * 2001}, "/reason"),
        ({"finding": "recognised"}, "/finding"),
        ({"criterion_id": "BR 1"}, "/criterion_id"),
        ({"ruled_by": "somebody"}, "/ruled_by"),
    ],
)
def test_a_ruling_is_checked_like_every_body(
    intake_service: Api, officer: Api, change: dict[str, Any], pointer: str
) -> None:
    path, _ = recorded(intake_service)

    body = {"criterion_id": JUDGED, "finding": "met", "reason": REASON} | change
    answer = officer.post(f"{path}/rulings", body, headers={"If-Match": '"1"'})

    answer.refused(422, "invalid-request")
    assert set(answer.faults) == {pointer}
