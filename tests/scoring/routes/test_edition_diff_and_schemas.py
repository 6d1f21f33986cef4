"""Differences between editions, and the schemas of their files, over HTTP."""

import pytest
from jsonschema import Draft202012Validator

from services.scoring.store.bundle_files import EDITIONS
from services.scoring.store.strict_yaml import read_marked
from shared.identity.principal import Role
from tests.harness.api import Api
from tests.scoring.bundles import RAISED, a_bundle


@pytest.mark.parametrize("role", ["operator", "city-officer", "auditor"])
def test_two_editions_are_compared_in_terms_of_criteria_and_scenes(scoring: Api, role: str) -> None:
    body = scoring.as_role(role).get("/v1/editions/cn-2024/diff/cn-2025").ok(200)

    found = {
        (one["part"], one["name"], one["change"], *one["tiers"]) for one in body["differences"]
    }
    assert ("criterion", "ai-scene-share", "added", "excellent") in found
    assert ("criterion", "ai-scene-share", "added", "leading") in found
    assert ("guide-stage", "质量管控", "removed") in found
    assert (body["before"]["edition_id"], body["after"]["edition_id"]) == ("cn-2024", "cn-2025")
    # The list of scenes of 2024 is not known: nobody can say that a scene is new.
    assert not [one for one in body["differences"] if one["part"] == "scene"]
    [guide] = [one for one in body["differences"] if one["part"] == "scene-guide"]
    assert {"field": "list_known", "before": False, "after": True} in guide["fields"]


def test_a_draft_is_compared_with_what_it_came_from(scoring: Api) -> None:
    operator = scoring.as_role("operator")
    operator.post("/v1/editions", {"files": a_bundle("city-2027", changes=RAISED)}).ok(201)

    body = operator.get("/v1/editions/cn-2025/diff/city-2027").ok(200)

    [one] = body["differences"]
    assert (one["part"], one["name"], one["tiers"]) == (
        "criterion",
        "br-5-maturity",
        ["basic", "advanced"],
    )
    assert one["fields"] == [{"field": "threshold", "before": "2", "after": "3"}]
    assert one["summary"] == {
        "zh": "变更条件“智能制造能力成熟度”（基础级、先进级）：门槛由 2 改为 3。",
        "en": "Criterion changed: Smart manufacturing maturity (Basic, Advanced); threshold from 2 to 3.",
    }


def test_an_edition_does_not_differ_from_itself(scoring: Api) -> None:
    body = scoring.as_role("auditor").get("/v1/editions/cn-2025/diff/cn-2025").ok(200)

    assert body["differences"] == []


def test_an_edition_that_is_not_there_cannot_be_compared(scoring: Api) -> None:
    auditor = scoring.as_role("auditor")

    auditor.get("/v1/editions/cn-2025/diff/cn-1999").refused(404, "edition-not-found")
    auditor.get("/v1/editions/cn-1999/diff/cn-2025").refused(404, "edition-not-found")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_schemas_and_the_shipped_files_are_of_their_form(
    scoring: Api, role: Role
) -> None:
    reader = scoring.as_role(role)
    for item in reader.get("/v1/edition-schemas").ok(200)["items"]:
        answer = reader.get(item["href"])
        schema = answer.ok(200)
        assert answer.headers["content-type"] == "application/schema+json"
        Draft202012Validator.check_schema(schema)
        file = item["file"].replace("<round>", "tianjin-2025-2")
        text = (EDITIONS / "cn-2025" / file).read_text(encoding="utf-8")
        assert list(Draft202012Validator(schema).iter_errors(read_marked(text).content)) == []


def test_a_schema_of_another_name_is_not_found(scoring: Api) -> None:
    auditor = scoring.as_role("auditor")

    auditor.get("/v1/edition-schemas/ballots").refused(404, "edition-schema-not-found")
