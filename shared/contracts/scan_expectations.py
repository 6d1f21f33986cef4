"""What intake expects a scan or report to show, so that the documents service can hold the one against the other."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.documents import Uuid
from shared.time_fields import Instant

_DECIMAL = r"^[0-9]{1,4}(\.[0-9]{1,6})?$"
_Decimal = Annotated[str, StringConstraints(pattern=_DECIMAL)]
_Line = Annotated[str, StringConstraints(max_length=300)]
_EXAMPLE_DOCUMENT = "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01"
_EXAMPLE_VERSION = "0198f0a3-11aa-7d52-8c44-5e6f70819a2b"


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ExpectedBand(_Body):
    """成熟度等级的得分区间 · The scores of a maturity level, as the edition sets them."""

    level: int
    least: _Decimal
    below: _Decimal | None = None
    up_to: _Decimal | None = None


class ExpectedFigures(_Body):
    """填报的成熟度自评估结果 · What was typed of a maturity report; what was not typed is none."""

    enterprise: _Line | None = None
    credit_code: _Line | None = None
    level: Annotated[int, Field(ge=0, le=9)] | None = None
    score: _Decimal | None = None
    report_number: _Line | None = None
    #: ISO 8601.
    reported_on: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    bands: Annotated[list[ExpectedBand], Field(max_length=20)] = []


class OtherVersion(_Body):
    """另一文件版本 · A version of another document."""

    document_id: Uuid
    version_id: Uuid


class ScanExpectationOrder(_Body):
    """核对要求 · What a version should show; all that is none is not looked for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "application_id": "0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
                    "revision_number": 7,
                    "printed_document_id": _EXAMPLE_DOCUMENT,
                    "is_seal_expected": True,
                    "portal_form": None,
                    "typed": None,
                    "submitted_at": None,
                },
                {
                    "application_id": "0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
                    "revision_number": 7,
                    "printed_document_id": None,
                    "is_seal_expected": False,
                    "portal_form": {
                        "document_id": _EXAMPLE_DOCUMENT,
                        "version_id": _EXAMPLE_VERSION,
                    },
                    "typed": {
                        "enterprise": "津海示例装备有限公司",
                        "credit_code": "914403001922038216",
                        "level": 3,
                        "score": "3.12",
                        "report_number": "CMMM-2025-0711",
                        "reported_on": "2025-05-20",
                        "bands": [{"level": 3, "least": "2.8", "below": "3.8", "up_to": None}],
                    },
                    "submitted_at": "2025-07-10T02:00:00+00:00",
                },
            ],
        },
    )

    #: Whose pages the scan should show; pages of another application are told apart by it.
    application_id: Uuid | None = None
    revision_number: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    #: 汇总表、推荐函所属的报送
    hand_in_id: Uuid | None = None
    #: The print that was stamped; none for what was not printed here.
    printed_document_id: Uuid | None = None
    #: 应盖公章
    is_seal_expected: bool = False
    #: 国家平台导出的申报书, to be compared with page by page.
    portal_form: OtherVersion | None = None
    #: Of a maturity report.
    typed: ExpectedFigures | None = None
    submitted_at: Instant | None = None
