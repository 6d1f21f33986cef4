"""Editions, scenes and facts over HTTP: readable by every role, with source and certainty."""

import pytest

from shared.identity.principal import Role
from tests.harness.api import Api
from tests.scoring.builders import EDITION_IDS, TIERS, edition

PATHS = (
    "/v1/editions",
    "/v1/editions/cn-2025",
    "/v1/editions/cn-2025/scenes",
    "/v1/editions/cn-2024/scenes",
    "/v1/facts",
)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", PATHS)
def test_every_role_may_read_what_is_public_matter(scoring: Api, role: Role, path: str) -> None:
    scoring.as_role(role).get(path).ok(200)


@pytest.mark.parametrize("path", PATHS)
def test_nobody_reads_without_a_token(scoring: Api, path: str) -> None:
    scoring.get(path).refused(401, "token-missing")


@pytest.mark.parametrize("path", ["/v1/editions/cn-1999", "/v1/editions/cn-1999/scenes"])
def test_an_unknown_edition_is_not_found(scoring: Api, path: str) -> None:
    scoring.as_role("auditor").get(path).refused(404, "edition-not-found")


@pytest.mark.parametrize("edition_id", ["CN-2025", "cn_2025", "%E4%B8%AD", "a" * 65])
def test_an_edition_id_of_another_form_is_invalid(scoring: Api, edition_id: str) -> None:
    answer = scoring.as_role("auditor").get(f"/v1/editions/{edition_id}")

    answer.refused(422, "invalid-request")
    assert list(answer.faults) == ["path:edition_id"]


def test_an_edition_is_listed_with_its_digests(scoring: Api) -> None:
    older, item, newer = scoring.as_role("auditor").get("/v1/editions").ok()["items"]

    assert (older["edition_id"], older["status"]) == ("cn-2024", "superseded")
    assert item["edition_id"] == "cn-2025"
    assert item["content_sha256"] == edition().content_hash.sha256
    assert item["content_sm3"] == edition().content_hash.sm3
    assert item["official_read"] is False
    assert (newer["edition_id"], newer["partial"], newer["status"]) == ("cn-2026", True, "draft")
    assert all(one["shipped"] and one["state"] == "published" for one in (older, item, newer))


def test_an_edition_shows_each_criterion_with_clause_source_and_certainty(scoring: Api) -> None:
    body = (
        scoring.as_role("applicant", enterprise="914403001922038216")
        .get("/v1/editions/cn-2025")
        .ok()
    )

    assert [tier["tier"] for tier in body["tiers"]] == ["basic", "advanced", "excellent", "leading"]
    assert len(body["criteria"]) == len(edition().criteria)
    [share] = [
        one
        for one in body["criteria"]
        if one["criterion_id"] == "ai-scene-share" and one["tiers"] == ["excellent"]
    ]
    assert share["kind"] == "judged"
    assert share["certainty"] == "seen-in-secondary-source"
    assert share["source"]["url"].startswith("https://")
    [fact] = share["facts"]
    assert fact["name"] == "scenes"
    assert fact["comes_from"]["zh"] == "申报书第三部分·场景建设情况"
    assert share["facts_of_condition"] == []
    assert "分母" in share["note"]["zh"]
    [conditions] = body["rounds"]
    assert conditions["round_id"] == "tianjin-2025-2"
    assert conditions["content_sha256"] != body["content_sha256"]


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_an_edition_tells_which_criteria_apply_to_each_tier_and_where_their_facts_come_from(
    scoring: Api, edition_id: str
) -> None:
    auditor = scoring.as_role("auditor")
    body = auditor.get(f"/v1/editions/{edition_id}").ok()
    catalogues = auditor.get("/v1/facts").ok()["items"]
    [facts] = [one["facts"] for one in catalogues if one["edition_id"] == edition_id]
    origin = {fact["name"]: fact["comes_from"] for fact in facts}

    [conditions] = body["rounds"]
    for tier in body["tiers"]:
        request = {"edition_id": edition_id, "tier": tier["tier"], "facts": {}}
        verdict = (
            scoring.as_role("service")
            .post("/v1/evaluations", {**request, "round_id": conditions["round_id"]}, key=None)
            .ok()
        )
        of_round = {one["tier"]: one["criteria"] for one in conditions["tiers"]}
        assert [*tier["criteria"], *of_round.get(tier["tier"], [])] == [
            one["criterion_id"] for one in verdict["criteria"]
        ]
    for criterion in (*body["criteria"], *conditions["criteria"]):
        assert criterion["facts"] or criterion["kind"] == "judged"
        for fact in (*criterion["facts"], *criterion["facts_of_condition"]):
            assert fact["comes_from"] == origin[fact["name"]]


def test_a_round_tells_which_tiers_it_opens(scoring: Api) -> None:
    opened = {
        one["round_id"]: [tier["tier"] for tier in one["tiers"]]
        for edition_id in EDITION_IDS
        for one in scoring.as_role("auditor").get(f"/v1/editions/{edition_id}").ok()["rounds"]
    }

    assert opened == {"tianjin-2025-1": ["basic", "advanced"], "tianjin-2025-2": list(TIERS)}


def test_the_scene_guide_says_that_its_descriptions_are_not_official(scoring: Api) -> None:
    body = scoring.as_role("auditor").get("/v1/editions/cn-2025/scenes").ok()

    assert (len(body["stages"]), len(body["scenes"])) == (8, 40)
    assert body["official_read"] is False
    [eighth] = [scene for scene in body["scenes"] if scene["number"] == 8]
    assert eighth["name"]["zh"] == "生产计划优化"
    assert eighth["element_stage"] == "生产管理"
    assert eighth["description_basis"] == "inferred-from-the-name"


def test_a_guide_whose_list_is_not_known_shows_its_stages_and_no_list(scoring: Api) -> None:
    body = scoring.as_role("auditor").get("/v1/editions/cn-2024/scenes").ok()

    assert len(body["stages"]) == 14
    assert body["scenes"] is None


def test_a_round_without_conditions_of_its_own_says_so(scoring: Api) -> None:
    [conditions] = scoring.as_role("auditor").get("/v1/editions/cn-2024").ok()["rounds"]

    assert conditions["round_id"] == "tianjin-2025-1"
    assert conditions["criteria"] == []
    assert "附件未读到" in conditions["note"]["zh"]


def test_the_fact_catalogue_states_types_in_full(scoring: Api) -> None:
    _, catalogue, _ = scoring.as_role("auditor").get("/v1/facts").ok()["items"]

    facts = {fact["name"]: fact for fact in catalogue["facts"]}
    assert facts["maturity_score"]["specification"] == {
        "kind": "decimal",
        "minimum": "0",
        "maximum": "5",
        "places": 4,
    }
    assert facts["scenes"]["type"] == "list"
    [report] = facts["maturity_score"]["evidence"]
    assert (report["kind"], report["title"]["zh"]) == (
        "maturity-report",
        "智能制造能力成熟度自评估报告",
    )
    assert [one["kind"] for one in facts["scenes"]["evidence"]] == [
        "stamped-scan",
        "other-evidence",
    ]
    assert "element_stages_built" not in facts
