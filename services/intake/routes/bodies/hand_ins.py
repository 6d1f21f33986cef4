"""Bodies about hand-ins (报送)."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from services.intake.domain.applications import (
    HandIn,
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
