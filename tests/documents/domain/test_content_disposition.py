from urllib.parse import unquote

import pytest

from services.documents.domain.content_disposition import attachment, inline


@pytest.mark.parametrize(
    "name",
    ["plain.pdf", "申报书,终稿.pdf", "㐂𠮷.pdf", "🚀.pdf", 'a "b" \\ 100%25; c.pdf', "长" * 300],
)
def test_the_true_name_can_be_read_back(name: str) -> None:
    header = attachment(name)

    encoded = header.split("filename*=UTF-8''")[1]
    assert unquote(encoded) == name
    assert header.isascii()


def test_the_name_for_old_clients_is_plain_and_quoted() -> None:
    header = attachment('报告 "2025" 100%.pdf')

    assert header.startswith('attachment; filename="__ _2025_ 100_.pdf"; filename*=')


def test_what_is_shown_is_named_like_what_is_saved() -> None:
    assert inline("申报书.png") == attachment("申报书.png").replace("attachment", "inline", 1)
