from datetime import UTC, datetime, timedelta

import pytest

from services.intake.domain.rounds import Branch, Channel, DocumentKind
from services.intake.domain.tiers import Tier
from tests.intake.forms import the_round

ROUND = the_round().round
CLOSE = datetime(2025, 7, 18, 16, tzinfo=UTC)
UNIT_CLOSE = datetime(2025, 7, 20, 16, tzinfo=UTC)
OPENING = datetime(2025, 7, 3, 16, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize("tier", [Tier.BASIC, Tier.ADVANCED])
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENING - INSTANT, False),
        (OPENING, True),
        (CLOSE - INSTANT, True),
        (CLOSE, False),
        (CLOSE + INSTANT, False),
    ],
)
def test_the_window_of_enterprises_closes_at_24_hours_of_its_last_day(
    tier: Tier, at: datetime, *, expected: bool
) -> None:
    assert ROUND.is_open(tier, at) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [(OPENING, True), (CLOSE, True), (UNIT_CLOSE - INSTANT, True), (UNIT_CLOSE, False)],
)
def test_the_window_of_units_closes_on_the_sunday_and_is_not_moved(
    at: datetime, *, expected: bool
) -> None:
    assert ROUND.is_open_to_units(Tier.ADVANCED, at) is expected


def test_a_closing_instant_is_given_in_utc() -> None:
    window = ROUND.window_for(Tier.ADVANCED)

    assert window is not None
    assert window.enterprise_closes_at.isoformat() == "2025-07-18T16:00:00+00:00"
    assert window.unit_closes_at.isoformat() == "2025-07-20T16:00:00+00:00"


@pytest.mark.parametrize("tier", [Tier.EXCELLENT, Tier.LEADING])
def test_tiers_of_the_national_portal_are_recorded_here_until_the_units_close(tier: Tier) -> None:
    rules = ROUND.rules_for(tier)

    assert rules is not None
    assert rules.channel is Channel.NATIONAL_PORTAL
    assert rules.branch is Branch.FORWARDING
    assert rules.recommendation_is_ordered
    assert rules.window.enterprise_closes_at == CLOSE
    assert rules.enterprise_steps_close_at == UNIT_CLOSE
    assert ROUND.is_open(tier, UNIT_CLOSE - INSTANT)
    assert not ROUND.is_open(tier, UNIT_CLOSE)
    assert not ROUND.is_open(tier, OPENING - INSTANT)
    assert ROUND.is_open_to_units(tier, UNIT_CLOSE - INSTANT)


@pytest.mark.parametrize("tier", [Tier.BASIC, Tier.ADVANCED])
def test_own_tiers_need_the_two_documents_of_the_notice(tier: Tier) -> None:
    rules = ROUND.rules_for(tier)

    assert rules is not None
    kinds = [document.kind for document in rules.required_documents]
    assert kinds == [DocumentKind.MATURITY_REPORT, DocumentKind.STAMPED_SCAN]


def test_a_basic_factory_is_filed_without_publicity_an_advanced_one_recognised_with_it() -> None:
    basic, advanced = ROUND.tiers[Tier.BASIC], ROUND.tiers[Tier.ADVANCED]

    assert (basic.branch, basic.publicity) == (Branch.FILING, None)
    assert advanced.branch is Branch.RECOGNITION
    assert advanced.publicity is not None
    assert advanced.publicity.working_days == 5
    assert advanced.prerequisite is not None
    assert advanced.prerequisite.fact == "self_assessed_basic"


def test_our_own_readings_of_the_notice_say_so() -> None:
    window = ROUND.tiers[Tier.ADVANCED].window

    readings = {name for name, basis in window.bases.items() if basis.certainty == "inferred"}
    assert readings == {"opens_on", "closing_hour"}
    assert all(window.bases[name].note for name in readings)


def test_a_round_without_a_tier_is_closed_to_it() -> None:
    empty = type(ROUND)(**{**vars(ROUND), "tiers": {}})

    assert empty.window_for(Tier.BASIC) is None
    assert not empty.is_open(Tier.BASIC, CLOSE - INSTANT)
