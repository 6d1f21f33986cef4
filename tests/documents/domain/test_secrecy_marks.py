"""What bears a classification mark, and what only talks about secrets."""

import pytest

from services.documents.domain.secrecy_marks import MOST_MARKS, marks_in

MARKED = [
    ("绝密★", "绝密★"),
    ("机密★启用前", "机密★启用前"),
    ("秘密★10年", "秘密★10年"),
    ("秘密 ★ 10 年", "秘密★10年"),
    ("秘 密 ★ 1 0 年", None),
    ("秘密★１０年", "秘密★10年"),
    ("机\u200b密★长期", "机密★长期"),
    ("机密☆", "机密☆"),
    ("秘密⭐6个月", "秘密⭐6个月"),
    ("秘密*5年", "秘密*5年"),
    ("秘密＊五年", "秘密*五年"),
    ("絕密★", "絕密★"),
    ("机　密　★", "机密★"),
    ("密级：机密★启用前 本项目…", "机密★启用前"),
    ("国家秘密★20年", "秘密★20年"),
    ("核心商密", "核心商密"),
    ("普 通 商 密", "普通商密"),
    ("核心商密★5年", "核心商密★5年"),
    ("普通商密\u3000▲", "普通商密"),
    ("秘\n密\n★\n", "秘密★"),
]

UNMARKED = [
    "申报材料不涉及国家秘密、商业秘密。",
    "本单位承诺所提交的材料真实，不涉及国家秘密、商业秘密和个人隐私。",
    "不涉及国家秘密、商业秘密\n★ 重点领域：装备制造",
    "不涉及国家秘密、商业秘密 ★ 注：以下为附件",
    "严守商业机密，签订保密协议",
    "秘密",
    "机密",
    "加密传输、机密计算（可信执行环境）",
    "保守国家秘密是公民的义务",
    "秘密*",
    "★★★ 五星级服务",
    "精密★级机床",
    "",
]


@pytest.mark.parametrize(("text", "mark"), MARKED)
def test_a_mark_is_found_however_it_is_set(text: str, mark: str | None) -> None:
    found = marks_in(f"某某公司\n{text}\n二〇二五年")

    assert len(found) == 1
    assert mark is None or found == [mark]


@pytest.mark.parametrize("text", UNMARKED)
def test_talk_about_secrets_is_no_mark(text: str) -> None:
    assert marks_in(text) == []


def test_of_a_file_full_of_marks_some_are_told() -> None:
    text = "\n".join(f"秘密★{number}年" for number in range(1, 99))

    assert len(marks_in(text)) == MOST_MARKS
