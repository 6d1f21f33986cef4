"""From what the enterprise filed to the facts that the scoring service judges.

Pure mapping: a fact that was not stated is absent, never False or 0, so that its criteria stay unproven.
Where our register and the form both speak, the register's word counts.
"""

from collections.abc import Mapping

from services.intake.domain.applications import Enterprise, MaturityReport
from services.intake.domain.form import (
    Form,
    Json,
    answer_at,
    entries_at,
    integer_at,
    object_at,
    text_at,
)
from services.intake.domain.form_schema import FormNode
from services.intake.domain.rounds import Round
from services.intake.domain.units import is_within, region_prefix

#: Declarations that are facts as they stand, under the same name.
_DECLARED = (
    "operations_sound",
    "no_bad_credit_record",
    "no_major_accident",
    "no_violation_of_law",
    "safe_and_controllable",
    "network_security_risk_controllable",
    "has_organisation_mechanism",
    "has_specialists",
    "self_assessed_basic",
)
#: The notice asks for all three in one condition.
_WILLING = ("accepts_site_check", "accepts_promotion", "accepts_case_exchange")


def scoring_facts(
    schema: FormNode,
    form: Form,
    *,
    round_: Round,
    maturity: MaturityReport | None,
    enterprise: Enterprise | None = None,
    listed: Mapping[str, bool] | None = None,
) -> dict[str, Json]:
    """Give the facts of one revision or draft, ready for the scoring service.

    ``listed`` is what the register of recognised factories says, by the name of the fact.
    """
    facts: dict[str, Json] = {
        "scenes": _scenes(schema, form),
        "indicators": _indicators(schema, form),
        "is_above_designated_size": answer_at(form, "applicant", "is_above_designated_size"),
        "factory_built": answer_at(form, "factory", "is_built"),
        "accepts_site_check": _all_of(form, _WILLING),
        "registered_locally": answer_at(form, "applicant", "registered_locally"),
        **(listed or {}),
    }
    facts |= {name: answer_at(form, "declarations", name) for name in _DECLARED}
    if maturity is not None:
        facts |= {"maturity_level": maturity.level, "maturity_score": maturity.score}
    if enterprise is not None:
        facts["registered_locally"] = _is_registered_in(round_.city_unit, enterprise)
        # Only who is registered in China carries a unified social credit code (GB 32100-2015).
        facts["registered_in_china"] = True
    stated = {name: value for name, value in facts.items() if value is not None}
    return stated | _legal_form(form, enterprise)


def _is_registered_in(city_unit: str, enterprise: Enterprise) -> bool:
    """Tell it by the region of registration, else by the unit, which is the factory's for who is registered elsewhere."""
    if enterprise.registered_region is None:
        return is_within(enterprise.unit_path, city_unit)
    return enterprise.registered_region.startswith(region_prefix(city_unit))


def _legal_form(form: Form, enterprise: Enterprise | None) -> dict[str, Json]:
    """Say whether a legal person or a branch applies; a null ground says that there is none."""
    legal_form = text_at(form, "applicant", "legal_form")
    is_branch = None if legal_form is None else legal_form == "branch"
    ground = text_at(form, "applicant", "branch", "exception_ground")
    if enterprise is not None:
        is_branch, ground = enterprise.is_branch, enterprise.branch_ground or ground
    if is_branch is None:
        return {}
    return {"legal_person": not is_branch, "branch_exception_ground": ground if is_branch else None}


def _scenes(schema: FormNode, form: Form) -> list[Json] | None:
    """Give the scenes that say where they belong and whether they use AI; the others do not count yet."""
    scenes: list[Json] = []
    for scene_id, _ in entries_at(form, "scenes"):
        number = integer_at(form, "scenes", scene_id, "scene_number")
        stage = text_at(form, "scenes", scene_id, "own_stage")
        if number is not None:
            stage = _stage_of(schema, number)
        uses_ai = answer_at(form, "scenes", scene_id, "uses_ai")
        own_name = text_at(form, "scenes", scene_id, "own_name")
        if stage is None or uses_ai is None or (number is None and own_name is None):
            continue
        scenes.append(
            {
                "scene_number": number,
                "own_name": own_name if number is None else None,
                "guide_stage": stage,
                "uses_ai": uses_ai,
            }
        )
    return scenes or None


def _stage_of(schema: FormNode, scene_number: int) -> str | None:
    node = schema.at(("scenes", "", "scene_number"))
    choice = node.choices.get(scene_number) if node else None
    return choice.group if choice else None


def _indicators(schema: FormNode, form: Form) -> dict[str, Json] | None:
    indicators: dict[str, Json] = {}
    for code in object_at(form, "effects", "indicators"):
        node = schema.at(("effects", "indicators", code))
        stated: dict[str, Json] = {
            name: text_at(form, "effects", "indicators", code, name) for name in ("before", "after")
        }
        if node is not None and node.unit is not None:
            stated["unit"] = node.unit.zh
        indicators[code] = {name: value for name, value in stated.items() if value is not None}
    return indicators or None


def _all_of(form: Form, names: tuple[str, ...]) -> bool | None:
    """Give True when all are declared, False when one is refused, None when one is still open."""
    answers = [answer_at(form, "declarations", name) for name in names]
    if False in answers:
        return False
    return None if None in answers else True
