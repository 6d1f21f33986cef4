import pytest

from shared.text import Text, preferred_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("*", "zh-CN"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-us", "en"),
        ("zh", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("zh-CN,en;q=0.9", "zh-CN"),
        ("en;q=0.9,zh;q=0.8", "en"),
        ("fr,en;q=0.3", "en"),
        ("fr", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("zh;q=0.1, en;q=0.2", "en"),
        ("en;q=nonsense", "zh-CN"),
        (",,;q=1,", "zh-CN"),
        ("en;q=99", "en"),
    ],
)
def test_the_language_is_chosen_by_quality_and_is_chinese_when_in_doubt(
    header: str | None, language: str
) -> None:
    assert preferred_language(header) == language


def test_values_are_filled_into_both_languages() -> None:
    text = Text(zh="至多 {limit} 项", en="{limit} at most").fill(limit=3)

    assert text.as_json() == {"zh": "至多 3 项", "en": "3 at most"}
