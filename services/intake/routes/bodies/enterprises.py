"""Bodies about enterprises and factories."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints

from services.intake.domain.applications import (
    Enterprise,
    Factory,
)
from services.intake.domain.credit_code import organisation_check_holds
from services.intake.routes.bodies.base import Body
from shared.text import Text
from shared.text_fields import Line, Name

#: Older codes may break it, so it never refuses one.
_INNER_CHECK_FAILS = Text(
    zh="代码第 9–17 位的组织机构代码校验（GB 11714）不符，请再核对",
    en="The organisation code in characters 9 to 17 fails its own check (GB 11714): please compare again",
)


class NewEnterprise(Body):
    """登记申报主体 · An enterprise to be registered."""

    credit_code: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="统一社会信用代码（GB 32100-2015），全角与小写会被规范化 · unified social credit code",
        examples=["91120116MA00000001"],
    )
    name: Name = Field(description="企业名称 · name", examples=["天津示例智造有限公司"])
    is_branch: StrictBool = Field(
        default=False, description="是否为法人的分支机构 · whether it is a branch of a legal person"
    )
    branch_ground: Line | None = Field(
        default=None,
        description="分支机构申报的行业特殊情况（石油石化、有色金属等） · ground of the industry's exception",
        examples=["石油石化"],
    )
    registered_address: Line = Field(
        description="注册地址 · registered address", examples=["天津市滨海新区示例路1号"]
    )
    registered_region: Annotated[str, StringConstraints(max_length=40)] | None = Field(
        default=None,
        description="注册地行政区划代码（GB/T 2260，6 位）；在本市以外注册的须填，在本市注册的可不填 · region of registration, six "
        "digits of GB/T 2260: needed of who is registered outside this city",
        examples=["130100"],
    )
    unit_code: Annotated[str, StringConstraints(max_length=40)] = Field(
        description="注册地所属推荐单位代码；在本市以外注册的，填工厂所在推荐单位 · code of the unit where it is registered, or "
        "where its factory stands when it is registered outside this city",
        examples=["120116"],
    )


class EnterpriseView(Body):
    """申报主体 · An enterprise."""

    enterprise_id: str
    credit_code: str
    name: str
    is_branch: bool
    branch_ground: str | None
    registered_address: str
    registered_region: str | None = Field(
        description="注册地行政区划代码；为空即注册于 unit_code 所属单位 · region of registration; null: registered in its unit"
    )
    unit_code: str
    created_at: datetime
    warnings: list[dict[str, str]] = Field(
        description="仅提示，不影响申报 · hints that stop nothing, in both languages"
    )

    @classmethod
    def of(cls, enterprise: Enterprise) -> "EnterpriseView":
        names = [name for name in cls.model_fields if name != "warnings"]
        holds = organisation_check_holds(enterprise.credit_code)
        return cls(
            warnings=[] if holds else [_INNER_CHECK_FAILS.as_json()],
            **{name: getattr(enterprise, name) for name in names},
        )


class NewFactory(Body):
    """登记工厂 · A factory to be registered."""

    name: Name = Field(description="工厂名称 · name", examples=["示例智造一厂"])
    address: Line = Field(description="工厂地址 · address", examples=["天津市滨海新区示例路1号"])
    unit_code: Annotated[str, StringConstraints(max_length=40)] = Field(
        description="工厂所在推荐单位代码，申报由它审核推荐 · code of the unit that will recommend it",
        examples=["120116-teda"],
    )


class FactoryView(Body):
    """工厂 · A factory."""

    factory_id: str
    enterprise_id: str
    name: str
    address: str
    unit_code: str
    created_at: datetime

    @classmethod
    def of(cls, factory: Factory) -> "FactoryView":
        return cls(**{name: getattr(factory, name) for name in cls.model_fields})


class FactoryList(Body):
    """一家企业的工厂 · The factories of one enterprise."""

    items: list[FactoryView]
