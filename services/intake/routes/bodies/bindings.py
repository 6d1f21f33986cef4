"""Bodies about bindings (绑定)."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from services.intake.domain.bindings import Binding, BindingState
from services.intake.routes.bodies.base import Body
from shared.text_fields import Name, Reason


class BindingRequest(Body):
    """申请绑定企业 · A wish to act for an enterprise."""

    credit_code: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="统一社会信用代码 · unified social credit code", examples=["91120116MA00000001"]
    )
    enterprise_name: Name = Field(description="企业名称 · name", examples=["天津示例智造有限公司"])
    unit_code: Annotated[str, StringConstraints(max_length=40)] = Field(
        description="由哪个推荐单位确认 · the unit that confirms", examples=["120116"]
    )
    statement: Reason = Field(
        description="如何证明代表该企业：已出示的证件、授权书等 · how you show that you act for it",
        examples=["已向区工信局出示营业执照副本和法定代表人授权书原件"],
    )


class BindingView(Body):
    """绑定 · A binding."""

    binding_id: str
    subject: str
    credit_code: str
    enterprise_name: str
    unit_code: str
    statement: str
    state: BindingState
    version: int = Field(description="与 ETag 相同 · the number in the ETag")
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None

    @classmethod
    def of(cls, binding: Binding) -> "BindingView":
        return cls(**{name: getattr(binding, name) for name in cls.model_fields})
