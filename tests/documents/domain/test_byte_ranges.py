import pytest

from services.documents.domain.byte_ranges import ByteRange, requested_range
from services.documents.domain.errors import RangeOutsideFile


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-", (90, 99)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("BYTES=5-6", (5, 6)),
    ],
)
def test_one_range_is_served(header: str, expected: tuple[int, int]) -> None:
    assert requested_range(header, 100) == ByteRange(first=expected[0], last=expected[1])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes=-",
        "bytes=0-1,5-6",
        "bytes=5-4",
        "bytes=a-b",
        "items=0-1",
        "bytes=１-２",
        f"bytes=0-{'9' * 30}",
    ],
)
def test_what_is_not_served_in_part_gets_the_whole_file(header: str | None) -> None:
    assert requested_range(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(header: str) -> None:
    with pytest.raises(RangeOutsideFile) as refusal:
        requested_range(header, 100)

    assert "100" in str(refusal.value)


def test_a_range_tells_its_length_and_its_header() -> None:
    part = ByteRange(first=10, last=19)

    assert (part.length, part.content_range(100)) == (10, "bytes 10-19/100")
