"""What the edition of 2024 says, and what it leaves out because no text was found."""

from services.scoring.domain.edition import Status
from services.scoring.domain.provenance import Certainty
from services.scoring.store.bundle_files import EDITIONS
from tests.scoring.builders import ALL_STAGES, TIERS, edition

EDITION_ID = "cn-2024"
ROUND_ID = "tianjin-2025-1"


def test_its_fourteen_guide_stages_count_for_the_five_element_stages() -> None:
    stages = edition(EDITION_ID).scene_guide.stages
    gathered = {
        element: {name for name, stage in stages.items() if stage.element_stage == element}
        for element in ALL_STAGES
    }

    assert gathered == {
        "工厂建设": {"工厂建设", "信息基础设施"},
        "研发设计": {"产品设计", "工艺设计"},
        "生产作业": {"生产作业", "质量管控", "设备管理"},
        "生产管理": {"计划调度", "仓储物流", "安全管控", "能碳管理", "环保管理"},
        "运营管理": {"营销与售后", "供应链管理"},
    }
    assert {stage.certainty for stage in stages.values()} == {Certainty.SECONDARY}


def test_its_list_of_scenes_is_not_known_rather_than_empty() -> None:
    assert edition(EDITION_ID).scene_guide.scenes is None


def test_it_says_nothing_of_a_share_of_scenes_using_ai() -> None:
    for name in ("criteria.yaml", "wording.yaml"):
        text = (EDITIONS / EDITION_ID / name).read_text(encoding="utf-8")
        assert "share-at-least" not in text
        assert "人工智能场景比例" not in text


def test_nothing_of_it_passes_for_official_text() -> None:
    whole = edition(EDITION_ID)

    assert not whole.official_read
    assert whole.status is Status.SUPERSEDED
    assert {one.certainty for one in whole.criteria} == {Certainty.SECONDARY}
    assert {tier.certainty for tier in whole.tiers.values()} == {Certainty.SECONDARY}


def test_only_the_prerequisite_that_was_found_stands_in_it() -> None:
    found = {
        tier: {
            one.criterion_id
            for one in edition(EDITION_ID).criteria_of(tier, ROUND_ID)
            if one.criterion_id.startswith(("already-", "self-assessed"))
        }
        for tier in TIERS
    }

    assert found == {
        "basic": set(),
        "advanced": set(),
        "excellent": {"already-advanced"},
        "leading": set(),
    }


def test_its_round_adds_no_condition_and_says_what_was_read() -> None:
    conditions = edition(EDITION_ID).conditions[ROUND_ID]

    assert conditions.criteria == ()
    assert conditions.note is not None
    assert "附件未读到" in conditions.note.zh
