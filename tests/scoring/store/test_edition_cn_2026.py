"""What is known of 2026, and that nothing beside it is said."""

from services.scoring.domain.edition import Status
from services.scoring.domain.provenance import Certainty
from services.scoring.store.bundle_files import EDITIONS
from tests.scoring.builders import edition

EDITION_ID = "cn-2026"


def test_it_has_the_basic_tier_alone_and_says_that_it_is_partial() -> None:
    whole = edition(EDITION_ID)

    assert list(whole.tiers) == ["basic"]
    assert whole.is_partial
    assert not edition("cn-2025").is_partial
    assert whole.status is Status.DRAFT
    assert whole.conditions == {}


def test_nothing_of_it_passes_for_official_text() -> None:
    whole = edition(EDITION_ID)

    assert not whole.official_read
    assert "文号未找到" in whole.document_number
    assert {one.certainty for one in whole.criteria} == {Certainty.SECONDARY}
    assert "未载" in whole.tiers["basic"].aim.zh


def test_it_differs_from_2025_where_its_text_is_known_to() -> None:
    ours = {one.criterion_id: one for one in edition(EDITION_ID).criteria}
    theirs = {one.criterion_id: one for one in edition("cn-2025").criteria if "basic" in one.tiers}

    assert set(ours) - set(theirs) == {"br-2-industrial-policy"}
    assert set(theirs) <= set(ours)
    assert "系统（含工业控制系统）" in ours["br-3-controllable"].requirement.zh
    assert "自评估水平" in ours["br-5-maturity"].requirement.zh
    assert "GB/T 47695-2026" in ours["effect"].requirement.zh
    changed = {"br-3-controllable", "br-5-maturity", "effect"}
    changed |= {name for name in ours if name.startswith("construction-")}
    same = set(theirs) - changed
    assert all(ours[name].requirement == theirs[name].requirement for name in same)
    assert all(ours[name].requirement != theirs[name].requirement for name in changed)
    assert all(ours[name].check == theirs[name].check for name in theirs)


def test_it_asks_for_no_share_of_scenes_using_ai() -> None:
    text = (EDITIONS / EDITION_ID / "criteria.yaml").read_text(encoding="utf-8")

    assert "share-at-least" not in text
    assert "人工智能" not in text


def test_its_scene_guide_is_that_of_2025() -> None:
    assert edition(EDITION_ID).scene_guide == edition("cn-2025").scene_guide
