"""Filings of the first round of 2025, which runs under the edition of 2024: its instants, its form, its ways."""

from datetime import UTC, datetime
from typing import Any

from tests.intake.bodies import new_application
from tests.intake.filings import Filing, Filings
from tests.intake.firms import Firm

FIRST_ROUND_ID = "tianjin-2025-1"
#: Thursday morning, inside every window of that round.
IN_APRIL = datetime(2025, 4, 10, 1, tzinfo=UTC)
#: 24:00 in Beijing of the enterprises' last day and of the units'.
CLOSE_IN_APRIL = datetime(2025, 4, 15, 16, tzinfo=UTC)
UNIT_CLOSE_IN_APRIL = datetime(2025, 4, 20, 16, tzinfo=UTC)
#: Publicity opened on that Thursday lasts five working days.
AFTER_PUBLICITY_IN_APRIL = datetime(2025, 4, 17, 16, 0, 1, tzinfo=UTC)

#: Stages of the guide of 2024, one for each element stage.
_STAGES = ("工厂建设", "产品设计", "生产作业", "计划调度", "供应链管理")


def a_form(firm: Firm) -> dict[str, Any]:
    """Give a complete form of that round: its scenes have no numbers, but a stage and a name."""
    form = firm.form()
    form["scenes"] = {
        scene_id: {name: value for name, value in scene.items() if name != "scene_number"}
        | {"own_name": scene["instance_name"], "own_stage": _STAGES[place % len(_STAGES)]}
        for place, (scene_id, scene) in enumerate(form["scenes"].items())
    }
    return form


def draft(filings: Filings, firm: Firm, tier: str) -> Filing:
    body = new_application(firm.factory_id, tier, round_id=FIRST_ROUND_ID)
    return Filing(filings, firm, firm.api.post("/v1/applications", body).ok(201))


def fill_in(filing: Filing, *, without: str | None = None) -> None:
    """Fill in all that this round asks for before the revision is finalised, but for one file."""
    filing.save(a_form(filing.firm)).ok(200)
    filing.record_report(reported_on="2025-03-28").ok(200)
    asked = ["maturity-report", *(["self-assessment-result"] if filing.tier == "basic" else [])]
    for kind in asked:
        if kind != without:
            filing.attach(kind).ok(200)


def submitted(filings: Filings, firm: Firm, tier: str) -> Filing:
    filing = draft(filings, firm, tier)
    fill_in(filing)
    filing.finalise().ok(200)
    filing.attach("stamped-scan").ok(200)
    filing.submit().ok(201)
    return filing


def received(filings: Filings, filing: Filing) -> Filing:
    """Take a submission through its unit to the city."""
    filing.step(filing.officer, "pass").ok(200)
    unit = filing.firm.unit
    if filing.tier == "basic":
        filing.step(filing.officer, "tabulate").ok(200)
    else:
        filing.step(filing.officer, "recommend").ok(200)
        order = filings.set_order(
            filing.officer, unit, filing, tier=filing.tier, round_id=FIRST_ROUND_ID
        )
        order.ok(200)
    handed_in = filings.hand_in(
        filing.officer, unit, filing, tier=filing.tier, round_id=FIRST_ROUND_ID
    )
    handed_in.ok(201)
    filings.city.post(f"{handed_in.headers['location']}/receive").ok(200)
    return filing


def recognised(filings: Filings, firm: Firm) -> Filing:
    """Take an advanced factory the whole way to the published list."""
    filing = received(filings, submitted(filings, firm, "advanced"))
    for step in ("start-review", "propose"):
        filing.step(filings.city, step).ok(200)
    drawn = filings.draw_list(round_id=FIRST_ROUND_ID)
    drawn.ok(201)
    filing.list_path = drawn.headers["location"]
    filings.list_step(filing.list_path, "open-publicity").ok(200)
    filings.clock.move_business_to(AFTER_PUBLICITY_IN_APRIL)
    filings.list_step(filing.list_path, "request-publication").ok(200)
    filings.list_step(filing.list_path, "confirm-publication", filings.second_city).ok(200)
    return filing
