"""How far bytes unfold, for each filter and for chains of them."""

import base64
import hashlib
import zlib

import pikepdf
import pytest

from services.documents.inspection.streams import UnfoldsTooFar, unfolded_size

PLAIN = hashlib.shake_128(b"plain").digest(3000) * 3

PACKED = [
    (["/FlateDecode"], zlib.compress(PLAIN)),
    (["/Fl"], zlib.compress(PLAIN)),
    (["/ASCIIHexDecode"], PLAIN.hex().encode() + b">"),
    (["/ASCII85Decode"], base64.a85encode(PLAIN) + b"~>"),
    (["/ASCII85Decode", "/FlateDecode"], base64.a85encode(zlib.compress(PLAIN)) + b"~>"),
    (["/FlateDecode", "/FlateDecode"], zlib.compress(zlib.compress(PLAIN))),
    (["/RunLengthDecode"], b"".join(b"\x00" + bytes([byte]) for byte in PLAIN) + b"\x80"),
    ([], PLAIN),
]


def lzw(data: bytes) -> bytes:
    """Pack as the filter of PDF does, with its early change of width."""
    table = {bytes([value]): value for value in range(256)}
    bits, next_code, width, word = "", 258, 9, b""
    bits += f"{256:09b}"
    for byte in data:
        longer = word + bytes([byte])
        if longer in table:
            word = longer
            continue
        bits += f"{table[word]:0{width}b}"
        if next_code < 4095:
            table[longer] = next_code
            next_code += 1
            width = min(max(9, next_code.bit_length()), 12)
        word = bytes([byte])
    bits += f"{table[word]:0{width}b}"
    width = min(max(9, (next_code + 1).bit_length()), 12)
    bits += f"{257:0{width}b}"
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


@pytest.mark.parametrize(("filters", "data"), PACKED, ids=[str(one[0]) for one in PACKED])
def test_a_chain_of_filters_is_followed_to_its_end(filters: list[str], data: bytes) -> None:
    assert unfolded_size(data, filters) == len(PLAIN)


@pytest.mark.parametrize("size", [1, 200, 254, 255, 256, 600])
def test_lzw_unfolds_as_the_pdf_library_says(size: int) -> None:
    data = lzw(PLAIN[:size])
    pdf = pikepdf.new()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(data, filter=pikepdf.Name.LZWDecode)

    assert unfolded_size(data, ["/LZWDecode"]) == len(stream.read_bytes()) == size


def test_a_chain_ends_where_a_picture_begins() -> None:
    jpeg = zlib.compress(b"\xff\xd8\xff" + PLAIN)

    assert unfolded_size(jpeg, ["/FlateDecode", "/DCTDecode"]) == len(PLAIN) + 3


@pytest.mark.parametrize(
    ("filters", "data"),
    [
        (["/FlateDecode"], zlib.compress(b"\0" * 20_000)),
        (["/FlateDecode", "/FlateDecode"], zlib.compress(zlib.compress(b"\0" * 20_000))),
        (["/LZWDecode"], lzw(b"\0" * 20_000)),
        (["/RunLengthDecode"], b"\x81\x00" * 200 + b"\x80"),
        (["/ASCII85Decode"], b"z" * 5000 + b"~>"),
        (["/FlateDecode", "/ASCIIHexDecode"], zlib.compress(b"0" * 20_000)),
    ],
    ids=["flate", "flate twice", "lzw", "runs", "base 85", "a fat layer in the middle"],
)
def test_what_unfolds_beyond_the_limit_is_told(filters: list[str], data: bytes) -> None:
    with pytest.raises(UnfoldsTooFar):
        unfolded_size(data, filters, most=10_000)


def test_more_filters_than_anybody_needs_are_a_bomb() -> None:
    with pytest.raises(UnfoldsTooFar):
        unfolded_size(b"", ["/FlateDecode"] * 5)


@pytest.mark.parametrize(
    "name", ["/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode"]
)
def test_rubbish_counts_as_far_as_it_goes(name: str) -> None:
    assert unfolded_size(b"\xff\xfe rubbish \x00" * 9, [name]) >= 0
