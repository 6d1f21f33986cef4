"""A person asks to act for an enterprise, and a unit vouches for the person (绑定)."""

from services.scenarios.firm import Firm, JsonObject
from services.scenarios.front_end import FrontEnd


def ask(applicant: FrontEnd, firm: Firm, unit_code: str) -> str:
    """Ask a unit to vouch; give the path of the request."""
    body: JsonObject = {
        "credit_code": firm.credit_code,
        "enterprise_name": firm.name,
        "unit_code": unit_code,
        "statement": "本人受该企业委托办理申报，授权书已交推荐单位。",
    }
    path = f"/v1/binding-requests/{applicant.create('/v1/binding-requests', body)['binding_id']}"
    applicant.tell("申请绑定企业 · asks to be bound", firm.name)
    return path


def confirm(officer: FrontEnd, path: str) -> JsonObject:
    """Vouch for the person."""
    officer.read(path)
    confirmed = officer.decide(f"{path}/confirm", {"reason": "已核验授权书和身份证件"})
    officer.tell("核实后确认绑定 · vouches for the person", confirmed["enterprise_name"])
    return confirmed
