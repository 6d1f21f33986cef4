"""The two clocks of the house.

*Business* time decides windows and calendars and may be moved, in development alone.
*Wall* time decides tokens, leases, signatures and retention and is never moved by us.
Both speak aware UTC; Asia/Shanghai appears in words only.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def system_wall_clock() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)


class Clocks:
    """Business and wall time of one service, as ``app.state.clocks``."""

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = system_wall_clock,
        business_offset: timedelta = timedelta(0),
    ) -> None:
        self._wall = wall
        self._business_offset = business_offset

    def wall(self) -> datetime:
        """Tell the true time."""
        return self._wall()

    def business(self) -> datetime:
        """Tell the time that windows and calendars are judged by."""
        return self.business_at(self._wall())

    def business_at(self, wall: datetime) -> datetime:
        """Tell what the business clock showed at an instant of the wall clock."""
        return wall + self._business_offset

    def move_business_to(self, instant: datetime) -> None:
        """Set the business clock; the routes that lead here exist in development only."""
        self._business_offset = instant - self._wall()
