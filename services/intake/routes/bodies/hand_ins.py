"""Bodies about hand-ins (报送)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from services.intake.domain.applications import (
    HandIn,
)
from services.intake.domain.hand_in_papers import (
    HandInAttachment,
    HandInPaper,
    HandInPrint,
    StampedPaper,
)
from services.intake.domain.tiers import Tier
from services.intake.routes.bodies.base import Body
from services.intake.routes.dependencies import Id


def each_once(application_ids: list[str]) -> list[str]:
    """Refuse a list that names an application twice."""
    if len(set(application_ids)) != len(application_ids):
        raise PydanticCustomError(
            "repeated",
            "{en}",
            {"zh": "同一申报只能列一次", "en": "must name each application once"},
        )
    return application_ids


class HandInRequest(Body):
    """报送 · What a unit hands in."""

    round_id: Annotated[str, StringConstraints(max_length=60)] = Field(examples=["tianjin-2025-2"])
    tier: Tier = Field(examples=["advanced"])
    unit_code: Annotated[str, StringConstraints(max_length=40)] = Field(examples=["120116"])
    application_ids: Annotated[
        list[Id], Field(min_length=1, max_length=500), AfterValidator(each_once)
    ]


class HandInView(Body):
    """报送 · A hand-in."""

    hand_in_id: str
    round_id: str
    tier: Tier
    unit_code: str
    application_ids: list[str]
    handed_in_by: str
    handed_in_at: datetime
    received_by: str | None
    received_at: datetime | None

    @classmethod
    def of(cls, hand_in: HandIn) -> "HandInView":
        values = {name: getattr(hand_in, name) for name in cls.model_fields}
        return cls(**{**values, "application_ids": list(hand_in.application_ids)})


class HandInPrintView(Body):
    """打印件 · A paper that is printed of a hand-in."""

    paper: HandInPaper
    document_id: str
    printed: bool = Field(description="是否已生成 · whether it has been printed")

    @classmethod
    def of(cls, ordered: HandInPrint) -> "HandInPrintView":
        return cls(
            paper=ordered.paper,
            document_id=ordered.document_id,
            printed=ordered.version_id is not None,
        )


class HandInAttachmentView(Body):
    """盖章件 · A stamped paper of a hand-in."""

    kind: StampedPaper
    document_id: str
    version_id: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    sm3: str
    attached_at: datetime
    attached_by: str
    frozen_at: datetime | None = Field(
        description="市级接收后锁定的时间 · when it was frozen, after the city received the hand-in"
    )

    @classmethod
    def of(cls, scan: HandInAttachment) -> "HandInAttachmentView":
        return cls(**{name: getattr(scan, name) for name in cls.model_fields})


class HandInDetail(HandInView):
    """报送及其材料 · A hand-in with its papers."""

    papers: list[HandInPrintView] = Field(
        description="供打印盖章的汇总表、推荐函 · table and letter, to be printed and stamped"
    )
    attachments: list[HandInAttachmentView] = Field(
        description="已上传的盖章件，每类一份 · stamped papers that stand, one of a kind"
    )

    @classmethod
    def with_papers(
        cls,
        hand_in: HandIn,
        papers: Sequence[HandInPrint],
        attachments: Sequence[HandInAttachment],
    ) -> "HandInDetail":
        return cls(
            **HandInView.of(hand_in).model_dump(),
            papers=[HandInPrintView.of(each) for each in papers],
            attachments=[HandInAttachmentView.of(each) for each in attachments],
        )


class StampedUploadRequest(Body):
    """申请上传盖章件 · A wish to upload a stamped paper."""

    kind: StampedPaper = Field(examples=["stamped-summary-table"])
    file_name: Annotated[str, StringConstraints(min_length=1, max_length=512)] = Field(
        description="文件名 · the file's name", examples=["先进级推荐汇总表（盖章）.pdf"]
    )
