from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from services.intake.domain.form import Json
from services.intake.domain.form_schema import FieldKind, FormNode
from services.intake.domain.printed_form import PrintedForm, RevisionMark, printed_form
from services.intake.domain.tiers import Tier
from shared.contracts.printing import PrintJob
from tests.intake.forms import a_maturity_report, an_advanced_form, drop, put, the_round, the_schema

MARK = RevisionMark(
    application_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
    revision_number=3,
    revision_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    revised_at=datetime(2025, 7, 10, 17, tzinfo=UTC),
    form_code="TJ25-7K3M-9QXZ",
)


def printed(form: dict[str, Any], tier: Tier = Tier.ADVANCED) -> PrintedForm:
    return printed_form(
        the_schema().root,
        form,
        round_=the_round().round,
        tier=tier,
        recommending_unit="滨海新区",
        maturity=a_maturity_report(),
        mark=MARK,
    )


def words_of(paper: PrintedForm) -> set[str]:
    words = {word for field in paper.cover for word in (field.label, field.value)}
    for section in paper.sections:
        words |= {section.heading, *section.paragraphs}
        words |= {word for field in section.fields for word in (field.label, field.value)}
        words |= {cell for table in section.tables for row in table.rows for cell in row}
    return words


def typed_texts(node: FormNode, value: Json) -> Iterator[str]:
    """Yield every text and number that was typed, as it must be found on paper."""
    if isinstance(value, dict):
        for key, each in value.items():
            child = node.child(key)
            assert child is not None
            yield from typed_texts(child, each)
    elif not node.choices and not node.is_day and not isinstance(value, bool):
        yield str(value)


def test_everything_that_was_typed_is_on_the_paper() -> None:
    form = an_advanced_form()
    put(form, "/applicant/branch", {"exception_ground": "石油石化行业特殊情况"})
    words = words_of(printed(form))

    missing = [text for text in typed_texts(the_schema().root, form) if text not in words]

    assert missing == []


def test_every_field_that_the_schema_knows_can_be_printed() -> None:
    """A form in which every field holds a word of its own shows every word."""
    counter = iter(range(10_000))

    def filled(node: FormNode) -> Json:
        if node.kind is FieldKind.GROUP:
            return {child.name: filled(child) for child in node.children}
        if node.kind is FieldKind.LIST:
            assert node.entry is not None
            return {"only": filled(node.entry)}
        return f"word-{next(counter)}"

    form = filled(the_schema().root)
    assert isinstance(form, dict)

    words = words_of(printed(form))

    assert [n for n in range(next(counter)) if f"word-{n}" not in words] == []


def test_the_paper_is_a_print_job_of_the_documents_service() -> None:
    content = asdict(printed(an_advanced_form()))
    content["document_date"] = content["document_date"].isoformat()

    def listed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: listed(each) for key, each in value.items()}
        return [listed(each) for each in value] if isinstance(value, list | tuple) else value

    job = PrintJob.model_validate(listed(content))

    assert job.form_code == MARK.form_code
    assert len(job.sections) == 5 + 1 + 10


def test_the_cover_names_project_applicant_unit_tier_and_round() -> None:
    cover = {field.label: field.value for field in printed(an_advanced_form()).cover}

    assert cover["申报单位（盖章）"] == "天津某某智造示例有限公司"
    assert cover["推荐单位（盖章）"] == "滨海新区"
    assert cover["申报等级"] == "先进级智能工厂"
    assert "津工信数转〔2025〕4号" in cover["申报批次"]
    assert cover["定稿日期"] == "2025年7月11日"  # past midnight in Shanghai


def test_the_parts_stand_in_order_and_are_signed() -> None:
    paper = printed(an_advanced_form())

    headings = [section.heading for section in paper.sections]
    assert headings[:4] == [
        "一、申报单位基本信息",
        "二、智能工厂基本情况",
        "智能制造能力成熟度自评估",
        "三、场景建设情况",
    ]
    assert headings[-2:] == ["四、建设成效", "五、承诺和声明"]
    assert [line.rstrip("：") for line in paper.signature_lines] == [
        "法定代表人签字",
        "申报单位（盖章）",
    ]
    assert paper.commitment is not None
    assert paper.commitment.heading == "真实性及保密承诺"
    assert any("国家秘密、商业秘密" in text for text in paper.commitment.paragraphs)


def test_the_three_years_are_a_table_with_computed_rates() -> None:
    applicant = printed(an_advanced_form()).sections[0]

    years = applicant.tables[0]
    assert years.columns[0] == "近三年经营情况"
    assert years.columns[1] == "营业收入（万元）"
    assert years.columns[-2:] == ("研发投入占比（系统计算）", "资产负债率（系统计算）")
    assert [row[0] for row in years.rows] == ["2022年", "2023年", "2024年"]
    assert years.rows[2][-2:] == ("4.80%", "41.71%")


def test_computed_rates_stand_with_their_counts() -> None:
    factory = {field.label: field.value for field in printed(an_advanced_form()).sections[1].fields}

    assert factory["关键设备 · 关键设备联网率（系统计算）"] == "94.53%"


def test_a_rate_that_cannot_be_computed_is_a_dash() -> None:
    form = put(an_advanced_form(), "/factory/key_equipment/total", 0)

    factory = {field.label: field.value for field in printed(form).sections[1].fields}

    assert factory["关键设备 · 关键设备联网率（系统计算）"] == "—"


def test_values_read_as_people_write_them() -> None:
    words = {field.label: field.value for field in printed(an_advanced_form()).sections[0].fields}

    assert words["成立时间"] == "2011年5月16日"
    assert words["是否在本市注册"] == "是"
    assert words["企业类型"] == "民营"
    assert "分支机构信息 · 所属法人名称" not in words


def test_what_was_left_empty_is_a_dash_and_no_gap_to_write_in() -> None:
    form = drop(an_advanced_form(), "/applicant/listing_status")

    words = {field.label: field.value for field in printed(form).sections[0].fields}

    assert words["上市情况"] == "—"


def test_scenes_stand_in_the_order_of_their_numbers() -> None:
    scenes = printed(an_advanced_form()).sections[3].tables[0]

    assert [row[0] for row in scenes.rows] == [str(number) for number in range(1, 11)]
    assert scenes.rows[0][1] == "生产管理：车间智能排产"
    assert scenes.rows[9][2] == "刀具寿命协同管理"


def test_the_same_revision_prints_the_same_paper_in_whatever_order_its_keys_stand() -> None:
    form = an_advanced_form()
    turned = {key: form[key] for key in reversed(form)}
    turned["scenes"] = {key: form["scenes"][key] for key in reversed(form["scenes"])}

    assert printed(turned) == printed(form)


@pytest.mark.parametrize("tier", list(Tier))
def test_an_empty_form_can_be_printed_for_any_tier(tier: Tier) -> None:
    paper = printed({}, tier)

    assert tier.text.zh in paper.subtitle
