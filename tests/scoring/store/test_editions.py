"""What every edition that ships must say: its gates, tier by tier, and no number that no text sets."""

import re

import pytest

from services.scoring.domain.checks import AtLeast, Covers, ShareAtLeast
from services.scoring.domain.edition import Criterion, Kind
from services.scoring.store.bundle_files import EDITIONS
from tests.scoring.builders import EDITION_IDS, ROUND_OF, TIERS, edition, library
from tests.scoring.criteria_facts import UNSET, Gate, found, gates

HAN = re.compile("[\u4e00-\u9fff]")


def criteria_of(edition_id: str, tier: str) -> dict[str, Criterion]:
    found = edition(edition_id).criteria_of(tier, ROUND_OF.get(edition_id))
    return {one.criterion_id: one for one in found}


def test_the_findings_cover_every_edition_and_tier() -> None:
    assert set(gates()) == {
        (one.edition_id, tier) for one in library().editions() for tier in one.tiers
    }
    assert all(tuple(edition(name).tiers) == TIERS for name in EDITION_IDS)


@pytest.mark.parametrize(("edition_id", "tier"), list(gates()))
def test_the_gates_of_each_tier_are_those_that_were_found(edition_id: str, tier: str) -> None:
    criteria = criteria_of(edition_id, tier)

    found = {
        name: Gate(kind=one.kind, check=one.check)
        for name, one in criteria.items()
        if one.kind is not Kind.INFORMATIVE
        and isinstance(one.check, AtLeast | Covers | ShareAtLeast)
    }
    assert found == gates()[edition_id, tier]


def test_no_text_was_found_that_sets_any_other_threshold() -> None:
    assert [tier[name] for one in found() for tier in one["tiers"] for name in UNSET] == (
        [None] * (len(gates()) * len(UNSET))
    )


@pytest.mark.parametrize(("edition_id", "tier"), list(gates()))
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
