from dataclasses import replace

import pytest

from services.documents.domain import errors
from services.documents.domain.acceptance import (
    FileFacts,
    media_type_of,
    require_accepted_type,
    require_not_empty,
    require_size,
    require_sound_file,
)
from services.documents.domain.kinds import KindRule
from shared.errors import TiduError
from shared.text import Text

RULE = KindRule(
    kind="other-evidence",
    label=Text(zh="材料", en="evidence"),
    is_uploadable=True,
    media_types=frozenset({"application/pdf", "image/png"}),
    max_bytes=1000,
    max_pages=10,
    max_pixels=5000,
    max_files=1,
    retention_days=1,
)
PDF = FileFacts(
    detected_type="application/pdf",
    begins_as_pdf=True,
    is_encrypted=False,
    is_openable=True,
    page_count=3,
    pixel_count=0,
)
PNG = replace(PDF, detected_type="image/png", begins_as_pdf=False, page_count=1, pixel_count=4000)


@pytest.mark.parametrize(("declared", "facts"), [("application/pdf", PDF), ("image/png", PNG)])
def test_a_sound_file_is_taken(declared: str, facts: FileFacts) -> None:
    require_sound_file(RULE, declared, facts)


@pytest.mark.parametrize(
    ("declared", "facts", "expected"),
    [
        ("application/pdf", replace(PDF, detected_type="text/html"), errors.TypeMismatch),
        ("application/pdf", replace(PDF, begins_as_pdf=False), errors.TypeMismatch),
        ("image/png", PDF, errors.TypeMismatch),
        ("image/png", replace(PNG, begins_as_pdf=True), errors.TypeMismatch),
        ("application/pdf", replace(PDF, is_encrypted=True), errors.FileEncrypted),
        ("application/pdf", replace(PDF, is_openable=False), errors.FileDamaged),
        ("application/pdf", replace(PDF, page_count=0), errors.FileDamaged),
        ("application/pdf", replace(PDF, page_count=11), errors.TooManyPages),
        ("image/png", replace(PNG, pixel_count=5001, is_openable=False), errors.TooManyPixels),
    ],
)
def test_an_unsound_file_is_refused_by_its_first_fault(
    declared: str, facts: FileFacts, expected: type[TiduError]
) -> None:
    with pytest.raises(expected):
        require_sound_file(RULE, declared, facts)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/pdf", "application/pdf"),
        ("Application/PDF; charset=binary", "application/pdf"),
        (None, ""),
    ],
)
def test_a_media_type_is_read_without_its_parameters(header: str | None, expected: str) -> None:
    assert media_type_of(header) == expected


@pytest.mark.parametrize("declared", ["", "text/html", "image/jpeg"])
def test_a_type_that_the_kind_does_not_take_is_refused(declared: str) -> None:
    with pytest.raises(errors.TypeNotAccepted, match="application/pdf, image/png"):
        require_accepted_type(RULE, declared)


def test_size_is_limited_to_the_byte() -> None:
    require_size(RULE, 1000)

    with pytest.raises(errors.FileTooLarge):
        require_size(RULE, 1001)


def test_an_empty_file_is_refused() -> None:
    require_not_empty(1)

    with pytest.raises(errors.FileEmpty):
        require_not_empty(0)
