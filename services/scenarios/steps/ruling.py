"""An officer rules on a criterion that the machine leaves to a person (人工裁定)."""

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd


def rule(
    officer: FrontEnd, application_path: str, criterion_id: str, finding: str, version: int
) -> JsonObject:
    """Rule on a criterion, on the version of the verdict that stands."""
    made: JsonObject = officer.send(
        "PUT",
        f"{application_path}/verdict/rulings/{criterion_id}",
        json={"finding": finding, "reason": "评审材料和现场核查记录支持这一判断"},
        headers={"If-Match": f'"{version}"'},
    ).json()
    return made
