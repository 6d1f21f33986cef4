"""Bodies about keeping documents: legal holds, and lists of what may end."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.text_fields import UUID_PATTERN, Reason
from shared.time_fields import Day, Instant

_Uuid = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LegalHoldOrder(_Body):
    """保全 · Why a version is to be held."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "行政复议期间须保留全部申报材料"}]}
    )

    reason: Reason


class LegalHoldRecord(_Body):
    """保全记录 · A legal hold, who set it and who lifted it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "hold_id": "0198f0c1-33cc-7d52-8c44-5e6f70819a2b",
                    "document_id": "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
                    "version_id": "0198f0a3-11aa-7d52-8c44-5e6f70819a2b",
                    "reason": "行政复议期间须保留全部申报材料",
                    "set_by": "city-wang",
                    "set_at": "2025-09-10T03:00:00+00:00",
                    "lifted_by": None,
                    "lifted_at": None,
                    "lifting_reason": None,
                }
            ]
        }
    )

    hold_id: _Uuid
    document_id: _Uuid
    version_id: _Uuid
    reason: str
    set_by: str
    set_at: Instant
    lifted_by: str | None = None
    lifted_at: Annotated[
        Instant | None, Field(description="解除时间；为空即仍在保全 · none while it stands")
    ] = None
    lifting_reason: str | None = None


class DestructionListOrder(_Body):
    """提出销毁清单 · What is to be listed, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"before": "2036-01-01", "reason": "保管期满，年度销毁"}]}
    )

    before: Annotated[
        Day,
        Field(
            description="保管期在该日之前已届满；不晚于今日 · retention was over before this day"
        ),
    ]
    reason: Reason


class DestructionListRecord(_Body):
    """销毁清单 · A destruction list, who proposed it and who confirmed it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "list_id": "0198f0d1-44dd-7d52-8c44-5e6f70819a2b",
                    "before": "2035-12-31T16:00:00+00:00",
                    "reason": "保管期满，年度销毁",
                    "proposed_by": "secrecy-li",
                    "proposed_at": "2036-01-05T03:00:00+00:00",
                    "versions": 118,
                    "left_out": 1,
                    "confirmed_by": "secrecy-zhao",
                    "confirmed_at": "2036-01-06T03:20:00+00:00",
                }
            ]
        }
    )

    list_id: _Uuid
    before: Instant
    reason: str
    proposed_by: str
    proposed_at: Instant
    versions: Annotated[int, Field(description="清单中的文件数 · versions on it")]
    left_out: Annotated[
        int,
        Field(description="确认时因被保全而去除的 · taken off when it was confirmed: held since"),
    ]
    confirmed_by: str | None = None
    confirmed_at: Instant | None = None
