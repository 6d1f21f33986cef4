"""The firms of the plays: none of them exists, and each name says so."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class MaturityFigures:
    """What a maturity report says, as the firm copies it into the portal."""

    level: int
    #: Two decimals, as text.
    score: str
    report_number: str
    reported_on: str
    organisation: str


@dataclass(frozen=True, kw_only=True)
class Industry:
    """Where the firm belongs in GB/T 4754."""

    code: str
    name: str

    @property
    def product(self) -> str:
        """Name what it makes."""
        return self.name.removesuffix("制造")


@dataclass(frozen=True, kw_only=True)
class Branch:
    """What makes the firm a branch of a legal person."""

    head_office_name: str
    head_office_credit_code: str
    #: Why its industry lets a branch apply; None where it has no such ground.
    ground: str | None


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A fictitious enterprise with one factory."""

    name: str
    #: Well formed, with a true check character, and of nobody.
    credit_code: str
    registered_address: str
    #: The unit where it is registered.
    unit_code: str
    legal_representative: str
    factory_name: str
    factory_address: str
    #: The unit that reviews and recommends the factory.
    factory_unit_code: str
    maturity: MaturityFigures
    #: What the example form says, where the firm does not say otherwise.
    industry: Industry | None = None
    branch: Branch | None = None
    #: False where the sign-in of its person names no enterprise: its unit has to vouch for the person.
    named_by_sign_in: bool = True

    def form(self) -> JsonObject:
        """Fill in the whole application form (申报书) in this firm's name, fresh: change it as you like."""
        text = (_DATA / "advanced_form.json").read_text(encoding="utf-8")
        if self.industry is not None:
            text = text.replace("精密减速器", self.industry.product)
            text = text.replace("减速器", self.industry.product)
        form: JsonObject = json.loads(text)
        form["applicant"]["enterprise_name"] = self.name
        form["applicant"]["credit_code"] = self.credit_code
        form["applicant"]["registered_address"] = self.registered_address
        form["applicant"]["legal_representative"] = self.legal_representative
        form["factory"]["name"] = self.factory_name
        form["factory"]["address"] = self.factory_address
        if self.industry is not None:
            form["applicant"]["industry_code"] = self.industry.code
            form["applicant"]["industry_name"] = self.industry.name
            form["applicant"]["main_business"] = f"{self.industry.product}的研发、制造与服务。"
            form["applicant"]["main_products"] = f"{self.industry.product}，数字均为虚构。"
        if self.branch is not None:
            form["applicant"]["legal_form"] = "branch"
            form["applicant"]["branch"] = {
                "head_office_name": self.branch.head_office_name,
                "head_office_credit_code": self.branch.head_office_credit_code,
                "exception_ground": self.branch.ground,
            }
        return form


EXAMPLE_FIRM = Firm(
    name="天津某某智造示例有限公司",
    credit_code="91120116MAXXXX0077",
    registered_address="天津市滨海新区示例大道0号",
    unit_code="120116-teda",
    legal_representative="张某某",
    factory_name="某某智造示例滨海工厂",
    factory_address="天津市滨海新区示例大道0号1号厂房",
    factory_unit_code="120116-teda",
    maturity=MaturityFigures(
        level=2,
        score="2.35",
        report_number="EX-2025-0001",
        reported_on="2025-06-20",
        organisation="示例评估平台",
    ),
)

#: The firm that misses the close by a second.
LATE_FIRM = Firm(
    name="天津某某装备示例有限公司",
    credit_code="91120116MAYYYY0082",
    registered_address="天津市滨海新区示例大道1号",
    unit_code="120116",
    legal_representative="王某某",
    factory_name="某某装备示例一厂",
    factory_address="天津市滨海新区示例大道1号",
    factory_unit_code="120116",
    maturity=MaturityFigures(
        level=2,
        score="2.10",
        report_number="EX-2025-0002",
        reported_on="2025-06-27",
        organisation="示例评估平台",
    ),
)

#: The firms that the plays know by name; the demo's cast has more of them.
KNOWN_FIRMS = {"example": EXAMPLE_FIRM, "late": LATE_FIRM}
