"""The summary table of a hand-in: its columns from the round, its cells from register, form and report."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import OTHER_UNIT, SUB_UNIT, UNIT
from tests.intake.filings import Filings

FORMULA_NAME = '=HYPERLINK("http://example.com","示例有限公司")'
COLUMNS = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "项目（工厂）名称",
    "推荐单位",
    "所属行业代码",
    "所属行业名称",
    "成熟度等级",
    "成熟度得分",
    "申报等级",
    "建设环节数（场景指引）",
    "建设场景数",
    "联系人",
    "联系电话",
    "备注",
]


def sheet_for(caller: Api, hand_in_path: str) -> Any:
    answer = caller.get(f"{hand_in_path}/summary-table")
    assert answer.status == 200, answer.response.text
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert ".xlsx" in answer.headers["content-disposition"]
    return openpyxl.load_workbook(BytesIO(answer.content)).active


def texts(sheet: Any) -> list[list[str]]:
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_the_table_of_a_recommendation_is_annex_8(filings: Filings) -> None:
    first = filings.at(State.RECOMMENDED, filings.firm(name=FORMULA_NAME))
    second = filings.at(State.RECOMMENDED, filings.firm(unit=SUB_UNIT))
    path = filings.hand_in(filings.officer(UNIT), UNIT, second, first).headers["location"]

    sheet = sheet_for(filings.officer(UNIT), path)

    rows = texts(sheet)
    assert rows[0] == ["附件8 先进级智能工厂项目推荐汇总表"]
    assert rows[1][0].startswith("天津市2025年度")
    assert rows[2] == ["推荐单位：滨海新区"]
    assert rows[3] == COLUMNS
    assert [row[0] for row in rows[4:6]] == ["1", "2"]
    form = first.firm.form()
    applicant = form["applicant"]
    scenes = form["scenes"]
    number, name, code, factory, unit, *rest = rows[5]
    assert (number, name, code) == ("2", FORMULA_NAME, first.firm.credit_code)
    assert (factory, unit) == (first.firm.factory_name, "滨海新区")
    assert rest[:5] == [
        applicant["industry_code"],
        applicant["industry_name"],
        "2",
        "2.35",
        "先进级",
    ]
    assert 1 <= int(rest[5]) <= int(rest[6]) <= len(scenes)
    assert rest[7:9] == [applicant["contact"]["name"], applicant["contact"]["phone"]]
    assert rows[4][4] != rows[5][4]
    assert [row[0] for row in rows[7:]] == [
        "推荐单位（盖章）：滨海新区",
        "填表人：",
        "日期：2025年7月10日",
    ]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_the_table_of_basic_factories_is_annex_9(filings: Filings) -> None:
    filing = filings.at(State.HANDED_IN, tier="basic")

    rows = texts(sheet_for(filings.city, filing.hand_in_path))

    assert rows[0] == ["附件9 基础级智能工厂项目汇总表"]
    assert rows[3] == COLUMNS
    assert rows[4][9] == "基础级"


def test_the_table_stays_what_it_was_when_the_city_goes_on(filings: Filings) -> None:
    filing = filings.at(State.HANDED_IN)
    before = texts(sheet_for(filings.city, filing.hand_in_path))

    filings.city.post(f"{filing.hand_in_path}/receive").ok(200)
    filing.step(filings.city, "start-review").ok(200)

    assert texts(sheet_for(filings.auditor, filing.hand_in_path)) == before


@pytest.mark.parametrize("unit", [OTHER_UNIT, SUB_UNIT])
def test_another_unit_has_no_table_of_it(filings: Filings, unit: str) -> None:
    path = filings.at(State.HANDED_IN).hand_in_path

    stranger = filings.officer(unit, relation="stranger")

    stranger.get(f"{path}/summary-table").refused(404, "hand-in-not-found")
