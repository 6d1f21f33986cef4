"""Finds in an office file (a ZIP of parts) what acts by itself, fetches something, or unfolds beyond measure.

Charts embed their workbook and formulas their object: what is embedded there is left alone.
"""

import re
import zipfile
import zlib
from pathlib import Path

from services.documents.domain.dangers import Danger
from services.documents.inspection.streams import MOST_OF_A_FILE, MOST_OF_A_STREAM

HEAD = b"PK\x03\x04"

#: More parts than this have no honest use.
_MOST_PARTS = 20_000
_PIECE = 256 * 1024
_SCRIPTS = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|activeX/.+|macrosheets/.+)$", re.IGNORECASE
)
_RELATIONSHIPS = re.compile(r"(?:^|/)_rels/[^/]+\.rels$")
_RELATIONSHIP = re.compile(rb"<(?:[a-z]+:)?Relationship\b[^>]*>", re.IGNORECASE)
#: Taken in when the file is opened; links that a person has to click are fine.
_FETCHED = re.compile(
    rb"""Type\s*=\s*["'][^"']*/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath|image)["']""",
    re.IGNORECASE,
)
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)


def dangers_of_package(path: Path) -> set[Danger]:
    """Tell which dangers are in it; what is no ZIP has none here."""
    found: set[Danger] = set()
    total = 0
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS:
                return {Danger.INFLATES}
            for part in parts:
                if _SCRIPTS.search(part.filename):
                    found.add(Danger.SCRIPT)
                size, text = _unfolded(package, part)
                total += size
                if size > MOST_OF_A_STREAM or total > MOST_OF_A_FILE:
                    return {*found, Danger.INFLATES}
                if _RELATIONSHIPS.search(part.filename) and _fetches(text):
                    found.add(Danger.OUTSIDE)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        # Whether it opens is judged elsewhere.
        return found
    return found


def _unfolded(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, bytes]:
    # The size that the file states of itself may be a lie: it is counted. Only relationships are kept.
    size, kept = 0, []
    with package.open(part) as file:
        while size <= MOST_OF_A_STREAM and (piece := file.read(_PIECE)):
            size += len(piece)
            if part.filename.endswith(".rels"):
                kept.append(piece)
    return size, b"".join(kept)


def _fetches(text: bytes) -> bool:
    return any(
        _EXTERNAL.search(each) and _FETCHED.search(each) for each in _RELATIONSHIP.findall(text)
    )
