"""What the documents service prints, and what it tells of the codes on its pages.

A job is content only: plain text in places that the layout knows, never mark-up.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shared.contracts.documents import DocumentVersion, HexDigest, Uuid
from shared.time_fields import Instant

_EXAMPLE_DOCUMENT = "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01"
_EXAMPLE_VERSION = "0198f0a3-11aa-7d52-8c44-5e6f70819a2b"
_EXAMPLE_APPLICATION = "0198f09f-4b7e-7a90-b1c2-d3e4f5061728"
_EXAMPLE_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

Line = Annotated[str, StringConstraints(max_length=1000)]
Paragraph = Annotated[str, StringConstraints(max_length=20_000)]


class PrintLayout(StrEnum):
    """Which paper is printed; how it looks stands in the documents service's data."""

    #: 申报书
    APPLICATION_FORM = "application-form"
    #: 汇总表
    SUMMARY_TABLE = "summary-table"
    #: 推荐函
    RECOMMENDATION_LETTER = "recommendation-letter"


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PrintedField(_Body):
    """A label with its value, as one row of a form."""

    label: Line
    value: Paragraph


class PrintedTable(_Body):
    """A table; every row has as many cells as there are columns."""

    caption: Line = ""
    columns: Annotated[list[Line], Field(min_length=1, max_length=24)]
    rows: Annotated[list[list[Paragraph]], Field(max_length=2000)] = []

    @model_validator(mode="after")
    def _rows_fit_the_columns(self) -> "PrintedTable":
        if any(len(row) != len(self.columns) for row in self.rows):
            raise PydanticCustomError(
                "row-length",
                "{en}",
                {
                    "zh": "表格每行的单元格数应与列数相同",
                    "en": "every row of a table has as many cells as there are columns",
                },
            )
        return self


class PrintedSection(_Body):
    """A chapter of the form: fields, then paragraphs, then tables."""

    heading: Line
    paragraphs: Annotated[list[Paragraph], Field(max_length=500)] = []
    fields: Annotated[list[PrintedField], Field(max_length=500)] = []
    tables: Annotated[list[PrintedTable], Field(max_length=100)] = []


class PrintedCommitment(_Body):
    """The page with which the applicant answers for what follows (真实性及保密承诺)."""

    heading: Line
    paragraphs: Annotated[list[Paragraph], Field(min_length=1, max_length=40)]


class PrintJob(_Body):
    """A finalised revision, or a paper of a hand-in, as it is to be printed: plain text, never mark-up."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "layout": "application-form",
                    "title": "智能工厂梯度培育申报书",
                    "subtitle": "先进级 · 津海示例装备有限公司",
                    "application_id": _EXAMPLE_APPLICATION,
                    "revision_number": 7,
                    "revision_sha256": _EXAMPLE_SHA256,
                    "document_date": "2025-07-10T10:00:00+08:00",
                    "form_code": "TJ25-7K3M-9QXZ",
                    "cover": [{"label": "申报单位", "value": "津海示例装备有限公司"}],
                    "sections": [
                        {
                            "heading": "一、基本信息",
                            "fields": [
                                {"label": "企业名称", "value": "津海示例装备有限公司"},
                                {"label": "统一社会信用代码", "value": "914403001922038216"},
                            ],
                            "paragraphs": [],
                            "tables": [
                                {
                                    "columns": ["指标", "建设前", "建设后"],
                                    "rows": [["生产效率", "100", "131"]],
                                },
                            ],
                        },
                    ],
                    "signature_lines": ["法定代表人（签字）：", "申报单位（盖章）："],
                },
            ],
        },
    )

    layout: Annotated[PrintLayout, Field(strict=False)] = PrintLayout.APPLICATION_FORM
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    subtitle: Line = ""
    #: Of an application form: the application, its revision, and the digest of that revision's bytes.
    application_id: Uuid | None = None
    revision_number: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    revision_sha256: HexDigest | None = None
    #: Of a hand-in's papers: the hand-in, and the digest of the bytes that name what it holds.
    hand_in_id: Uuid | None = None
    hand_in_sha256: HexDigest | None = None
    #: The time of the revision or hand-in; it is printed and stands in the PDF as the document's date.
    document_date: Instant
    #: A short code printed on every page of a form, by which people name it.
    form_code: (
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9A-Z-]{2,30}[0-9A-Z]$")] | None
    ) = None
    #: What the first page says about the application; our own marks are put below it.
    cover: Annotated[list[PrintedField], Field(max_length=12)] = []
    #: On a page of its own after the cover, where the signatures then stand.
    commitment: PrintedCommitment | None = None
    #: To whom a letter is written.
    addressee: Line | None = None
    sections: Annotated[list[PrintedSection], Field(min_length=1, max_length=60)]
    #: 附件: what a letter comes with.
    enclosures: Annotated[list[Line], Field(max_length=20)] = []
    signature_lines: Annotated[list[Line], Field(max_length=12)] = []

    @model_validator(mode="after")
    def _stands_for_one_thing(self) -> "PrintJob":
        revision = (self.application_id, self.revision_number, self.revision_sha256, self.form_code)
        hand_in = (self.hand_in_id, self.hand_in_sha256)
        is_form = self.layout is PrintLayout.APPLICATION_FORM
        wanted, unwanted = (revision, hand_in) if is_form else (hand_in, revision)
        if None in wanted or any(each is not None for each in unwanted):
            raise PydanticCustomError(
                "subject-of-print",
                "{en}",
                {
                    "zh": "申报书须有 application_id、revision_number、revision_sha256 和 form_code；"
                    "汇总表和推荐函须有 hand_in_id 和 hand_in_sha256；二者不得并存",
                    "en": "a form needs application_id, revision_number, revision_sha256 and form_code; a table or "
                    "letter hand_in_id and hand_in_sha256; never both",
                },
            )
        return self

    @property
    def content_sha256(self) -> str:
        """Give the digest of the bytes that this print shows."""
        return str(self.revision_sha256 or self.hand_in_sha256)


class Unprintable(_Body):
    """A character that no font here has, and where it stands; the paper shows 〓 in its place."""

    #: Where it stands in the print job, as a JSON Pointer.
    path: str
    #: The words that are printed beside it: the field's label, the column's head or the chapter's heading.
    label: str
    character: str
    code_point: Annotated[str, StringConstraints(pattern=r"^U\+[0-9A-F]{4,6}$")]


class PrintedDocument(DocumentVersion):
    """The version that a print is, and what of it could not be printed."""

    #: Each character once a field, at most 200 of them.
    unprintable: list[Unprintable] = Field(
        default=[],
        description="字库中没有、以〓代替的字符及其所在栏目 · characters that no font has, printed as 〓, with their fields",
    )


class PageCode(_Body):
    """What the code on a printed page stands for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "7K3M9QXZ04ABCDEFGHXX",
                    "layout": "application-form",
                    "document_id": _EXAMPLE_DOCUMENT,
                    "version_id": _EXAMPLE_VERSION,
                    "application_id": _EXAMPLE_APPLICATION,
                    "revision_number": 7,
                    "hand_in_id": None,
                    "page": 3,
                    "pages": 12,
                    "content_sha256": _EXAMPLE_SHA256,
                },
            ],
        },
    )

    #: Twenty characters without the groups' hyphens.
    code: str
    layout: Annotated[PrintLayout, Field(strict=False)]
    #: The print that the page belongs to.
    document_id: Uuid
    version_id: Uuid
    application_id: Uuid | None
    revision_number: int | None
    hand_in_id: Uuid | None
    page: Annotated[int, Field(ge=1)]
    pages: Annotated[int, Field(ge=1)]
    #: Digest of the bytes that the print shows: the revision's, or those that name what a hand-in holds.
    content_sha256: HexDigest
