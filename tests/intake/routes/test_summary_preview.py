"""The summary table before the hand-in: what could be handed in now, in its order, marked as a draft."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from services.intake.domain.lifecycle import State
from services.intake.usecases import summarise_hand_in
from tests.harness.api import Api
from tests.intake.bodies import OTHER_UNIT, SUB_UNIT, UNIT
from tests.intake.filings import Filing, Filings
from tests.intake.forms import ROUND_ID

DRAFT = "（草稿，尚未报送）"
NO_STAMP = "本表为报送前的预览，不能代替报送后的汇总表，请勿盖章。"


def path_of(unit: str, tier: str = "advanced", round_id: str = ROUND_ID) -> str:
    return f"/v1/rounds/{round_id}/tiers/{tier}/units/{unit}/summary-table"


def preview(caller: Api, unit: str, tier: str = "advanced") -> list[list[str]]:
    """Read the draft of a unit's table; give its texts, row by row, without what is empty."""
    answer = caller.get(path_of(unit, tier))
    assert answer.status == 200, answer.response.text
    sheet: Any = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.oddHeader.center.text == DRAFT
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def lines(rows: list[list[str]]) -> list[tuple[str, str]]:
    """Give number and credit code of each line."""
    return [(row[0], row[2]) for row in rows[4:] if len(row) > 2]


def coded(*filings: Filing) -> list[str]:
    return [filing.firm.credit_code for filing in filings]


def test_it_shows_what_is_recommended_and_says_that_it_is_a_draft(filings: Filings) -> None:
    first = filings.at(State.RECOMMENDED, filings.firm(unit=SUB_UNIT))
    filings.at(State.DISTRICT_PASSED, filings.firm(unit=UNIT))
    second = filings.at(State.RECOMMENDED, filings.firm(unit=UNIT))
    basic = filings.at(State.TABULATED, filings.firm(unit=UNIT), tier="basic")
    officer = filings.officer(UNIT)

    rows = preview(officer, UNIT)

    assert rows[0] == [f"附件8 先进级智能工厂项目推荐汇总表{DRAFT}"]
    assert rows[2] == ["推荐单位：滨海新区"]
    assert lines(rows) == [("1", first.firm.credit_code), ("2", second.firm.credit_code)]
    assert rows[-1] == [NO_STAMP]
    assert not any("盖章）：" in text for row in rows for text in row)
    assert [code for _, code in lines(preview(officer, SUB_UNIT))] == coded(first)
    assert [code for _, code in lines(preview(filings.city, UNIT, "basic"))] == coded(basic)
    second.hand_in().ok(201)
    assert [code for _, code in lines(preview(filings.auditor, UNIT))] == coded(first)


def test_where_the_round_asks_for_an_order_its_lines_stand_in_it(filings: Filings) -> None:
    one, two, three = (
        filings.at(State.RECOMMENDED, filings.firm(unit=UNIT), tier="excellent") for _ in range(3)
    )
    officer = filings.officer(UNIT)

    unset = preview(officer, UNIT, "excellent")
    assert [number for number, _ in lines(unset)] == ["未排定"] * 3
    assert unset[-2] == ["其中 3 项尚未排定优先顺序，排定后方可报送。"]
    filings.set_order(officer, UNIT, three, one).ok(200)
    set_for_two = preview(officer, UNIT, "excellent")
    assert lines(set_for_two) == list(
        zip(("1", "2", "未排定"), coded(three, one, two), strict=True)
    )
    assert set_for_two[-2] == ["其中 1 项尚未排定优先顺序，排定后方可报送。"]
    filings.set_order(officer, UNIT, three, one, two).ok(200)
    whole = preview(officer, UNIT, "excellent")
    assert lines(whole) == list(zip("123", coded(three, one, two), strict=True))
    assert len(whole[-2]) == 0
    filings.hand_in(officer, UNIT, three, one, two, tier="excellent").ok(201)
    handed_in = preview(officer, UNIT, "excellent")
    assert lines(handed_in) == []
    assert handed_in[-2] == ["本单位该级别已按优先顺序报送，不能再次报送。"]


def test_an_order_that_an_area_has_overtaken_is_told(filings: Filings) -> None:
    mine = filings.at(State.RECOMMENDED, filings.firm(unit=UNIT), tier="excellent")
    areas = filings.at(State.RECOMMENDED, filings.firm(unit=SUB_UNIT), tier="excellent")
    officer, area = filings.officer(UNIT), filings.officer(SUB_UNIT)
    filings.set_order(officer, UNIT, areas, mine).ok(200)

    filings.set_order(area, SUB_UNIT, areas).ok(200)
    filings.hand_in(area, SUB_UNIT, areas, tier="excellent").ok(201)

    rows = preview(officer, UNIT, "excellent")
    assert [code for _, code in lines(rows)] == coded(mine)
    assert rows[-2] == ["已排定的优先顺序中有 1 项已不能报送，重新排定后方可报送。"]


def test_a_draft_of_anothers_unit_is_refused_as_if_there_were_no_such_unit(
    filings: Filings,
) -> None:
    stranger = filings.officer(OTHER_UNIT, relation="stranger")

    for unit in (UNIT, SUB_UNIT, "120000", "120199"):
        stranger.get(path_of(unit)).refused(404, "unit-not-found")
    first_round = path_of(UNIT, "excellent", "tianjin-2025-1")
    filings.city.get(first_round).refused(404, "tier-not-offered")
    filings.city.get(path_of(UNIT, round_id="x")).refused(404, "round-not-found")
    assert set(filings.city.get(path_of(UNIT, "gold")).faults) == {"path:tier"}


def test_a_draft_is_cut_where_a_hand_in_ends_and_says_so(
    filings: Filings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summarise_hand_in, "MOST_LINES", 1)
    shown = filings.at(State.RECOMMENDED)
    filings.at(State.RECOMMENDED)

    rows = preview(filings.officer(UNIT), UNIT)

    assert [code for _, code in lines(rows)] == coded(shown)
    assert rows[-2] == ["仅列前 1 项"]
