"""Forms and rounds for tests of the intake service's domain and data."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from services.intake.bundles.form_schema import FormSchema
from services.intake.bundles.rounds import LoadedRound, load_rounds
from services.intake.domain.applications import Application, Enterprise, Factory, MaturityReport
from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from services.scenarios.firm import EXAMPLE_FIRM

ROUND_ID = "tianjin-2025-2"


def an_advanced_form() -> dict[str, Any]:
    """Give the complete example form, fresh: change it as you like."""
    return EXAMPLE_FIRM.form()


def an_enterprise(**changes: Any) -> Enterprise:
    """Give the example's enterprise as it is registered."""
    enterprise = Enterprise(
        enterprise_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061729",
        credit_code="91120116MAXXXX0077",
        name="天津某某智造示例有限公司",
        is_branch=False,
        branch_ground=None,
        registered_address="天津市滨海新区示例大道0号",
        unit_code="120116",
        unit_path="120000/120116",
        created_at=datetime(2025, 7, 5, tzinfo=UTC),
    )
    return replace(enterprise, **changes)


def a_factory(**changes: Any) -> Factory:
    """Give the example's factory as it is registered."""
    factory = Factory(
        factory_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
        enterprise_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061729",
        name="某某智造示例滨海工厂",
        address="天津市滨海新区示例大道0号1号厂房",
        unit_code="120116",
        unit_path="120000/120116",
        created_at=datetime(2025, 7, 5, tzinfo=UTC),
    )
    return replace(factory, **changes)


def an_application(state: State, **changes: Any) -> Application:
    """Give an application of the example's factory, as it is in the database."""
    application = Application(
        application_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061730",
        round_id=ROUND_ID,
        tier=Tier.ADVANCED,
        enterprise_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061729",
        credit_code="91120116MAXXXX0077",
        factory_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
        unit_code="120116",
        unit_path="120000/120116",
        state=state,
        version=7,
        form={},
        maturity_report=None,
        portal_filing=None,
        revision_number=1,
        receipt_number=None,
        verdict=None,
        filing_number=None,
        created_at=datetime(2025, 7, 10, 1, tzinfo=UTC),
        updated_at=datetime(2025, 7, 10, 1, tzinfo=UTC),
    )
    return replace(application, **changes)


def a_maturity_report() -> MaturityReport:
    return MaturityReport(
        level=2,
        score="2.35",
        report_number="EX-2025-0001",
        reported_on="2025-06-20",
        organisation="示例评估平台",
    )


@cache
def the_round() -> LoadedRound:
    return load_rounds()[ROUND_ID]


def the_schema() -> FormSchema:
    return the_round().form_schema


def put(form: dict[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """Set what a pointer points at, making objects on the way."""
    *steps, last = pointer.split("/")[1:]
    place = form
    for step in steps:
        place = place.setdefault(step, {})
    place[last] = value
    return form


def drop(form: dict[str, Any], pointer: str) -> dict[str, Any]:
    """Remove what a pointer points at."""
    *steps, last = pointer.split("/")[1:]
    place = form
    for step in steps:
        place = place[step]
    del place[last]
    return form
