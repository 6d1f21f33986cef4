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

from shared.contracts.printing import PrintJob


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


def a_pdf_that_says(*pages: str) -> bytes:
    """Make a PDF whose text layer says this, a line of text a line, without any font in it."""
    pdf = pikepdf.new()
    for text in pages:
        font = _font_for(pdf, text)
        page = pdf.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        lines = "".join(
            f"1 0 0 1 40 {700 - 24 * number} Tm <{line.encode('utf-16-be').hex()}> Tj\n"
            for number, line in enumerate(text.split("\n"))
        )
        page.Contents = pikepdf.Stream(pdf, f"BT /F 14 Tf\n{lines}ET".encode())
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _font_for(pdf: pikepdf.Pdf, text: str) -> pikepdf.Object:
    codes = sorted({character.encode("utf-16-be").hex() for character in text if character != "\n"})
    pairs = "".join(f"<{code}> <{code}>\n" for code in codes)
    table = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}endbfchar\nendcmap end"
    )
    name = pikepdf.Name
    descendant = pikepdf.Dictionary(
        Type=name.Font,
        Subtype=name.CIDFontType2,
        BaseFont=name.SimSun,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=1000,
    )
    font = pikepdf.Dictionary(
        Type=name.Font,
        Subtype=name.Type0,
        BaseFont=name.SimSun,
        Encoding=name("/Identity-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
        ToUnicode=pikepdf.Stream(pdf, table.encode()),
    )
    return pdf.make_indirect(font)


def a_hand_in_paper(layout: str, **changes: Any) -> dict[str, Any]:
    """Give the job of a hand-in's table or letter."""
    columns = ["序号", "企业名称", "统一社会信用代码", *(f"栏目{number}" for number in range(12))]
    rows = [
        [str(number), "津海示例装备有限公司", "914403001922038216", *"123456789012"]
        for number in range(1, 21)
    ]
    is_table = layout == "summary-table"
    return {
        "layout": layout,
        "title": "附件8 先进级智能工厂项目推荐汇总表" if is_table else "推荐函",
        "application_id": None,
        "revision_number": None,
        "revision_sha256": None,
        "form_code": None,
        "hand_in_id": "0198f09f-4b7e-7a90-b1c2-d3e4f5061729",
        "hand_in_sha256": "ab" * 32,
        "subtitle": "",
        "cover": [{"label": "推荐单位", "value": "滨海新区"}] if is_table else [],
        "addressee": None if is_table else "天津市工业和信息化局：",
        "sections": [{"heading": "", "tables": [{"columns": columns, "rows": rows}]}]
        if is_table
        else [{"heading": "", "paragraphs": ["现推荐先进级智能工厂项目20个。", "特此函告。"]}],
        "enclosures": [] if is_table else ["先进级智能工厂项目推荐汇总表（附件8）"],
        "signature_lines": ["推荐单位（盖章）：滨海新区", "填表人："] if is_table else ["滨海新区"],
        **changes,
    }


def a_paper(layout: str) -> dict[str, Any]:
    """Give what to change in the sample job for a paper of this layout."""
    return {} if layout == "application-form" else a_hand_in_paper(layout)
