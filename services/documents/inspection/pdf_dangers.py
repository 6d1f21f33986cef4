"""Finds in a PDF what acts by itself, reaches outside, or unfolds beyond measure."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf
from PIL import Image, UnidentifiedImageError

from services.documents.domain.dangers import Danger
from services.documents.inspection.streams import (
    MOST_OF_A_FILE,
    UnfoldsTooFar,
    unfolded_size,
)

#: By the name of an action (ISO 32000-2, 12.6.4).
_ACTIONS: Mapping[str, Danger] = {
    "/JavaScript": Danger.SCRIPT,
    "/Launch": Danger.LAUNCH,
    "/SubmitForm": Danger.FORM_DATA,
    "/ImportData": Danger.FORM_DATA,
    "/GoToR": Danger.OUTSIDE,
    "/GoToE": Danger.OUTSIDE,
    **dict.fromkeys(
        ("/Rendition", "/RichMediaExecute", "/Movie", "/Sound", "/GoTo3DView"), Danger.RICH_MEDIA
    ),
}
#: By the subtype of an annotation.
_SUBTYPES: Mapping[str, Danger] = {
    "/FileAttachment": Danger.EMBEDDED_FILE,
    **dict.fromkeys(("/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"), Danger.RICH_MEDIA),
}
#: By a key that has no other use.
_KEYS: Mapping[str, Danger] = {
    "/JS": Danger.SCRIPT,
    "/EF": Danger.EMBEDDED_FILE,
    "/XFA": Danger.XFA,
    "/RichMediaContent": Danger.RICH_MEDIA,
}
#: Links to web pages are fine; these schemes make a reader run or fetch something.
_SCHEMES: Mapping[bytes, Danger] = {
    b"javascript:": Danger.SCRIPT,
    b"vbscript:": Danger.SCRIPT,
    b"file:": Danger.OUTSIDE,
    b"smb:": Danger.OUTSIDE,
    b"\\\\": Danger.OUTSIDE,
}
#: Codecs that carry the size of their picture with them, whatever the PDF says about it.
_SIZED_CODECS = frozenset({"/DCTDecode", "/DCT", "/JPXDecode"})


@dataclass(kw_only=True)
class Contents:
    """What the objects of a PDF hold."""

    dangers: set[Danger] = field(default_factory=set)
    #: Of the largest picture.
    most_pixels: int = 0


def look_through(pdf: pikepdf.Pdf) -> Contents:
    """Look at every object of a PDF, also at those that no page leads to."""
    contents, unfolded = Contents(), 0
    for top in pdf.objects:
        for each in _dictionaries_within(top):
            is_stream = isinstance(each, pikepdf.Stream)
            contents.dangers |= _dangers_of(each, is_stream=is_stream)
            if isinstance(each, pikepdf.Stream):
                contents.most_pixels = max(contents.most_pixels, _pixels_of(each))
                try:
                    unfolded += _unfolded(each)
                except UnfoldsTooFar:
                    contents.dangers.add(Danger.INFLATES)
        if unfolded > MOST_OF_A_FILE:
            contents.dangers.add(Danger.INFLATES)
        if Danger.INFLATES in contents.dangers:
            break
    return contents


def _dictionaries_within(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Give the object and what is written inside it; what it refers to comes by itself."""
    waiting: list[object] = [top]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            values: list[object] = list(each)
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            values = [each.get(key) for key in each.keys()]  # noqa: SIM118 - iterating gives no keys
        else:
            continue
        waiting.extend(
            value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect
        )


def _dangers_of(dictionary: pikepdf.Object, *, is_stream: bool) -> set[Danger]:
    keys = set(dictionary.keys())
    found = {danger for key, danger in _KEYS.items() if key in keys}
    for key, table in (("/S", _ACTIONS), ("/Subtype", _SUBTYPES)):
        if key in keys and (danger := table.get(str(dictionary.get(key)))):
            found.add(danger)
    if is_stream and keys & {"/F", "/Ref"}:
        # The stream's bytes, or the page it shows, are in another file.
        found.add(Danger.OUTSIDE)
    if is_stream and str(dictionary.get("/Type", "")) == "/EmbeddedFile":
        found.add(Danger.EMBEDDED_FILE)
    address = dictionary.get("/URI") if "/URI" in keys else None
    if isinstance(address, pikepdf.String):
        target = b"".join(bytes(address).split()).lower()
        found |= {danger for scheme, danger in _SCHEMES.items() if target.startswith(scheme)}
    return found


def _pixels_of(stream: pikepdf.Stream) -> int:
    if not _is_picture(stream):
        return 0
    pixels = _number(stream, "/Width") * _number(stream, "/Height")
    filters = _filters_of(stream)
    if len(filters) == 1 and filters[0] in _SIZED_CODECS:
        try:
            with Image.open(io.BytesIO(stream.read_raw_bytes())) as image:
                pixels = max(pixels, image.width * image.height)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            return pixels
    return pixels


def _unfolded(stream: pikepdf.Stream) -> int:
    filters = _filters_of(stream)
    if not filters:
        return 0
    data = stream.read_raw_bytes()
    if _is_picture(stream):
        # Whoever shows it reads as many rows as it says it has, and its pixels are limited. Only
        # one that says it is smaller than its own compressed bytes is worth a closer look.
        pixels = _number(stream, "/Width") * _number(stream, "/Height")
        if len(filters) == 1 and len(data) <= pixels * _BYTES_PER_PIXEL:
            return 0
        unfolded_size(data, filters)
        return 0
    return unfolded_size(data, filters)


#: Four colours of 16 bits.
_BYTES_PER_PIXEL = 8


def _is_picture(stream: pikepdf.Stream) -> bool:
    return str(stream.get("/Subtype", "")) == "/Image" or "/ImageMask" in set(stream.keys())


def _filters_of(stream: pikepdf.Stream) -> list[str]:
    return _names_in(stream.get("/Filter")) if "/Filter" in set(stream.keys()) else []


def _names_in(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, pikepdf.Array) else [str(value)]


def _number(stream: pikepdf.Stream, key: str) -> int:
    return _whole(stream.get(key))


def _whole(value: object) -> int:
    return max(value, 0) if isinstance(value, int) else 0
