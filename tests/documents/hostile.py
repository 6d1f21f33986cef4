"""Files that mean harm, each made here and harmless in itself."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.documents import samples

Change = Callable[[pikepdf.Pdf], None]


def _changed(change: Change, **options: Any) -> bytes:
    pdf = pikepdf.open(io.BytesIO(samples.a_pdf()))
    change(pdf)
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def _opening(**action: Any) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(**action)

    return _changed(change)


def script_on_opening() -> bytes:
    return _opening(S=Name.JavaScript, JS=String("app.alert(1)"))


def script_with_an_escaped_name() -> bytes:
    """The name is written as /J#53: a search for the bytes does not find it."""
    return script_on_opening().replace(b"/JS ", b"/J#53 ", 1)


def script_in_the_names() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"app.alert(1)")))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))

    return _changed(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def script_on_closing_a_page() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.pages[1].AA = Dictionary(C=action)

    return _changed(change)


def script_in_a_field() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=String("AFNumber_Format(2)"))
        field = Dictionary(FT=Name.Tx, T=String("sum"), AA=Dictionary(F=action))
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))

    return _changed(change)


def script_in_a_link() -> bytes:
    return _opening(S=Name.URI, URI=String("JavaScript:alert(1)"))


def launch() -> bytes:
    return _opening(S=Name.Launch, F=String("calc.exe"))


def sends_its_form() -> bytes:
    return _opening(S=Name.SubmitForm, F=String("http://example.invalid/"))


def imports_data() -> bytes:
    return _opening(S=Name.ImportData, F=String("data.fdf"))


def goes_to_another_file() -> bytes:
    return _opening(S=Name.GoToR, F=String("//example.invalid/share.pdf"), D=Array([0, Name.Fit]))


def link_to_a_share() -> bytes:
    return _opening(S=Name.URI, URI=String("file://example.invalid/share"))


def stream_from_outside() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        outside = Stream(pdf, b"")
        outside.F = String("http://example.invalid/content")
        pdf.Root.Extra = outside

    return _changed(change)


def page_of_another_file() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        form = Stream(pdf, b"")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        form.Ref = Dictionary(F=String("other.pdf"), Page=0)
        pdf.Root.Extra = form

    return _changed(change)


def embedded_file() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["setup.exe"] = b"MZ"

    return _changed(change)


def attachment_on_a_page() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].Annots = Array([note])

    return _changed(change)


def film() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].Annots = Array([note])

    return _changed(change)


def dynamic_form() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(pdf, b"<xdp/>"))

    return _changed(change)


def links_to_web_pages() -> bytes:
    """What honest firms have in their reports."""

    def change(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://www.example.invalid/"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        pdf.pages[0].Annots = Array([link])
        pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])

    return _changed(change)


def zeros_deflated(size_bytes: int) -> bytes:
    packing = zlib.compressobj(9)
    piece = b"\0" * 2**20
    packed = [packing.compress(piece) for _ in range(size_bytes // len(piece))]
    return b"".join([*packed, packing.flush()])


def _with_stream(data: bytes, filters: Any, **more: object) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = Stream(pdf, b"")
        stream.write(data, filter=filters)
        for key, value in more.items():
            stream[f"/{key}"] = value
        pdf.pages[0].Contents = stream

    return _changed(
        change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def content_bomb() -> bytes:
    """A content stream of two hundred kilobytes that unfolds to 200 MiB."""
    return _with_stream(zeros_deflated(200 * 2**20), Name.FlateDecode)


def nested_bomb() -> bytes:
    """Deflated twice: less than a kilobyte is left of it."""
    twice = zlib.compress(zeros_deflated(200 * 2**20), 9)
    return _with_stream(twice, Array([Name.FlateDecode, Name.FlateDecode]))


def hexadecimal_bomb() -> bytes:
    data = zeros_deflated(200 * 2**20).hex().encode() + b">"
    return _with_stream(data, Array([Name.ASCIIHexDecode, Name.FlateDecode]))


def bomb_that_says_it_is_a_small_picture() -> bytes:
    return _with_stream(
        zeros_deflated(200 * 2**20), Name.FlateDecode, Subtype=Name.Image, Width=1, Height=1
    )


def object_stream_bomb() -> bytes:
    """What lists the file's objects is itself a bomb: it goes off in whoever opens the file."""
    packed = zeros_deflated(200 * 2**20)
    body = b"%PDF-1.5\n1 0 obj\n<< /Type /Obj#53tm /N 1 /First 4 /Filter /FlateDecode /Length "
    body += f"{len(packed)} >>\nstream\n".encode() + packed + b"\nendstream\nendobj\n"
    return body + b"trailer\n<< /Root 2 0 R /Size 3 >>\nstartxref\n9\n%%EOF\n"


def many_bombs() -> bytes:
    """Each below the limit of a stream, all of them together above that of a file."""
    packed = zeros_deflated(100 * 2**20)

    def change(pdf: pikepdf.Pdf) -> None:
        for number in range(6):
            stream = Stream(pdf, b"")
            stream.write(packed, filter=Name.FlateDecode)
            pdf.Root[f"/Extra{number}"] = pdf.make_indirect(stream)

    return _changed(
        change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def picture_bomb() -> bytes:
    """A page with a picture of 900 million pixels."""
    return _with_stream(
        zeros_deflated(2**20),
        Name.FlateDecode,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=30_000,
        Height=30_000,
        BitsPerComponent=1,
        ColorSpace=Name.DeviceGray,
    )


def huge_png(side: int = 30_000) -> bytes:
    """A whole PNG of 30,000 × 30,000 pixels in a hundred kilobytes."""
    packing, row = zlib.compressobj(9), b"\0" * (1 + (side + 7) // 8)
    data = b"".join([*(packing.compress(row) for _ in range(side)), packing.flush()])
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def many_pages(pages: int = 10_000) -> bytes:
    return samples.a_pdf(pages)


def deep_page_tree(depth: int = 5_000) -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [
        f"<< /Type /Pages /Count 1 /Kids [{number + 1} 0 R] >>".encode()
        for number in range(2, depth + 2)
    ]
    objects.append(b"<< /Type /Page /MediaBox [0 0 9 9] >>")
    return _written(objects)


def page_tree_in_a_circle() -> bytes:
    return _written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
        ]
    )


def page_tree_that_doubles() -> bytes:
    """Thirty levels, each twice the one below: a thousand million pages in two kilobytes."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    for number in range(2, 32):
        kid = number + 1
        objects.append(f"<< /Type /Pages /Count 2 /Kids [{kid} 0 R {kid} 0 R] >>".encode())
    objects.append(b"<< /Type /Page /MediaBox [0 0 9 9] >>")
    return _written(objects)


def wrong_offsets() -> bytes:
    """As some scanners write them: every reader mends it."""
    whole = samples.a_pdf(2)
    return whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"


def deeply_nested_array() -> bytes:
    return _written(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Extra " + b"[" * 200_000 + b"]" * 200_000 + b" >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ]
    )


def a_zip(name: str = "run.exe") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"MZ")
    return buffer.getvalue()


def pdf_and_zip() -> bytes:
    return samples.a_pdf() + a_zip()


def pdf_behind_a_script() -> bytes:
    return b"/*" + b" " * 20 + b"*/alert(1)//\n" + samples.a_pdf()


def pdf_with_mark_up_in_its_first_lines() -> bytes:
    whole = samples.a_pdf()
    return whole[:9] + b"%<html><script>alert(1)</script>\n" + whole[9:]


def pdf_and_program() -> bytes:
    return samples.a_pdf() + b"MZ\x90\x00" + b"\0" * 200


def picture_and_zip() -> bytes:
    return samples.an_image() + a_zip()


def _written(objects: list[bytes]) -> bytes:
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    table = b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table
    return data + (
        f"trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
