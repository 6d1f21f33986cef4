"""What every edition that ships must say: its gates, tier by tier, and no number that no text sets."""

import re
from decimal import Decimal

import pytest

from services.scoring.domain.checks import AtLeast, Covers, ShareAtLeast
from services.scoring.domain.edition import Criterion, Kind
from services.scoring.store.bundle_files import EDITIONS
from tests.scoring.builders import ALL_STAGES, EDITION_IDS, ROUND_OF, TIERS, edition, library

HAN = re.compile("[\u4e00-\u9fff]")
BASIC = ("生产作业",)
ADVANCED = ("生产作业", "生产管理", "运营管理")
ASKED, IN_PRINCIPLE = Kind.REQUIRED, Kind.IN_PRINCIPLE

#: Edition and tier → maturity level, stages to cover, how strictly, share of scenes using AI.
GATES = {
    ("cn-2024", "basic"): (2, BASIC, ASKED, None),
    ("cn-2024", "advanced"): (2, ADVANCED, ASKED, None),
    ("cn-2024", "excellent"): (3, ALL_STAGES, IN_PRINCIPLE, None),
    ("cn-2024", "leading"): (4, ALL_STAGES, ASKED, None),
    ("cn-2025", "basic"): (2, BASIC, ASKED, None),
    ("cn-2025", "advanced"): (2, ADVANCED, ASKED, None),
    ("cn-2025", "excellent"): (3, ALL_STAGES, IN_PRINCIPLE, "1/5"),
    ("cn-2025", "leading"): (4, ALL_STAGES, ASKED, "3/5"),
    ("cn-2026", "basic"): (2, BASIC, ASKED, None),
}


def criteria_of(edition_id: str, tier: str) -> dict[str, Criterion]:
    found = edition(edition_id).criteria_of(tier, ROUND_OF.get(edition_id))
    return {one.criterion_id: one for one in found}


def test_the_table_covers_every_edition_and_tier() -> None:
    assert set(GATES) == {
        (one.edition_id, tier) for one in library().editions() for tier in one.tiers
    }
    assert all(tuple(edition(name).tiers) == TIERS for name in EDITION_IDS)


@pytest.mark.parametrize(("edition_id", "tier"), list(GATES))
def test_the_gates_of_each_tier(edition_id: str, tier: str) -> None:
    level, stages, kind, share = GATES[edition_id, tier]
    criteria = criteria_of(edition_id, tier)
    maturity, coverage = criteria["br-5-maturity"], criteria["stage-coverage"]
    shares = [one for one in criteria.values() if isinstance(one.check, ShareAtLeast)]

    assert maturity.kind is Kind.REQUIRED
    assert maturity.check == AtLeast(fact="maturity_level", threshold=Decimal(level))
    assert coverage.kind is kind
    assert coverage.check == Covers(fact="element_stages_built", required=stages)
    assert [(one.kind, str(one.check.threshold)) for one in shares if one.check] == (  # type: ignore[union-attr]  # chosen above
        [] if share is None else [(Kind.JUDGED, share)]
    )


@pytest.mark.parametrize(("edition_id", "tier"), list(GATES))
def test_the_only_number_that_decides_is_the_maturity_level(edition_id: str, tier: str) -> None:
    numbers = [
        one.check.fact
        for one in criteria_of(edition_id, tier).values()
        if isinstance(one.check, AtLeast)
    ]

    assert numbers == ["maturity_level"]


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_every_statement_carries_source_and_certainty_in_both_languages(edition_id: str) -> None:
    rounds = edition(edition_id).conditions.values()
    for one in (*edition(edition_id).criteria, *(one for r in rounds for one in r.criteria)):
        assert one.source.title
        assert one.certainty.value
        assert one.clause.zh
        for text in (one.title, one.requirement):
            assert HAN.search(text.zh)
            assert not HAN.search(text.en)


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_every_clause_names_its_own_edition(edition_id: str) -> None:
    year = edition_id.removeprefix("cn-")
    for one in edition(edition_id).criteria:
        if one.clause.zh.startswith("要素条件"):
            assert one.clause.zh.startswith(f"要素条件（{year}年版）")
            assert one.clause.en.startswith(f"Element conditions ({year})")


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_no_figure_of_the_unsupported_lists_is_in_the_files(edition_id: str) -> None:
    text = (EDITIONS / edition_id / "criteria.yaml").read_text(encoding="utf-8")

    for word in ("数控化率", "联网率", "营业收入", "研发投入", "专利"):
        assert word not in text
