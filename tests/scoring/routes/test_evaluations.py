"""Evaluations over HTTP: pure, strict, all faults at once, in both languages."""

from typing import Any

import pytest

from tests.harness.api import Api
from tests.scoring.builders import a_scene, an_evaluation, edition, facts_of_a_factory, scenes_in

PATH = "/v1/evaluations"
ALLOWED = ("service", "city-officer", "district-officer", "auditor", "operator")


@pytest.fixture
def caller(scoring: Api) -> Api:
    return scoring.as_role("service")


@pytest.mark.parametrize("role", ALLOWED)
def test_those_who_check_may_evaluate(scoring: Api, role: str) -> None:
    scoring.as_role(role, unit="120116").post(PATH, an_evaluation(), key=None).ok(200)


@pytest.mark.parametrize("role", ["applicant", "expert", "bureau-officer"])
def test_others_may_not(scoring: Api, role: str) -> None:
    scoring.as_role(role).post(PATH, an_evaluation(), key=None).refused(403, "role-forbidden")


def test_a_verdict_tells_value_clause_and_source_of_each_criterion(caller: Api) -> None:
    verdict = caller.post(PATH, an_evaluation(), key=None).ok(200)

    assert verdict["outcome"] == "met"
    assert verdict["left_to_a_person"] == 5
    assert verdict["edition_hash"] == edition().content_hash.sha256
    assert verdict["conditions_hash"] == (
        edition().conditions["tianjin-2025-2"].content_hash.sha256
    )
    assert (verdict["scenes_built"], verdict["scenes_with_ai"]) == (3, 1)
    [maturity] = [one for one in verdict["criteria"] if one["criterion_id"] == "br-5-maturity"]
    assert maturity["result"] == "met"
    assert maturity["value"] == 2
    assert maturity["reason"]["zh"] == "智能制造能力成熟度等级为 2，达到 2。"
    assert maturity["clause"]["zh"] == "要素条件（2025年版）·基础要求·成熟度"


def test_a_verdict_tells_every_tier_in_full_and_what_the_next_one_lacks(caller: Api) -> None:
    verdict = caller.post(PATH, an_evaluation(), key=None).ok(200)

    assert {one["tier"]: one["outcome"] for one in verdict["tiers"]} == {
        "basic": "met",
        "advanced": "met",
        "excellent": "not-met",
        "leading": "not-met",
    }
    _, advanced, excellent, _ = verdict["tiers"]
    assert {name: verdict[name] for name in advanced} == advanced
    found = {one["criterion_id"]: one for one in excellent["criteria"]}
    assert found["br-5-maturity"]["result"] == "not-met"
    assert found["br-5-maturity"]["value"] == 2
    assert "三级" in found["br-5-maturity"]["requirement"]["zh"]
    assert found["br-5-maturity"]["clause"]["zh"] == "要素条件（2025年版）·基础要求·成熟度"
    assert found["ai-scene-share"]["value"] == {
        "scenes_with_ai": 1,
        "scenes_built": 3,
        "share": "1/3",
    }
    assert found["branch-ground"]["result"] == "not-applicable"
    assert verdict["next_tier"] == {name: excellent[name] for name in ("tier", "standing", "gaps")}
    gaps = {gap["criterion_id"]: gap["message"] for gap in verdict["next_tier"]["gaps"]}
    assert "未达到 3" in gaps["br-5-maturity"]["zh"]


def test_a_missing_fact_leaves_criteria_unproven_in_every_tier(caller: Api) -> None:
    request = an_evaluation(facts=facts_of_a_factory(without=("operations_sound",)))

    verdict = caller.post(PATH, request, key=None).ok(200)

    assert verdict["outcome"] == "incomplete"
    for tier in verdict["tiers"]:
        [one] = [one for one in tier["criteria"] if one["criterion_id"] == "br-2-operations"]
        assert (one["result"], one["value"]) == ("unproven", None)
        assert "br-2-operations" in {gap["criterion_id"] for gap in tier["gaps"]}


def test_the_highest_tier_has_none_above_it(caller: Api) -> None:
    verdict = caller.post(PATH, an_evaluation(tier="leading"), key=None).ok(200)

    assert verdict["next_tier"] is None


def test_a_round_of_the_older_edition_is_evaluated_under_it(caller: Api) -> None:
    scenes = scenes_in("生产作业", "生产管理", "运营管理", edition_id="cn-2024")
    request = an_evaluation(
        edition_id="cn-2024", round_id="tianjin-2025-1", facts=facts_of_a_factory(scenes=scenes)
    )

    verdict = caller.post(PATH, request, key=None).ok(200)

    assert (verdict["edition_id"], verdict["outcome"]) == ("cn-2024", "met")
    assert verdict["conditions_hash"] is not None
    assert {one["tier"]: one["standing"] for one in verdict["tiers"]} == {
        "basic": "open",
        "advanced": "open",
        "excellent": "not-in-round",
        "leading": "not-in-round",
    }


def test_the_same_facts_give_the_same_answer_and_leave_nothing(caller: Api) -> None:
    request, feed = an_evaluation(), {"after": 0, "limit": 500}
    before = caller.get("/v1/events", params=feed).ok()["next_after"]

    first, second = (caller.post(PATH, request, key=None) for _ in range(2))

    assert first.content == second.content
    assert caller.get("/v1/events", params={"after": before}).ok()["events"] == []


def test_a_round_is_optional(caller: Api) -> None:
    request = an_evaluation()
    del request["round_id"]

    verdict = caller.post(PATH, request, key=None).ok(200)

    assert (verdict["round_id"], verdict["conditions_hash"]) == (None, None)


def test_every_fault_is_told_at_once_with_its_place(caller: Api) -> None:
    request = an_evaluation(
        tier="gold",
        facts=facts_of_a_factory(
            maturity_score=2.35, scenes=[a_scene(24, "生产管理"), {"scene_number": 8}], colour="red"
        ),
    )

    answer = caller.post(PATH, request, key=None)

    answer.refused(422, "evaluation-invalid")
    assert answer.faults == {
        "/tier": "tier-unknown",
        "/facts/maturity_score": "wrong-type",
        "/facts/scenes/0/guide_stage": "scene-stage-differs",
        "/facts/scenes/1/guide_stage": "field-missing",
        "/facts/scenes/1/uses_ai": "field-missing",
        "/facts/colour": "fact-unknown",
    }


@pytest.mark.parametrize(("language", "word"), [("en", "integer"), ("zh-CN", "整数")])
def test_faults_are_told_in_the_caller_s_language(caller: Api, language: str, word: str) -> None:
    request = an_evaluation(facts={"maturity_level": "two"})

    answer = caller.send("POST", PATH, json=request, headers={"Accept-Language": language})

    [fault] = answer.refused(422, "evaluation-invalid")["errors"]
    assert word in fault["detail"]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"extra": 1}, {"/extra": "unknown-field"}),
        ({"tier": 3}, {"/tier": "type"}),
        ({"edition_id": "CN 2025"}, {"/edition_id": "pattern"}),
        ({"facts": []}, {"/facts": "type"}),
        ({"facts": {f"f{n}": 1 for n in range(101)}}, {"/facts": "too-many"}),
        ({"round_id": ""}, {"/round_id": "pattern"}),
        ({"facts": {"branch_exception_ground": "a\u202eb"}}, {"/facts/branch_exception_ground": "control-character"}),
        ({"facts": {"branch_exception_ground": "a\u0000b"}}, {"/facts/branch_exception_ground": "control-character"}),
    ],
)  # fmt: skip
def test_a_body_of_another_form_is_refused(
    caller: Api, changes: dict[str, Any], faults: dict[str, str]
) -> None:
    answer = caller.post(PATH, an_evaluation(**changes), key=None)

    answer.refused(422, "invalid-request")
    assert answer.faults == faults


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "invalid-request"),
        (b"{", 400, "malformed-json"),
        (b'{"facts": {"maturity_score": NaN}}', 400, "malformed-json"),
        (b'{"facts": {"maturity_score": 1e400}}', 400, "malformed-json"),
        (b'{"tier": "basic", "tier": "leading"}', 400, "malformed-json"),
        (b"[" * 100 + b"]" * 100, 400, "malformed-json"),
        (b'{"facts": {"a": "' + b"x" * 5_000_000 + b'"}}', 413, "body-too-large"),
    ],
    ids=["empty", "cut", "nan", "overflow", "repeated-key", "deep", "large"],
)
def test_a_body_that_cannot_be_read_is_refused(
    caller: Api, content: bytes, status: int, code: str
) -> None:
    headers = {"Content-Type": "application/json"}

    caller.send("POST", PATH, content=content, headers=headers).refused(status, code)


def test_a_body_that_is_not_json_is_refused(caller: Api) -> None:
    headers = {"Content-Type": "text/plain"}

    caller.send("POST", PATH, content=b"{}", headers=headers).refused(415, "media-type-not-json")
