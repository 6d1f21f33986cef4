"""What leads from one edition to another, each kind of change by itself."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.scoring.domain.checks import AtLeast
from services.scoring.domain.edition import Criterion, Edition, Kind
from services.scoring.domain.edition_diff import Change, ChangeKind, Part, difference
from shared.text import Text
from tests.scoring.builders import EDITION_IDS, TIERS, edition

WHOLE = edition()


def with_criterion(criterion_id: str, tier: str, **changes: object) -> Edition:
    def changed(one: Criterion) -> Criterion:
        is_it = one.criterion_id == criterion_id and tier in one.tiers
        return replace(one, **changes) if is_it else one  # type: ignore[arg-type]  # fields of a criterion

    return replace(WHOLE, criteria=tuple(map(changed, WHOLE.criteria)))


def only(changes: tuple[Change, ...]) -> Change:
    [one] = changes
    return one


@pytest.mark.parametrize("edition_id", [*EDITION_IDS, "cn-2026"])
def test_an_edition_does_not_differ_from_itself(edition_id: str) -> None:
    assert difference(edition(edition_id), edition(edition_id)) == ()


@pytest.mark.parametrize(
    ("field", "changes", "zh"),
    [
        ("threshold", {"check": AtLeast(fact="maturity_level", threshold=Decimal("3.5"))}, "门槛由 3 改为 3.5"),
        ("check", {"check": AtLeast(fact="maturity_score", threshold=Decimal(3))}, "核验方法有变"),
        ("kind", {"kind": Kind.JUDGED}, "判定方式由 required 改为 judged"),
        ("clause", {"clause": Text(zh="第九条", en="Art. 9")}, "改为 第九条"),
        ("requirement", {"requirement": Text(zh="达到四级。", en="Level 4.")}, "改为 达到四级。"),
        ("note", {"note": Text(zh="新注", en="New note")}, "说明由 无 改为 新注"),
    ],
)  # fmt: skip
def test_a_criterion_that_changed_names_what_changed(
    field: str, changes: dict[str, object], zh: str
) -> None:
    one = only(difference(WHOLE, with_criterion("br-5-maturity", "excellent", **changes)))

    assert (one.part, one.name, one.kind, one.tiers) == (
        Part.CRITERION,
        "br-5-maturity",
        ChangeKind.CHANGED,
        ("excellent",),
    )
    assert [each.field for each in one.fields] == [field]
    assert zh in one.summary.zh
    assert one.summary.en.startswith(
        "Criterion changed: Smart manufacturing maturity (Excellent); "
    )


def test_a_tier_that_a_criterion_is_taken_from_loses_it() -> None:
    fewer = with_criterion("br-2-credit", "basic", tiers=TIERS[1:])

    one = only(difference(WHOLE, fewer))
    assert (one.kind, one.tiers, one.name) == (ChangeKind.REMOVED, ("basic",), "br-2-credit")
    assert only(difference(fewer, WHOLE)).kind is ChangeKind.ADDED
    assert one.summary == Text(
        zh="删除条件“信用记录”（基础级）。", en="Criterion removed: Credit record (Basic)."
    )


def test_the_same_change_for_several_tiers_is_told_once() -> None:
    clause = Text(zh="新条款", en="New clause")
    one = only(difference(WHOLE, with_criterion("br-1-scale", "basic", clause=clause)))

    assert one.tiers == TIERS


def test_a_mapping_of_stages_and_a_scene_that_moved_are_told() -> None:
    guide = WHOLE.scene_guide
    assert guide.scenes is not None
    services = replace(guide.stages["产品服务"], element_stage="生产管理")
    scenes = {**guide.scenes, 1: replace(guide.scenes[1], guide_stage="产品研发")}
    moved = replace(guide, stages={**guide.stages, "产品服务": services}, scenes=scenes)

    found = {
        (one.part, one.name): one.summary.zh
        for one in difference(WHOLE, replace(WHOLE, scene_guide=moved))
    }

    assert found == {
        (
            Part.GUIDE_STAGE,
            "产品服务",
        ): "变更指引环节“产品服务”：对应要素环节由 运营管理 改为 生产管理。",
        (Part.SCENE, "1"): "变更场景“工厂数字化规划设计”：所属环节由 工厂建设 改为 产品研发。",
    }


def test_facts_that_go_or_change_their_evidence_are_told() -> None:
    level = replace(WHOLE.facts["maturity_level"], evidence=())
    facts = {name: one for name, one in WHOLE.facts.items() if name != "indicators"}
    changed = replace(WHOLE, facts={**facts, "maturity_level": level})

    found = {(one.name, one.kind) for one in difference(WHOLE, changed)}
    assert found == {("indicators", ChangeKind.REMOVED), ("maturity_level", ChangeKind.CHANGED)}


def test_conditions_of_a_round_that_both_have_are_compared() -> None:
    round_id = "tianjin-2025-2"
    conditions = WHOLE.conditions[round_id]
    fewer = replace(conditions, criteria=conditions.criteria[1:])
    one = only(difference(WHOLE, replace(WHOLE, conditions={round_id: fewer})))

    assert (one.part, one.round_id, one.kind) == (Part.CONDITION, round_id, ChangeKind.REMOVED)


def test_a_round_of_one_edition_takes_no_condition_from_the_other() -> None:
    changes = difference(edition("cn-2024"), WHOLE)

    assert {(one.name, one.kind) for one in changes if one.part is Part.ROUND} == {
        ("tianjin-2025-1", ChangeKind.REMOVED),
        ("tianjin-2025-2", ChangeKind.ADDED),
    }
    assert not [one for one in changes if one.part is Part.CONDITION]


def test_what_a_partial_edition_does_not_have_is_not_called_removed() -> None:
    for before, after in ((WHOLE, edition("cn-2026")), (edition("cn-2026"), WHOLE)):
        changes = difference(before, after)
        tiers = {one.name: one.kind for one in changes if one.part is Part.TIER}

        assert {tiers[tier] for tier in TIERS[1:]} == {ChangeKind.NOT_COVERED}
        assert {tier for one in changes for tier in one.tiers} == {"basic"}


def test_a_change_turned_round_has_its_values_turned_round() -> None:
    there = difference(edition("cn-2024"), WHOLE)
    back = difference(WHOLE, edition("cn-2024"))

    def values(changes: tuple[Change, ...], *, turned: bool) -> set[str]:
        return {
            repr((one.part, one.name, one.round_id, each.field, *pair))
            for one in changes
            for each in one.fields
            for pair in [(each.after, each.before) if turned else (each.before, each.after)]
        }

    assert values(there, turned=False) == values(back, turned=True)
    for one in (*there, *back):
        assert one.summary.zh.endswith("。")
        assert one.summary.en.endswith(".")
