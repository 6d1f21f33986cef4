"""The life of an edition over HTTP: imported, replaced, published and retired by two persons each."""

import uuid
from typing import Any

import pytest

from tests.harness.api import Answer, Api
from tests.harness.waiting import eventually
from tests.scoring.builders import a_recording, an_evaluation
from tests.scoring.bundles import RAISED, a_bundle

ID = "city-2027"
DRAFT = f"/v1/edition-drafts/{ID}"
EDITION = f"/v1/editions/{ID}"


@pytest.fixture
def operator(scoring: Api) -> Api:
    return scoring.as_role("operator", subject="operator-a")


@pytest.fixture
def asking(scoring: Api) -> Api:
    return scoring.as_role("city-officer", subject="officer-asking")


@pytest.fixture
def confirming(scoring: Api) -> Api:
    return scoring.as_role("city-officer", subject="officer-confirming")


def bring(by: Api, *, if_match: str | None = None, **kwargs: Any) -> Answer:
    return by.post("/v1/editions", {"files": a_bundle(ID, **kwargs)}, headers=matching(if_match))


def matching(tag: str | None) -> dict[str, str]:
    return {} if tag is None else {"If-Match": tag}


def step(by: Api, action: str, version: int | None) -> Answer:
    tag = None if version is None else f'"{version}"'
    return by.post(f"{EDITION}/{action}", headers=matching(tag))


@pytest.fixture
def draft(operator: Api) -> Answer:
    return bring(operator)


@pytest.fixture
def published(draft: Answer, operator: Api, confirming: Api) -> Answer:
    draft.ok(201)
    step(operator, "request-publication", 1).ok(200)
    return step(confirming, "publish", 2)


def test_a_bundle_becomes_a_draft_that_only_those_who_prepare_it_see(
    scoring: Api, draft: Answer
) -> None:
    body = draft.ok(201)

    assert draft.headers["location"] == DRAFT
    assert draft.etag == '"1"'
    assert (body["life"]["state"], body["edition"]["state"]) == ("draft", "draft")
    assert not body["edition"]["shipped"]
    assert {one["code"] for one in body["warnings"]} == {"asks-less"}
    assert all(one["line"] for one in body["warnings"])
    for role in ("operator", "city-officer", "auditor"):
        read = scoring.as_role(role).get(DRAFT)
        assert read.ok(200) == body
        assert read.etag == '"1"'
        [item] = scoring.as_role(role).get("/v1/edition-drafts").ok(200)["items"]
        assert item == body["life"]
    auditor = scoring.as_role("auditor")
    assert ID not in {one["edition_id"] for one in auditor.get("/v1/editions").ok()["items"]}
    assert ID not in {one["edition_id"] for one in auditor.get("/v1/facts").ok()["items"]}
    auditor.get(EDITION).refused(404, "edition-not-found")
    auditor.get(f"{EDITION}/scenes").refused(404, "edition-not-found")
    auditor.get("/v1/edition-drafts/cn-2025").refused(404, "edition-draft-not-found")


def test_the_same_id_again_replaces_the_draft_that_was_seen(operator: Api, draft: Answer) -> None:
    before = draft.ok(201)

    bring(operator, changes=RAISED).refused(428, "if-match-missing")
    bring(operator, changes=RAISED, if_match='"7"').refused(412, "stale-version")
    bring(operator, changes=RAISED, if_match="7").refused(400, "if-match-malformed")
    assert operator.get(DRAFT).ok() == before

    replaced = bring(operator, changes=RAISED, if_match='"1"')
    body = replaced.ok(200)
    assert replaced.etag == '"2"'
    assert body["life"]["content_sha256"] != before["life"]["content_sha256"]
    bring(operator, if_match='"1"').refused(412, "stale-version")


def test_a_repeated_import_under_one_key_has_its_effect_once(operator: Api) -> None:
    body = {"files": a_bundle(ID)}

    first = operator.post("/v1/editions", body, key="k-1")
    again = operator.post("/v1/editions", body, key="k-1")

    assert again.ok(201) == first.ok(201)
    assert operator.get(DRAFT).etag == '"1"'


def test_an_edition_that_ships_is_never_overwritten(operator: Api, confirming: Api) -> None:
    body = {"files": a_bundle("cn-2025", changes=RAISED)}

    operator.post("/v1/editions", body).refused(409, "edition-shipped")
    for action, by in (("request-retirement", operator), ("retire", confirming)):
        by.post(f"/v1/editions/cn-2025/{action}", headers=matching('"1"')).refused(
            409, "edition-shipped"
        )


def test_nothing_of_a_broken_bundle_is_imported_and_all_faults_are_named(operator: Api) -> None:
    files = a_bundle(
        ID,
        changes={
            "criteria.yaml": ("fact: operations_sound", "fact: nothing"),
            "scenes.yaml": ("guide_stage: 产品研发", "guide_stage: 研发"),
            "wording.yaml": ("{fact}。", "{facts}。"),
            "facts.yaml": ('maximum: "5"}', "maximum: 5}"),
        },
    )
    del files["conditions-tianjin-2025-2.yaml"]

    refused = operator.post("/v1/editions", {"files": files})

    problem = refused.refused(422, "bundle-invalid")
    found = {(one["pointer"], one["code"]): one for one in problem["errors"]}
    assert (
        set(found)
        == {
            ("/files/criteria.yaml", "fact-unknown"),
            ("/files/scenes.yaml", "stage-unknown"),
            ("/files/wording.yaml", "placeholder-unknown"),
            ("/files/facts.yaml", "number-unquoted"),
        }
        or ("/files/facts.yaml", "type") in found
    )
    assert found["/files/scenes.yaml", "stage-unknown"]["path"] == "/scenes/3/guide_stage"
    line = found["/files/scenes.yaml", "stage-unknown"]["line"]
    assert "guide_stage: 研发" in files["scenes.yaml"].splitlines()[line - 1]
    operator.get(DRAFT).refused(404, "edition-draft-not-found")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"edition.yaml": "a: &a [*a]"}, "alias"),
        ({"edition.yaml": "[" * 3000}, "too-deep"),
        ({"edition.yaml": "a: .nan"}, "number-unquoted"),
        ({"../edition.yaml": ""}, "file-unexpected"),
    ],
)
def test_a_bundle_that_was_made_to_hurt_is_refused_with_its_place(
    operator: Api, files: dict[str, str], code: str
) -> None:
    problem = operator.post("/v1/editions", {"files": files}).refused(422, "bundle-invalid")

    assert code in {one["code"] for one in problem["errors"]}


def test_ten_megabytes_are_refused_before_they_are_parsed(operator: Api) -> None:
    # Not even JSON: whoever parsed it would say so.
    operator.send(
        "POST",
        "/v1/editions",
        content=b"[" * 10_000_000,
        headers={"Content-Type": "application/json", "Idempotency-Key": "big"},
    ).refused(413, "body-too-large")
    large = {"criteria.yaml": "#" * 1_000_001}
    answer = operator.post("/v1/editions", {"files": large})
    assert "file-too-large" in {
        one["code"] for one in answer.refused(422, "bundle-invalid")["errors"]
    }


def test_two_persons_publish_and_from_then_on_nothing_changes(
    scoring: Api, operator: Api, confirming: Api, draft: Answer
) -> None:
    draft.ok(201)

    step(confirming, "publish", 1).refused(409, "edition-not-in-state")
    asked = step(operator, "request-publication", 1)
    assert asked.ok(200)["requested_by"] == "operator-a"
    step(confirming, "publish", 1).refused(412, "stale-version")
    step(confirming, "publish", None).refused(428, "if-match-missing")
    done = step(confirming, "publish", 2).ok(200)

    assert (done["state"], done["published_by"]) == ("published", "officer-confirming")
    shown = scoring.as_role("applicant", enterprise="914403001922038216").get(EDITION)
    assert shown.ok(200)["state"] == "published"
    assert shown.etag == '"3"'
    bring(operator, changes=RAISED, if_match='"3"').refused(409, "edition-not-in-state")
    step(operator, "request-publication", 3).refused(409, "edition-not-in-state")
    operator.get(DRAFT).refused(404, "edition-draft-not-found")
    assert scoring.as_role("expert").get(f"{EDITION}/scenes").ok()["edition_id"] == ID


def test_whoever_asked_or_imported_does_not_confirm(
    asking: Api, confirming: Api, scoring: Api, draft: Answer
) -> None:
    draft.ok(201)
    step(asking, "request-publication", 1).ok(200)

    step(asking, "publish", 2).refused(409, "edition-second-person-needed")
    importer = scoring.as_role("city-officer", subject="operator-a")
    step(importer, "publish", 2).refused(409, "edition-second-person-needed")
    step(confirming, "publish", 2).ok(200)


def test_a_request_is_for_what_stood_then(operator: Api, confirming: Api, draft: Answer) -> None:
    draft.ok(201)
    step(operator, "request-publication", 1).ok(200)

    replaced = bring(operator, changes=RAISED, if_match='"2"').ok(200)

    assert (replaced["life"]["state"], replaced["life"]["requested_by"]) == ("draft", None)
    step(confirming, "publish", 3).refused(409, "edition-not-in-state")


def test_an_edition_that_is_not_there_takes_no_step(operator: Api, confirming: Api) -> None:
    for action, by in (
        ("request-publication", operator),
        ("publish", confirming),
        ("request-retirement", operator),
        ("retire", confirming),
    ):
        by.post(f"/v1/editions/city-1999/{action}", headers=matching('"1"')).refused(
            404, "edition-not-found"
        )


def test_a_retired_edition_still_answers_and_still_assesses_what_was_begun(
    scoring: Api, asking: Api, confirming: Api, published: Answer
) -> None:
    published.ok(200)
    service = scoring.as_role("service", subject="intake")
    path, order = f"/v1/assessments/{uuid.uuid4()}", a_recording(edition_id=ID)
    before = service.put(path, order).ok(201)

    step(confirming, "retire", 3).refused(409, "edition-not-in-state")
    step(asking, "request-retirement", 3).ok(200)
    step(asking, "retire", 4).refused(409, "edition-second-person-needed")
    assert step(confirming, "retire", 4).ok(200)["state"] == "retired"

    assert service.put(path, order).ok(200) == before
    assert service.get(path).ok(200) == before
    after = service.put(f"/v1/assessments/{uuid.uuid4()}", a_recording(edition_id=ID)).ok(201)
    assert after["verdict"] == before["verdict"]
    dry = service.post("/v1/evaluations", an_evaluation(edition_id=ID)).ok(200)
    assert dry.pop("edition_state") == "retired"
    assert dry == before["verdict"]
    step(asking, "request-retirement", 5).refused(409, "edition-not-in-state")
    assert scoring.as_role("auditor").get(EDITION).ok(200)["state"] == "retired"


def test_a_draft_is_evaluated_as_such_and_nothing_is_recorded_under_it(
    scoring: Api, operator: Api, draft: Answer
) -> None:
    draft.ok(201)
    service = scoring.as_role("service", subject="intake")
    question = an_evaluation(edition_id=ID)

    first = service.post("/v1/evaluations", question).ok(200)
    service.put(f"/v1/assessments/{uuid.uuid4()}", a_recording(edition_id=ID)).refused(
        409, "edition-is-draft"
    )
    bring(operator, changes=RAISED, if_match='"1"').ok(200)
    second = service.post("/v1/evaluations", question).ok(200)

    assert first["edition_state"] == second["edition_state"] == "draft"
    assert (first["outcome"], second["outcome"]) == ("met", "not-met")
    assert first["edition_hash"] != second["edition_hash"]
    shipped = service.post("/v1/evaluations", an_evaluation()).ok(200)
    assert shipped["edition_state"] == "published"


def test_conditions_alone_make_another_draft(operator: Api, scoring: Api, draft: Answer) -> None:
    draft.ok(201)
    old = "check: {op: is-true, fact: registered_locally}"
    new = "check: {op: is-true, fact: operations_sound}"
    service = scoring.as_role("service")
    question = an_evaluation(edition_id=ID)
    question["facts"] = {**question["facts"], "registered_locally": False}
    before = service.post("/v1/evaluations", question).ok(200)

    bring(operator, changes={"conditions-tianjin-2025-2.yaml": (old, new)}, if_match='"1"').ok(200)
    after = service.post("/v1/evaluations", question).ok(200)

    assert before["edition_hash"] == after["edition_hash"]
    assert before["conditions_hash"] != after["conditions_hash"]
    assert (before["outcome"], after["outcome"]) == ("not-met", "met")


def test_each_step_leaves_its_event(scoring: Api, operator: Api, confirming: Api) -> None:
    auditor = scoring.as_role("auditor")
    before = auditor.get("/v1/events", params={"limit": 500}).ok()["next_after"]
    bring(operator).ok(201)
    bring(operator, if_match='"1"').ok(200)
    step(operator, "request-publication", 2).ok(200)
    step(confirming, "publish", 3).ok(200)
    step(operator, "request-retirement", 4).ok(200)
    step(confirming, "retire", 5).ok(200)

    def events() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = auditor.get("/v1/events", params={"after": before}).ok()[
            "events"
        ]
        return [one for one in found if one["aggregate_id"] == ID]

    wanted = [
        "edition.imported",
        "edition.replaced",
        "edition.publication-requested",
        "edition.published",
        "edition.retirement-requested",
        "edition.retired",
    ]
    eventually(lambda: len(events()) >= len(wanted))
    assert [one["kind"] for one in events()] == wanted
    assert {one["aggregate_type"] for one in events()} == {"edition"}


def test_a_partial_edition_answers_for_the_tiers_it_does_not_cover(scoring: Api) -> None:
    service = scoring.as_role("service", subject="intake")
    changes = {"edition_id": "cn-2026", "tier": "excellent", "round_id": None}

    dry = service.post("/v1/evaluations", an_evaluation(**changes)).ok(200)
    kept = service.put(f"/v1/assessments/{uuid.uuid4()}", a_recording(**changes)).ok(201)

    assert dry.pop("edition_state") == "published"
    assert kept["verdict"] == dry
    assert (dry["outcome"], dry["standing"]) == ("not-covered", "not-in-edition")
    assert (dry["criteria"], dry["gaps"]) == ([], [])
    assert [one["outcome"] for one in dry["tiers"]][1:] == ["not-covered"] * 3
    shown = scoring.as_role("auditor").get("/v1/editions/cn-2026").ok()
    assert (shown["partial"], [tier["tier"] for tier in shown["tiers"]]) == (True, ["basic"])
