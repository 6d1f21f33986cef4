"""Bodies of the documents service, as its routes take and give them and its client sends them.

Ids are UUID strings made by the caller or by us; digests are lower-case hex; times are ISO 8601
with an offset.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from shared.contracts.document_checks import CheckState
from shared.text_fields import UUID_PATTERN
from shared.time_fields import Instant

_EXAMPLE_DOCUMENT = "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01"
_EXAMPLE_VERSION = "0198f0a3-11aa-7d52-8c44-5e6f70819a2b"
_EXAMPLE_APPLICATION = "0198f09f-4b7e-7a90-b1c2-d3e4f5061728"
_EXAMPLE_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_EXAMPLE_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


Uuid = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
HexDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: Checked by the service, character by character: it says which one it refuses.
FileName = Annotated[str, StringConstraints(min_length=1, max_length=512)]


class DocumentKind(StrEnum):
    """What a document is for; it decides the types and sizes that are taken."""

    #: 智能制造能力成熟度自评估报告
    MATURITY_REPORT = "maturity-report"
    #: 基础级自评结果报告
    SELF_ASSESSMENT_RESULT = "self-assessment-result"
    #: 加盖公章的申报书扫描件
    STAMPED_SCAN = "stamped-scan"
    #: 加盖公章的汇总表扫描件, of a hand-in
    STAMPED_SUMMARY_TABLE = "stamped-summary-table"
    #: 加盖公章的推荐函扫描件, of a hand-in
    STAMPED_RECOMMENDATION_LETTER = "stamped-recommendation-letter"
    #: 系统生成的申报书、汇总表、推荐函; never uploaded, only rendered
    PRINTED_FORM = "printed-form"
    #: 国家平台导出的申报书
    PORTAL_FORM = "portal-form"
    #: 其他佐证材料
    OTHER_EVIDENCE = "other-evidence"
    #: 财务报表或审计报告
    FINANCIAL_STATEMENT = "financial-statement"
    #: 照片
    PHOTOGRAPH = "photograph"
    #: 视频
    VIDEO = "video"
    #: 现场核查记录
    SITE_CHECK_RECORD = "site-check-record"


Kind = Annotated[DocumentKind, Field(strict=False)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class TicketRequest(_Body):
    """A wish for a ticket: one person, one document, one action, for a short while."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "upload",
                    "document_id": _EXAMPLE_DOCUMENT,
                    "kind": "stamped-scan",
                    "file_name": "申报书（盖章）,终稿.pdf",
                    "holder": "wang.applicant",
                    "valid_for_s": 3600,
                },
            ],
        },
    )

    action: Literal["upload", "read"]
    document_id: Uuid
    #: Which version may be read; only with ``read``.
    version_id: Uuid | None = None
    #: What the document is for; only with ``upload``.
    kind: Kind | None = None
    #: The name of the person's file; only with ``upload``.
    file_name: FileName | None = None
    #: Subject of the person who may use the ticket.
    holder: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    valid_for_s: Annotated[int, Field(ge=1, le=86_400)] = 3600

    @model_validator(mode="after")
    def _fields_belong_to_the_action(self) -> "TicketRequest":
        about_upload = (self.kind, self.file_name)
        if self.action == "upload" and (None in about_upload or self.version_id is not None):
            raise PydanticCustomError(
                "fields-of-upload",
                "{en}",
                {
                    "zh": "上传凭证须有 kind 和 file_name，不得有 version_id",
                    "en": "an upload needs kind and file_name, and no version_id",
                },
            )
        if self.action == "read" and (about_upload != (None, None) or self.version_id is None):
            raise PydanticCustomError(
                "fields-of-reading",
                "{en}",
                {
                    "zh": "读取凭证须有 version_id，不得有 kind 和 file_name",
                    "en": "a reading needs version_id, and neither kind nor file_name",
                },
            )
        return self


class Ticket(_Body):
    """A signed ticket, to be sent as the header ``Ticket`` of the call to ``url``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ticket": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3YW5nIn0.c2lnbmF0dXJl",
                    "method": "PUT",
                    "url": f"http://127.0.0.1:8003/v1/documents/{_EXAMPLE_DOCUMENT}",
                    "expires_at": "2025-07-10T03:00:00+00:00",
                    "max_files": 1,
                },
            ],
        },
    )

    ticket: str
    method: Literal["PUT", "GET"]
    #: Where to send the bytes, or where they are read; the latter already carries the ticket.
    url: str
    #: By the wall clock, not by the business clock of a round.
    expires_at: Instant
    #: How many files of the kind one application may have; only with a ticket to upload.
    max_files: int | None = None


class DocumentVersion(_Body):
    """One version of a document: bytes that never change, and what was found out about them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "document_id": _EXAMPLE_DOCUMENT,
                    "version_id": _EXAMPLE_VERSION,
                    "kind": "stamped-scan",
                    "file_name": "申报书（盖章）,终稿.pdf",
                    "media_type": "application/pdf",
                    "size_bytes": 1_482_113,
                    "sha256": _EXAMPLE_SHA256,
                    "sm3": _EXAMPLE_SM3,
                    "page_count": 12,
                    "stored_at": "2025-07-10T02:00:00+00:00",
                    "frozen_at": None,
                    "deleted_at": None,
                    "check_state": "accepted",
                },
            ],
        },
    )

    document_id: Uuid
    version_id: Uuid
    kind: Kind
    file_name: str
    media_type: str
    size_bytes: int
    sha256: HexDigest
    sm3: HexDigest
    #: Pages of a PDF, frames of a TIFF; anything else has one.
    page_count: int
    stored_at: Instant
    #: Since when nothing may replace this version; none while uploads are still taken.
    frozen_at: Instant | None = None
    #: Since when its bytes are gone; what is told here stays.
    deleted_at: Instant | None = None
    #: Where its checks stand: advice to officers that holds no submission up.
    check_state: CheckState = "received"


class FreezeRequest(_Body):
    """The order to keep exactly these bytes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"sha256": _EXAMPLE_SHA256, "reason": _EXAMPLE_APPLICATION}],
        },
    )

    sha256: HexDigest
    #: Whose submission asks for it: the application's id.
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]
