import pytest

from services.documents.domain.errors import FileNameRefused
from services.documents.domain.file_names import require_file_name


@pytest.mark.parametrize(
    "name",
    [
        "申报书（盖章）,终稿.pdf",
        "𠮷野家㐂.pdf",
        "👩🏽‍🔧 report 🚀.pdf",
        'with "quotes"; and=signs & 100%.pdf',
        "长" * 296 + ".pdf",
        "  leading and trailing  ",
        ".hidden",
        "é́combining.pdf",
        "\u200fעברית.pdf",
    ],
)
def test_any_name_that_people_type_survives_unchanged(name: str) -> None:
    assert require_file_name(name) == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "blank"),
        ("  \u3000 ", "blank"),
        ("..", "blank"),
        ("x" * 513, "too-long"),
        ("../etc/passwd", "slash"),
        ("C:\\scan.pdf", "slash"),
        ("a\x00.pdf", "control-character"),
        ("a\r\nSet-Cookie: b", "control-character"),
        ("a\x7f", "control-character"),
        ("a\u2028b", "control-character"),
        ("a\ud800b", "control-character"),
        ("报告\u202efdp.exe", "direction-control"),
        ("a\u2066b\u2069", "direction-control"),
    ],
)
def test_a_name_that_deceives_is_refused_with_the_reason(name: str, code: str) -> None:
    with pytest.raises(FileNameRefused) as refusal:
        require_file_name(name)

    assert [fault.code for fault in refusal.value.faults] == [code]


def test_all_reasons_are_given_at_once() -> None:
    with pytest.raises(FileNameRefused) as refusal:
        require_file_name("a/\u202e\x00" + "x" * 600)

    assert [fault.code for fault in refusal.value.faults] == [
        "too-long",
        "slash",
        "control-character",
        "direction-control",
    ]
