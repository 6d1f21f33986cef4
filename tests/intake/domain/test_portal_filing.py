"""What was filed in the ministry's portal: its number is written as one, its time decides, its paper must equal it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.intake.bundles.rounds import load_rounds
from services.intake.domain.national_portal import PaperCopy, PortalFiling
from services.intake.domain.portal_errors import PortalFiledInFuture, PortalFiledLate
from services.intake.domain.portal_filing import (
    equals_online,
    late_faults,
    normalised_number,
    require_filed_in_time,
    require_not_in_future,
)
from services.intake.domain.rounds import TierRules
from services.intake.domain.tiers import Tier
from tests.intake.forms import ROUND_ID

CLOSE = datetime(2025, 7, 18, 16, tzinfo=UTC)

A_COPY = PaperCopy(
    paper_copy_id="c-1",
    application_id="a-1",
    revision_number=2,
    received_on=date(2025, 7, 17),
    copies=1,
    equals_online=True,
    remark=None,
    by_unit=True,
    logged_by="officer",
    logged_at=CLOSE,
)
ANOTHER = replace(A_COPY, equals_online=False)
BY_CITY = replace(A_COPY, by_unit=False)
OF_BEFORE = replace(A_COPY, revision_number=1)


@pytest.fixture(scope="module")
def rules() -> TierRules:
    return load_rounds()[ROUND_ID].round.tiers[Tier.LEADING]


@pytest.mark.parametrize(
    "typed",
    [
        "MIIT-EX-007",
        " miit-ex-007\n",
        "ＭＩＩＴ－ＥＸ－００７",
        "M I I T - E X - 0 0 7",
        "MIIT\u3000-EX\u00a0-007",
    ],
)
def test_a_number_is_written_as_one_however_it_is_typed(typed: str) -> None:
    assert normalised_number(typed) == "MIIT-EX-007"


@pytest.mark.parametrize(
    ("before_the_close", "in_time"),
    [(timedelta(seconds=1), True), (timedelta(0), False), (timedelta(microseconds=1), True)],
)
def test_the_portals_time_must_lie_before_the_close(
    rules: TierRules, before_the_close: timedelta, *, in_time: bool
) -> None:
    filing = PortalFiling(number="P-1", filed_at=CLOSE - before_the_close)

    assert (late_faults(filing, rules) == ()) is in_time
    if not in_time:
        with pytest.raises(PortalFiledLate):
            require_filed_in_time(filing, rules)


def test_nothing_is_late_while_nothing_is_said(rules: TierRules) -> None:
    assert late_faults(None, rules) == ()


def test_a_filing_may_be_of_this_very_instant_but_not_of_the_next() -> None:
    require_not_in_future(CLOSE, now=CLOSE)

    with pytest.raises(PortalFiledInFuture):
        require_not_in_future(CLOSE + timedelta(microseconds=1), now=CLOSE)


@pytest.mark.parametrize(
    ("logged", "equal"),
    [
        ([], False),
        ([A_COPY], True),
        ([ANOTHER, A_COPY], True),
        ([A_COPY, ANOTHER], False),
        ([BY_CITY], False),
        ([ANOTHER, BY_CITY], False),
        ([A_COPY, BY_CITY], True),
        ([OF_BEFORE], False),
        ([OF_BEFORE, ANOTHER], False),
    ],
)
def test_the_units_newest_word_on_this_record_counts(
    logged: list[PaperCopy], *, equal: bool
) -> None:
    assert equals_online(logged, revision_number=2) is equal
