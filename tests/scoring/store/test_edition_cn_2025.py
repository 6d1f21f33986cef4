"""What the edition that ships with the service says, and what it must not say."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from services.scoring.domain.checks import AtLeast, Check, Covers, ShareAtLeast
from services.scoring.domain.edition import Criterion, Kind
from services.scoring.domain.provenance import Certainty
from services.scoring.domain.scenes import DescriptionBasis
from services.scoring.store.bundle_files import EDITIONS
from tests.scoring.builders import ALL_STAGES, ROUND_ID, TIERS, edition


def criterion(criterion_id: str, tier: str) -> Criterion:
    [found] = [
        one for one in edition().criteria_of(tier, ROUND_ID) if one.criterion_id == criterion_id
    ]
    return found


@pytest.mark.parametrize(("tier", "level"), list(zip(TIERS, (2, 2, 3, 4), strict=True)))
def test_the_maturity_gate_of_each_tier(tier: str, level: int) -> None:
    one = criterion("br-5-maturity", tier)

    assert one.kind is Kind.REQUIRED
    assert one.check == AtLeast(fact="maturity_level", threshold=Decimal(level))


@pytest.mark.parametrize(
    ("tier", "stages", "kind"),
    [
        ("basic", ("生产作业",), Kind.REQUIRED),
        ("advanced", ("生产作业", "生产管理", "运营管理"), Kind.REQUIRED),
        ("excellent", ALL_STAGES, Kind.IN_PRINCIPLE),
        ("leading", ALL_STAGES, Kind.REQUIRED),
    ],
)
def test_the_coverage_of_each_tier(tier: str, stages: tuple[str, ...], kind: Kind) -> None:
    one = criterion("stage-coverage", tier)

    assert one.kind is kind
    assert one.check == Covers(fact="element_stages_built", required=stages)


def test_no_number_stands_in_the_edition_that_no_text_sets() -> None:
    numbers = Counter(
        (type(one.check).__name__, _facts(one.check))
        for tier in TIERS
        for one in edition().criteria_of(tier, ROUND_ID)
        if isinstance(one.check, AtLeast | ShareAtLeast)
    )

    assert numbers == {
        ("AtLeast", "maturity_level"): 4,
        ("ShareAtLeast", "scenes_with_ai/scenes_built"): 2,
    }


def _facts(check: Check | None) -> str:
    assert isinstance(check, AtLeast | ShareAtLeast)
    return check.fact if isinstance(check, AtLeast) else f"{check.part}/{check.whole}"


def test_the_guide_has_forty_scenes_in_eight_stages() -> None:
    guide = edition().scene_guide

    assert sorted(guide.scenes) == list(range(1, 41))
    assert Counter(scene.guide_stage for scene in guide.scenes.values()) == {
        "工厂建设": 3,
        "产品研发": 2,
        "工艺设计": 2,
        "生产管理": 12,
        "生产作业": 10,
        "运营管理": 4,
        "产品服务": 3,
        "供应链管理": 4,
    }
    assert {stage.element_stage for stage in guide.stages.values()} == set(ALL_STAGES)
    assert {stage.certainty for stage in guide.stages.values()} == {Certainty.INFERRED}


def test_no_description_of_a_scene_passes_for_official_wording() -> None:
    guide = edition().scene_guide

    bases = {number: scene.description_basis for number, scene in guide.scenes.items()}
    assert {number for number, one in bases.items() if one is DescriptionBasis.PARAPHRASE} == set(
        range(1, 8)
    )
    assert not guide.official_read
    assert "不是官方原文" in guide.note.zh
    assert all(scene.certainty is not Certainty.OFFICIAL for scene in guide.scenes.values())


def test_the_prerequisites_are_official_text() -> None:
    for criterion_id, tier in (
        ("self-assessed-basic", "advanced"),
        ("already-advanced", "excellent"),
        ("already-excellent", "leading"),
    ):
        assert criterion(criterion_id, tier).certainty is Certainty.OFFICIAL


def test_the_conditions_of_the_round_cite_its_notice() -> None:
    for one in edition().conditions[ROUND_ID].criteria:
        assert one.certainty is Certainty.OFFICIAL
        assert one.source.title == "津工信数转〔2025〕4号"
        assert one.clause.zh.startswith("津工信数转〔2025〕4号")


def test_every_sentence_stands_in_both_languages() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    for one in edition().criteria:
        for text in (one.title, one.requirement):
            assert han.search(text.zh)
            assert not han.search(text.en)


def test_no_figure_of_the_unsupported_lists_is_in_the_files() -> None:
    text = (EDITIONS / "cn-2025" / "criteria.yaml").read_text(encoding="utf-8")

    for word in ("数控化率", "联网率", "营业收入", "研发投入", "专利"):
        assert word not in text
