"""Files to upload, sound and unsound, and the requests around them."""

import base64
import hashlib
import io
import struct
import zipfile
from typing import Any

import pikepdf
import xlsxwriter
from PIL import Image

from shared.contracts.documents import PrintJob


def a_pdf(
    pages: int = 2, *, padding: int = 0, encryption: pikepdf.Encryption | None = None
) -> bytes:
    """Make a sound PDF; ``padding`` bytes of incompressible content make it larger."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    noise = hashlib.shake_128(str(pages).encode()).digest(padding)
    pdf.Root.Padding = pikepdf.Stream(pdf, noise)
    buffer = io.BytesIO()
    pdf.save(buffer, encryption=encryption or False, deterministic_id=encryption is None)
    return buffer.getvalue()


def an_encrypted_pdf(*, user: str = "secret") -> bytes:
    return a_pdf(encryption=pikepdf.Encryption(owner="owner", user=user))


def a_cut_pdf() -> bytes:
    whole = a_pdf(3, padding=4000)
    return whole[: len(whole) // 2]


def a_polyglot() -> bytes:
    """A web page to a browser, and a PDF to readers that search for its beginning."""
    return b"<!DOCTYPE html><script>alert(1)</script>" + a_pdf()


def an_image(image_format: str = "PNG", size: tuple[int, int] = (320, 200)) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).save(buffer, image_format)
    return buffer.getvalue()


def a_tiff(frames: int = 3, size: tuple[int, int] = (200, 100)) -> bytes:
    buffer = io.BytesIO()
    first, *rest = [Image.effect_noise(size, 60) for _ in range(frames)]
    first.save(buffer, "TIFF", save_all=True, append_images=rest)
    return buffer.getvalue()


def a_package(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return buffer.getvalue()


def an_xlsx() -> bytes:
    """A workbook as a library writes it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "营业收入")
    return buffer.getvalue()


def a_docx(main: str = "wordprocessingml.document.main+xml") -> bytes:
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/word/document.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    )
    return a_package(
        ("[Content_Types].xml", types.encode()), ("word/document.xml", b"<document/>" * 500)
    )


def an_ofd() -> bytes:
    return a_package(("OFD.xml", b"<OFD/>"), ("Doc_0/Document.xml", b"<Document/>" * 500))


def an_mp4(brand: bytes = b"isom") -> bytes:
    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(content), kind) + content

    start = box(b"ftyp", brand + bytes(4) + brand)
    return start + box(b"moov", box(b"mvhd", bytes(100))) + box(b"mdat", bytes(5000))


def an_image_bomb() -> bytes:
    """A few kilobytes that would unfold to 144 million pixels."""
    buffer = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(buffer, "PNG")
    return buffer.getvalue()


def content_digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def a_print_job(**changes: Any) -> dict[str, Any]:
    """Give the contract's own example, changed where a test says so."""
    schema = PrintJob.model_config["json_schema_extra"]
    assert isinstance(schema, dict)
    examples = schema["examples"]
    assert isinstance(examples, list)
    example = examples[0]
    assert isinstance(example, dict)
    return {**example, **changes}
