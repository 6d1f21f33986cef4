"""The two clocks of the services under test, in a test's hands."""

from datetime import UTC, datetime, timedelta

from shared.clock import Clocks, system_wall_clock


class TestClock:
    """Moves business and wall time of every service at once; both are true again after the test."""

    #: Not a test class, whatever its name looks like to pytest.
    __test__ = False

    def __init__(self) -> None:
        self._wall_offset = timedelta(0)
        self.clocks = Clocks(wall=self.wall)

    def wall(self) -> datetime:
        """Tell the wall time that the services see."""
        return system_wall_clock() + self._wall_offset

    def business(self) -> datetime:
        """Tell the business time that the services see."""
        return self.clocks.business()

    def move_wall(self, by: timedelta) -> None:
        """Let tokens, tickets and leases age; business time, which runs beside it, stays where it is."""
        business = self.business()
        self._wall_offset += by
        self.clocks.move_business_to(business)

    def move_business_to(self, instant: datetime) -> None:
        """Put the services into a round's window; ``instant`` is aware."""
        self.clocks.move_business_to(instant.astimezone(UTC))

    def reset(self) -> None:
        self._wall_offset = timedelta(0)
        self.clocks.move_business_to(system_wall_clock())
