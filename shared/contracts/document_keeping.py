"""Bodies about keeping documents: legal holds, and lists of what may end."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.text_fields import UUID_PATTERN, Reason
from shared.time_fields import Instant

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
