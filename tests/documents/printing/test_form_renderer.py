import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest

from services.documents.printing.renderer import FormRenderer
from shared.fonts import covered_characters, printable
from tests.documents.printing.layouts import pages_of, render, shipped_layouts

COVERED = covered_characters()


@pytest.fixture(scope="module")
def renderer() -> Iterator[FormRenderer]:
    made = FormRenderer(shipped_layouts(), threads=1)
    yield made
    made.close()


def a_section(**changes: Any) -> dict[str, Any]:
    return {"heading": "一、基本信息", **changes}


def test_every_word_of_the_job_is_on_paper(renderer: FormRenderer) -> None:
    text = "".join(pages_of(render(renderer)))

    for word in (
        "智能工厂梯度培育申报书",
        "先进级 · 津海示例装备有限公司",
        "统一社会信用代码",
        "914403001922038216",
        "建设前",
        "131",
        "法定代表人（签字）：",
        "第 7 版",
        "2025年7月10日 10:00",
    ):
        assert word in text


def test_every_page_carries_the_forms_code_its_revision_and_its_number(
    renderer: FormRenderer,
) -> None:
    rows = [["生产效率", "100", "131"]] * 120
    tables = [{"columns": ["指标", "建设前", "建设后"], "rows": rows}]
    pages = pages_of(render(renderer, sections=[a_section(tables=tables)]))

    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "TJ25-7K3M-9QXZ" in page
        assert "第 7 版" in page
        assert f"第 {number} 页 共 {len(pages)} 页" in page


def test_the_head_of_a_table_is_repeated_on_each_of_its_pages(renderer: FormRenderer) -> None:
    tables = [{"columns": ["唯一的表头"], "rows": [["值"]] * 120}]
    pages = pages_of(render(renderer, sections=[a_section(tables=tables)], signature_lines=[]))

    assert all("唯一的表头" in page for page in pages[1:])


def test_it_is_pdf_a_2b_dated_by_the_revision(renderer: FormRenderer) -> None:
    with pikepdf.open(io.BytesIO(render(renderer))) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert metadata["xmp:CreateDate"] in {
            "2025-07-10T10:00:00+08:00",
            "2025-07-10T02:00:00+00:00",
        }
        assert metadata["dc:title"] == "智能工厂梯度培育申报书"


def test_the_same_job_gives_the_same_bytes(renderer: FormRenderer) -> None:
    other = FormRenderer(shipped_layouts(), threads=1)
    try:
        assert render(renderer) == render(other)
    finally:
        other.close()


def test_what_a_person_typed_is_never_mark_up(renderer: FormRenderer) -> None:
    typed = '#strong[x] *a* _b_ $x^2$ = y \\ `z` @w <l> "q" -- ~ // /* sys.inputs.job'
    paragraphs = [typed, "#panic()", ']]) #read("/etc/passwd")']
    text = "".join(pages_of(render(renderer, sections=[a_section(paragraphs=paragraphs)])))

    for word in (typed, *paragraphs):
        assert word in text.replace("\r\n", "")


def test_characters_that_cannot_be_printed_become_visible(renderer: FormRenderer) -> None:
    fields = [{"label": "备注", "value": "机器人🤖 与 עברית 与 \u202ergb 完"}]
    text = "".join(pages_of(render(renderer, sections=[a_section(fields=fields)])))

    assert "机器人〓 与 〓〓〓〓〓 与 〓rgb 完" in text


def test_text_without_spaces_stays_inside_its_cell(renderer: FormRenderer) -> None:
    columns = [str(number) for number in range(8)]
    tables = [{"columns": columns, "rows": [["914403001922038216" * 3] * 8]}]
    fields = [{"label": "网址", "value": "https://example.com/" + "a" * 400}]
    pdf = render(renderer, sections=[a_section(fields=fields, tables=tables)])

    document = pypdfium2.PdfDocument(pdf)
    page = document[1]
    text = page.get_textpage()
    right_edges = [text.get_charbox(index)[2] for index in range(text.count_chars())]
    text.close()
    page.close()
    document.close()
    # A4 is 595 points wide and the right margin 22 mm, that is 62 points.
    assert max(right_edges) <= 595 - 62 + 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("㐂𠮷锜①〇", "㐂𠮷锜①〇"),
        ("é ñ Ω Я 한 の", "é ñ Ω Я 한 の"),
        ("a\tb\nc", "a b\nc"),
        ("😀", "〓"),
        ("☎\ufe0f", "☎"),
        ("a\u200bb\u200dc\ufeff", "abc"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("a\u202eb", "a〓b"),
        ("a\x07b", "a〓b"),
    ],
)
def test_text_is_made_printable(typed: str, printed: str) -> None:
    assert printable(typed, COVERED) == printed


def test_a_form_with_empty_parts_prints(renderer: FormRenderer) -> None:
    section = a_section(tables=[{"columns": ["a", "b"], "rows": []}])
    pages = pages_of(render(renderer, subtitle="", sections=[section], signature_lines=[]))

    assert "（无）" in pages[1]


def test_a_figure_is_not_broken_however_many_columns_a_table_has(renderer: FormRenderer) -> None:
    columns = ["近三年经营情况", *(f"第{number}项金额（万元）" for number in range(9))]
    tables = [{"columns": columns, "rows": [["2024年", *["50127.36"] * 9]]}]

    text = "".join(pages_of(render(renderer, sections=[a_section(tables=tables)])))

    assert text.count("50127.36") == 9
    assert "2024年" in text


def test_the_cover_says_what_the_job_says(renderer: FormRenderer) -> None:
    cover = [{"label": "推荐单位", "value": "滨海新区"}]

    first, *others = pages_of(render(renderer, cover=cover))

    assert "滨海新区" in first
    assert not any("滨海新区" in page for page in others)


def test_the_signatures_name_the_revision_that_they_confirm(renderer: FormRenderer) -> None:
    text = "".join(pages_of(render(renderer)))

    assert "以下签章对应本申报书第 7 版全部内容，编码 TJ25-7K3M-9QXZ。" in text
