"""Firms over HTTP: an enterprise with one factory, registered by the applicant who speaks for it."""

from dataclasses import dataclass
from typing import Any

from tests.harness.api import Api
from tests.intake.bodies import new_enterprise, new_factory
from tests.intake.forms import an_advanced_form, put


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A registered enterprise with one factory, and the applicant who speaks for it."""

    api: Api
    enterprise_id: str
    factory_id: str
    credit_code: str
    name: str
    factory_name: str
    unit: str

    def form(self, **changes: Any) -> dict[str, Any]:
        """Give a complete form that agrees with the register; ``changes`` replace whole parts."""
        form = an_advanced_form()
        put(form, "/applicant/enterprise_name", self.name)
        put(form, "/applicant/credit_code", self.credit_code)
        put(form, "/factory/name", self.factory_name)
        return form | changes


def registered(applicant: Api, credit_code: str, *, unit: str, name: str, **changes: Any) -> Firm:
    """Register an enterprise and its factory in a unit."""
    body = new_enterprise(credit_code, unit, name=name, **changes)
    enterprise = applicant.post("/v1/enterprises", body).ok(201)
    factory_name = "某某智造示例滨海工厂"
    path = f"/v1/enterprises/{enterprise['enterprise_id']}/factories"
    factory = applicant.post(path, new_factory(unit, name=factory_name)).ok(201)
    return Firm(
        api=applicant,
        enterprise_id=enterprise["enterprise_id"],
        factory_id=factory["factory_id"],
        credit_code=credit_code,
        name=enterprise["name"],
        factory_name=factory_name,
        unit=unit,
    )
