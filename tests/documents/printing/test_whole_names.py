"""Names print whole: the font has what the standards ask for, and what is set is read back as it was typed."""

import io
from collections.abc import Iterator, Sequence

import pikepdf
import pytest

from services.documents.printing.renderer import FormRenderer
from shared.fonts import covered_characters
from tests.documents.printing.layouts import pages_of, render, shipped_layouts
from tests.documents.printing.standard_characters import (
    ADDED_TO_THE_BASIC_BLOCK,
    BASIC_BLOCK,
    BEYOND_THE_BASIC_PLANE,
    EXTENSION_A,
    gb2312,
)

#: Of names and of forms: rare hanzi, one beyond the basic plane, a surname's, a circled figure.
TYPED = "㐂𠮷锜①鿍𬭚〇"


@pytest.fixture(scope="module")
def renderer() -> Iterator[FormRenderer]:
    made = FormRenderer(shipped_layouts(), threads=1)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("characters", "count"),
    [
        pytest.param(gb2312(), 6763, id="GB 2312"),
        pytest.param(BASIC_BLOCK, 20902, id="GB 18030 level 1, basic block"),
        pytest.param(EXTENSION_A, 6582, id="GB 18030 level 1, extension A"),
        pytest.param(ADDED_TO_THE_BASIC_BLOCK, 11, id="added to the basic block"),
        pytest.param(BEYOND_THE_BASIC_PLANE, 193, id="GB 18030 level 2, 通用规范汉字表"),
    ],
)
def test_the_font_has_every_character_of_a_standard(characters: Sequence[int], count: int) -> None:
    covered = covered_characters()

    assert len(set(characters)) == count
    assert [f"U+{each:04X}" for each in characters if each not in covered] == []


@pytest.mark.parametrize(
    "text", [TYPED, "".join(map(chr, BEYOND_THE_BASIC_PLANE))], ids=["typed", "level 2"]
)
def test_a_name_is_read_back_from_the_print_as_it_was_typed(
    renderer: FormRenderer, text: str
) -> None:
    section = {"heading": "一", "fields": [{"label": "法定代表人", "value": text}]}

    pdf = render(renderer, sections=[section])

    assert text in "".join("".join(pages_of(pdf)).split())


def test_no_glyph_of_a_print_is_the_box_of_a_missing_one(renderer: FormRenderer) -> None:
    text = TYPED + "".join(map(chr, BEYOND_THE_BASIC_PLANE)) + "🤖\U0003134a"
    section = {"heading": "一", "fields": [{"label": "法定代表人", "value": text}]}

    glyphs = list(glyphs_of(render(renderer, sections=[section])))

    assert len(glyphs) > len(text)
    assert 0 not in glyphs


def glyphs_of(pdf: bytes) -> Iterator[int]:
    """Give the number of each glyph that is set: two bytes each, 0 for the missing one."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for instruction in pikepdf.parse_content_stream(page, "Tj TJ"):
                assert isinstance(instruction, pikepdf.ContentStreamInstruction)
                (operand,) = instruction.operands
                strings = operand if isinstance(operand, pikepdf.Array) else [operand]
                for string in strings:
                    if isinstance(string, pikepdf.String):
                        yield from glyphs_in(bytes(string))


def glyphs_in(codes: bytes) -> Iterator[int]:
    return (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
