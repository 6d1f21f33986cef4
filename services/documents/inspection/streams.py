"""How far compressed bytes unfold, found out without ever holding what they unfold to."""

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from mmap import mmap

#: One stream that unfolds to more than this is a bomb: a page of text and lines has a few MiB.
MOST_OF_A_STREAM = 128 * 2**20
#: All of a file's streams but its pictures, which are judged by their pixels.
MOST_OF_A_FILE = 512 * 2**20
#: More filters behind one another than this have no honest use.
MOST_FILTERS = 4

_PIECE = 64 * 1024
#: Of LZW: what empties the table, what ends the data, and the longest code.
_CLEAR, _END, _LONGEST_CODE = 256, 257, 12
_RUN_END = 128


class UnfoldsTooFar(Exception):
    """The bytes would unfold to more than the limit."""


def unfolded_size(data: bytes, filters: Sequence[str], *, most: int = MOST_OF_A_STREAM) -> int:
    """Count the bytes that come out of a chain of filters; raise UnfoldsTooFar beyond the limit.

    The chain ends at the first filter that decodes a picture. Damaged data count as far as they go.
    """
    if len(filters) > MOST_FILTERS:
        raise UnfoldsTooFar
    pieces: Iterable[bytes] = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
    for name in filters:
        decode = _DECODERS.get(name)
        if decode is None:
            break
        # Each layer is bounded by itself: what a later one swallows has been made all the same.
        pieces = _bounded(decode(pieces), most)
    return sum(map(len, pieces))


def require_sound_structure(data: bytes | mmap) -> None:
    """Raise UnfoldsTooFar when a stream that is needed to open a PDF at all unfolds too far.

    These are unfolded by whatever opens the file, before it can be asked about them: so they are
    found in the raw bytes. Honest programs write them with Flate alone.
    """
    for start, end in _streams_in(data):
        head = data[max(0, start - _HEAD) : start]
        head = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), head.rpartition(b" obj")[2])
        if b"/ObjStm" not in head and b"/XRef" not in head:
            continue
        if _FOREIGN_FILTER.search(head) or head.count(b"/FlateDecode") + head.count(b"/Fl ") > 1:
            raise UnfoldsTooFar
        pieces = (data[at : at + _PIECE] for at in range(end, len(data), _PIECE))
        for _ in _bounded(_flate(pieces), MOST_OF_A_STREAM):
            pass


_HEAD = 2048
_KEYWORD, _CLOSING = b"stream", b"end"
_REST_OF_LINE = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_FOREIGN_FILTER = re.compile(
    rb"/(?:LZWDecode|LZW|RunLengthDecode|RL|ASCII85Decode|A85|ASCIIHexDecode|AHx|Crypt)\b"
    rb"|/Filter\s+\d+\s+\d+\s+R"
)


def _streams_in(data: bytes | mmap) -> Iterator[tuple[int, int]]:
    """Give where each stream's keyword begins and where its bytes begin; a plain search is fastest."""
    at = data.find(_KEYWORD)
    while at >= 0:
        behind = at + len(_KEYWORD)
        rest = _REST_OF_LINE.match(data, behind)
        if rest is not None and data[max(0, at - len(_CLOSING)) : at] != _CLOSING:
            yield at, rest.end()
        at = data.find(_KEYWORD, behind)


def _bounded(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise UnfoldsTooFar
        yield piece


def _flate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unfolding = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not unfolding.eof:
            try:
                yield unfolding.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = unfolding.unconsumed_tail
        if unfolding.eof:
            return


def _hexadecimal(pieces: Iterable[bytes]) -> Iterator[bytes]:
    digits = b"".join(b"".join(pieces).partition(b">")[0].split())
    try:
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    except ValueError:
        return


def _base85(pieces: Iterable[bytes]) -> Iterator[bytes]:
    text = b"".join(pieces).partition(b"~>")[0]
    try:
        yield base64.a85decode(text)
    except (ValueError, binascii.Error):
        return


def _run_lengths(pieces: Iterable[bytes]) -> Iterator[bytes]:
    data, at = b"".join(pieces), 0
    while at < len(data) and (length := data[at]) != _RUN_END:
        if length < _RUN_END:
            yield data[at + 1 : at + 2 + length]
            at += length + 2
        else:
            yield data[at + 1 : at + 2] * (257 - length)
            at += 2


def _lzw(pieces: Iterable[bytes]) -> Iterator[bytes]:
    table = [bytes([value]) for value in range(256)] + [b"", b""]
    previous, bits, held, width = b"", 0, 0, 9
    for piece in pieces:
        for byte in piece:
            bits, held = (bits << 8) | byte, held + 8
            if held < width:
                continue
            held -= width
            code, bits = bits >> held, bits & ((1 << held) - 1)
            if code == _END:
                return
            if code == _CLEAR:
                del table[258:]
                previous, width = b"", 9
                continue
            if code > len(table) or (code == len(table) and not previous):
                return
            entry = table[code] if code < len(table) else previous + previous[:1]
            if previous and len(table) < 1 << _LONGEST_CODE:
                table.append(previous + entry[:1])
            previous = entry
            width = min(max(9, (len(table) + 1).bit_length()), _LONGEST_CODE)
            yield entry


_Decoder = Callable[[Iterable[bytes]], Iterator[bytes]]
#: By their names, and by the short ones that belong to inline pictures but are understood everywhere.
_DECODERS: dict[str, _Decoder] = {
    **dict.fromkeys(("/FlateDecode", "/Fl"), _flate),
    **dict.fromkeys(("/LZWDecode", "/LZW"), _lzw),
    **dict.fromkeys(("/RunLengthDecode", "/RL"), _run_lengths),
    **dict.fromkeys(("/ASCII85Decode", "/A85"), _base85),
    **dict.fromkeys(("/ASCIIHexDecode", "/AHx"), _hexadecimal),
}
