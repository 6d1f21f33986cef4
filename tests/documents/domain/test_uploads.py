from datetime import UTC, datetime, timedelta

import pytest

from services.documents.domain.upload_errors import PartOutsideUpload, UploadIncomplete
from services.documents.domain.uploads import (
    DirectUpload,
    part_size_for,
    require_parts,
    require_whole,
)

AT = datetime(2025, 7, 10, 1, tzinfo=UTC)
MIB = 2**20
UPLOAD = DirectUpload(
    document_id="d",
    upload_id="u",
    kind="video",
    file_name="a.mp4",
    media_type="video/mp4",
    size_bytes=20 * MIB,
    part_bytes=8 * MIB,
    sha256=None,
    started_at=AT,
    expires_at=AT + timedelta(days=3),
    started_by="wang",
    multipart_id="m",
)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, 8 * MIB), (200 * MIB, 8 * MIB), (8000 * MIB, 8 * MIB), (8000 * MIB + 1, 9 * MIB)],
)
def test_parts_are_larger_than_usual_only_for_files_that_would_have_too_many(
    size: int, expected: int
) -> None:
    assert part_size_for(size, usual=8 * MIB) == expected


def test_all_parts_but_the_last_are_alike() -> None:
    assert UPLOAD.part_count == 3
    assert [UPLOAD.size_of(number) for number in (1, 2, 3)] == [8 * MIB, 8 * MIB, 4 * MIB]


def test_whole_is_what_has_every_part_in_its_size() -> None:
    require_whole(UPLOAD, {1: 8 * MIB, 2: 8 * MIB, 3: 4 * MIB})

    with pytest.raises(UploadIncomplete) as refusal:
        require_whole(UPLOAD, {1: 8 * MIB, 2: 0})
    assert {fault.pointer: fault.code for fault in refusal.value.faults} == {
        "/parts/2": "size",
        "/parts/3": "missing",
    }


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_number_that_no_part_has_is_named(number: int) -> None:
    with pytest.raises(PartOutsideUpload) as refusal:
        require_parts(UPLOAD, [1, number])

    assert [fault.pointer for fault in refusal.value.faults] == ["/part_numbers/1"]
