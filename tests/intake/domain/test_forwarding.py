"""择优推荐: only what awaits opinions, of one round and tier, with every bureau's, is ready to go to the ministry."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.intake.domain.applications import Application
from services.intake.domain.forwarding import Forwarding, require_ready
from services.intake.domain.lifecycle import State
from services.intake.domain.order_errors import NotReadyToForward
from services.intake.domain.tiers import Tier

AT = datetime(2025, 8, 1, 2, tzinfo=UTC)
BUREAUS = ("finance", "data")
ROUND = "tianjin-2025-2"
READY = Application(
    application_id="a",
    round_id=ROUND,
    tier=Tier.LEADING,
    enterprise_id="e",
    credit_code="91120116MAXXXX0077",
    factory_id="f",
    unit_code="120116",
    unit_path="120000/120116",
    state=State.AWAITING_OPINIONS,
    version=1,
    form={},
    maturity_report=None,
    portal_filing=None,
    revision_number=1,
    receipt_number=None,
    verdict=None,
    filing_number=None,
    created_at=AT,
    updated_at=AT,
)


def check(application: Application | None, opinions: tuple[str, ...] = BUREAUS) -> None:
    require_ready(
        ["a"],
        {} if application is None else {"a": application},
        {"a": opinions},
        round_id=ROUND,
        tier=Tier.LEADING,
        bureaus=BUREAUS,
    )


def test_what_every_bureau_has_opined_on_is_ready_whatever_they_said() -> None:
    check(READY)
    # A bureau that is not asked any more takes nothing away.
    check(READY, (*BUREAUS, "statistics"))


@pytest.mark.parametrize(
    ("changes", "opinions", "code"),
    [
        ({}, ("finance",), "opinions-missing"),
        ({}, (), "opinions-missing"),
        ({}, ("finance", "statistics"), "opinions-missing"),
        ({"tier": Tier.EXCELLENT}, BUREAUS, "not-awaiting"),
        ({"round_id": "tianjin-2025-1"}, BUREAUS, "not-awaiting"),
        *[
            ({"state": state}, BUREAUS, "not-awaiting")
            for state in State
            if state is not State.AWAITING_OPINIONS
        ],
    ],
)
def test_what_is_not_ready_is_named(
    changes: dict[str, Any], opinions: tuple[str, ...], code: str
) -> None:
    with pytest.raises(NotReadyToForward) as refused:
        check(replace(READY, **changes), opinions)

    faults = {fault.pointer: fault.code for fault in refused.value.faults}
    assert faults == {"/application_ids/0": code}


def test_what_nobody_knows_is_not_ready() -> None:
    with pytest.raises(NotReadyToForward):
        check(None)


def test_places_run_from_one() -> None:
    forwarding = Forwarding(
        forwarding_id="f",
        round_id=ROUND,
        tier=Tier.LEADING,
        application_ids=("b", "a"),
        forwarded_by="city",
        forwarded_at=AT,
    )

    assert [forwarding.place_of(name) for name in ("b", "a", "c")] == [1, 2, None]
