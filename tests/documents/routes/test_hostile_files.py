"""A file that means harm is refused before the upload is answered, by a code of its own."""

from collections.abc import Callable

import pytest

from tests.documents import hostile, samples
from tests.documents.desk import Desk, a_document_id

#: What is sent, its code, and whether it is an image.
REFUSED: list[tuple[Callable[[], bytes], int, str]] = [
    (hostile.script_on_opening, 422, "file-has-script"),
    (hostile.script_with_an_escaped_name, 422, "file-has-script"),
    (hostile.script_in_the_names, 422, "file-has-script"),
    (hostile.script_on_closing_a_page, 422, "file-has-script"),
    (hostile.script_in_a_field, 422, "file-has-script"),
    (hostile.script_in_a_link, 422, "file-has-script"),
    (hostile.launch, 422, "file-launches-program"),
    (hostile.sends_its_form, 422, "file-sends-form-data"),
    (hostile.imports_data, 422, "file-sends-form-data"),
    (hostile.goes_to_another_file, 422, "file-refers-outside"),
    (hostile.link_to_a_share, 422, "file-refers-outside"),
    (hostile.stream_from_outside, 422, "file-refers-outside"),
    (hostile.page_of_another_file, 422, "file-refers-outside"),
    (hostile.embedded_file, 422, "file-has-embedded-file"),
    (hostile.attachment_on_a_page, 422, "file-has-embedded-file"),
    (hostile.film, 422, "file-has-rich-media"),
    (hostile.dynamic_form, 422, "file-has-xfa-form"),
    (hostile.content_bomb, 422, "file-inflates-too-far"),
    (hostile.nested_bomb, 422, "file-inflates-too-far"),
    (hostile.hexadecimal_bomb, 422, "file-inflates-too-far"),
    (hostile.bomb_that_says_it_is_a_small_picture, 422, "file-inflates-too-far"),
    (hostile.object_stream_bomb, 422, "file-inflates-too-far"),
    (hostile.many_bombs, 422, "file-inflates-too-far"),
    (hostile.picture_bomb, 422, "too-many-pixels"),
    (hostile.many_pages, 422, "too-many-pages"),
    (hostile.deep_page_tree, 422, "page-tree-unsound"),
    (hostile.page_tree_in_a_circle, 422, "page-tree-unsound"),
    (hostile.page_tree_that_doubles, 422, "page-tree-unsound"),
    (samples.a_polyglot, 415, "file-is-polyglot"),
    (hostile.pdf_and_zip, 415, "file-is-polyglot"),
    (hostile.pdf_behind_a_script, 415, "file-is-polyglot"),
    (hostile.pdf_with_mark_up_in_its_first_lines, 415, "file-is-polyglot"),
    (hostile.pdf_and_program, 415, "file-is-polyglot"),
]


@pytest.mark.parametrize(
    ("make", "status", "code"), REFUSED, ids=[make.__name__ for make, _, _ in REFUSED]
)
def test_a_hostile_pdf_is_refused_by_its_own_code(
    desk: Desk, make: Callable[[], bytes], status: int, code: str
) -> None:
    desk.upload(make()).refused(status, code)


@pytest.mark.parametrize(
    ("make", "status", "code"),
    [
        (hostile.huge_png, 422, "too-many-pixels"),
        (hostile.picture_and_zip, 415, "file-is-polyglot"),
    ],
    ids=["pixels", "zip behind it"],
)
def test_a_hostile_picture_is_refused_by_its_own_code(
    desk: Desk, make: Callable[[], bytes], status: int, code: str
) -> None:
    answer = desk.upload(make(), kind="other-evidence", media_type="image/png")

    answer.refused(status, code)


@pytest.mark.parametrize(
    "make",
    [hostile.links_to_web_pages, hostile.wrong_offsets],
    ids=["links to web pages", "wrong offsets"],
)
def test_what_honest_firms_send_is_taken(desk: Desk, make: Callable[[], bytes]) -> None:
    desk.upload(make()).ok(201)


def test_nesting_without_end_costs_one_answer_at_the_most(desk: Desk) -> None:
    answer = desk.upload(hostile.deeply_nested_array())

    assert answer.status in {201, 422}
    desk.upload(samples.a_pdf()).ok(201)


def test_a_large_file_sent_straight_to_the_store_is_refused_for_the_same(desk: Desk) -> None:
    direct = desk.start(hostile.script_on_opening(), document_id=a_document_id()).send_all()

    direct.complete().refused(422, "file-has-script")
    # It is over, and a repeat hears the same.
    assert direct.read().ok(200)["state"] == "refused"
    direct.complete().refused(422, "file-has-script")
