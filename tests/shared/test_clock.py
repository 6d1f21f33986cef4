from datetime import UTC, datetime, timedelta

from shared.clock import Clocks

WALL = datetime(2026, 1, 1, tzinfo=UTC)
CLOSE = datetime(2025, 7, 18, 16, tzinfo=UTC)


def test_business_time_runs_beside_wall_time() -> None:
    now = [WALL]
    clocks = Clocks(wall=lambda: now[0])

    clocks.move_business_to(CLOSE)
    now[0] += timedelta(minutes=5)

    assert clocks.business() == CLOSE + timedelta(minutes=5)
    assert clocks.wall() == WALL + timedelta(minutes=5)


def test_an_arrival_is_judged_by_the_business_time_of_that_moment() -> None:
    clocks = Clocks(wall=lambda: WALL)
    clocks.move_business_to(CLOSE)

    assert clocks.business_at(WALL - timedelta(seconds=1)) == CLOSE - timedelta(seconds=1)


def test_time_is_aware_and_true_until_it_is_moved() -> None:
    clocks = Clocks()

    assert clocks.business().tzinfo is UTC
    assert abs(clocks.business() - datetime.now(UTC)) < timedelta(seconds=5)
