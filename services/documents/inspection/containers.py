"""Files that are containers: zip packages of office programs and of OFD, MP4 boxes, frames of a TIFF.

What they are is read from the bytes, never from a name. They are opened as far as it takes to know that they are whole.
"""

import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, UnidentifiedImageError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: GB/T 33190-2016; kept as it is.
OFD = "application/ofd"
MP4 = "video/mp4"
TIFF = "image/tiff"

_ZIP_START = b"PK\x03\x04"
#: The main part of a package without macros, as [Content_Types].xml names it (ECMA-376 part 2, annex C; part 1, §11–12).
_MAIN_PARTS = {
    XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
_CONTENT_TYPES = "[Content_Types].xml"
_OFD_ENTRY = "OFD.xml"
_MOST_ENTRIES = 10_000
#: What a package may unfold to; beyond it, it is not read to its end and does not count as openable.
_MOST_UNFOLDED_BYTES = 2**30
_MOST_CONTENT_TYPES_BYTES = 2**20
_CHUNK_BYTES = 2**20
_ENCRYPTED_FLAG = 0x1

#: Brands of ISO base media files that players take for MP4 (ISO/IEC 14496-12, -14); QuickTime's "qt  " is none.
_MP4_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"}
)
_BOX_HEAD_BYTES = 8
#: A film has a handful of boxes at the top, a fragmented one some hundreds.
_MOST_BOXES = 100_000
#: Frames beyond this are counted and not decoded: no kind takes so many pages.
_MOST_FRAMES = 1000


def begins_as_zip(path: Path) -> bool:
    """Tell whether a file begins as a zip package."""
    with path.open("rb") as file:
        return file.read(len(_ZIP_START)) == _ZIP_START


def open_package(path: Path) -> tuple[str | None, bool, bool]:
    """Tell a package's type (None if it is none of ours), whether it is encrypted, and whether it is whole."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if len(entries) > _MOST_ENTRIES:
                return None, False, False
            if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
                return _type_of(package, {entry.filename for entry in entries}), True, False
            found = _type_of(package, {entry.filename for entry in entries})
            return found, False, _reads_to_its_end(package, entries)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError):
        return None, False, False
    except (EOFError, OSError, MemoryError):
        return None, False, False


def _type_of(package: zipfile.ZipFile, names: set[str]) -> str | None:
    if _OFD_ENTRY in names:
        return OFD
    if _CONTENT_TYPES not in names:
        return None
    entry = package.getinfo(_CONTENT_TYPES)
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return None
    with package.open(entry) as part:
        said = part.read(_MOST_CONTENT_TYPES_BYTES)
    found = [media_type for media_type, main in _MAIN_PARTS.items() if main in said]
    # One that says to be both is neither.
    return found[0] if len(found) == 1 else None


def _reads_to_its_end(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    unfolded = 0
    for entry in entries:
        with package.open(entry) as part:
            # The checksum is compared when the last byte is read.
            while chunk := part.read(_CHUNK_BYTES):
                unfolded += len(chunk)
                if unfolded > _MOST_UNFOLDED_BYTES:
                    return False
    return True


def is_mp4(path: Path) -> bool:
    """Tell whether a file begins with the box of an MP4."""
    with path.open("rb") as file:
        start = file.read(12)
    return start[4:8] == b"ftyp" and start[8:12] in _MP4_BRANDS


def is_whole_mp4(path: Path) -> bool:
    """Walk the boxes at the top: they fill the file to its last byte, and one of them describes the film."""
    size, place, has_film = path.stat().st_size, 0, False
    with path.open("rb") as file:
        for _ in range(_MOST_BOXES):
            file.seek(place)
            head = file.read(_BOX_HEAD_BYTES)
            if len(head) < _BOX_HEAD_BYTES:
                return False
            length, kind = struct.unpack(">I4s", head)
            if length == 1:
                # The true length follows in eight bytes; a box that has lost them has length 0 here, and is refused.
                length = int.from_bytes(file.read(8), "big")
            elif length == 0:
                length = size - place
            if length < _BOX_HEAD_BYTES:
                return False
            has_film = has_film or kind == b"moov"
            place += length
            if place >= size:
                return place == size and has_film
    return False


def open_frames(path: Path, max_pixels: int) -> tuple[bool, int, int]:
    """Tell whether all frames of a TIFF decode, how many there are, and the pixels of the largest."""
    frames = pixels = 0
    try:
        with Image.open(path, formats=["TIFF"]) as image:
            frames = int(getattr(image, "n_frames", 1))
            if frames > _MOST_FRAMES:
                return True, frames, 0
            for number in range(frames):
                image.seek(number)
                pixels = max(pixels, image.width * image.height)
                if pixels > max_pixels:
                    return False, frames, pixels
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
        return False, 0, pixels
    except (KeyError, TypeError, IndexError, struct.error):
        # Pillow lets these through for directories that lie about their entries.
        return False, 0, pixels
    return True, frames, pixels
