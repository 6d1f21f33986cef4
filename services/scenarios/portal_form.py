"""The form that a firm exports from the national portal (卓越级, 领航级): a real PDF of an invented layout."""

from dataclasses import dataclass
from datetime import datetime

from services.scenarios.firm import Firm, JsonObject
from services.scenarios.steps.filling_in import LocalFile
from services.scenarios.typesetting import typeset
from services.scenarios.wording import TIERS, in_china


@dataclass(frozen=True, kw_only=True)
class PortalFiling:
    """What the national portal says of an application: its number and its time, which is what counts."""

    portal_number: str
    filed_at: datetime


def portal_form(firm: Firm, tier: str, form: JsonObject, filing: PortalFiling) -> LocalFile:
    """Make the export; the same filing gives the same bytes."""
    content: JsonObject = {
        "title": f"{TIERS[tier]}智能工厂项目申报书（示例）",
        "portal_number": filing.portal_number,
        "facts": [
            ["申报编号", filing.portal_number],
            ["申报时间", in_china(filing.filed_at, seconds=True)],
            ["项目名称", form["applicant"]["project_name"]],
            ["企业名称", firm.name],
            ["统一社会信用代码", firm.credit_code],
            ["工厂地址", firm.factory_address],
            ["成熟度", f"{firm.maturity.level} 级，{firm.maturity.score} 分"],
        ],
        "overview": form["factory"]["overview"],
        "scenes": list(form["scenes"].values()),
        "highlights": form["effects"]["highlights"],
        "results": form["effects"]["results"],
    }
    pdf = typeset("portal_form.typ", "form", content, dated=filing.filed_at)
    return LocalFile(name=f"国家平台申报书_{filing.portal_number}（示例）.pdf", content=pdf)
