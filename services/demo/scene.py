"""What every act has at hand: the running system, the timeline, the checks, the cast, and a place for keepsakes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.demo.checks import Checks
from services.demo.keepsakes import Keepsakes
from services.demo.parts import Part
from services.demo.timeline import Timeline
from services.embedded import EmbeddedSystem
from services.scenarios.cast import Member, Peculiarity, Tier
from services.scenarios.front_end import FrontEnd, Venue
from services.scenarios.lives import Scanner
from services.scenarios.people import OPERATOR, Person
from services.scenarios.steps.clock import move_clock
from services.scenarios.steps.watching import events_about
from services.scenarios.wording import CHINA


@dataclass(frozen=True, kw_only=True)
class Scene:
    """See the module's first lines."""

    system: EmbeddedSystem
    venue: Venue
    timeline: Timeline
    checks: Checks
    keepsakes: Keepsakes
    #: Every firm of the cast, in its order.
    parts: Sequence[Part]
    #: The hand-ins that wait for the city.
    hand_ins: list[str] = field(default_factory=list)
    #: Makes scans in processes of their own.
    scanner: Scanner
    #: How finely the forms are scanned, the lead's excepted.
    dpi: int

    def seat(self, person: Person) -> FrontEnd:
        """Seat a person at a front end."""
        return self.venue.front_end(person)

    def quiet_venue(self) -> Venue:
        """Give the same venue without a word in the timeline, for what is done only to get further."""
        return self.quietly(self.venue)

    def quietly(self, venue: Venue) -> Venue:
        """Give a venue that tells nothing."""
        return replace(venue, tell=lambda _who, _what, _result: None)

    def venue_of(self, service: str) -> Venue:
        """Give the venue where people work with another service than intake."""
        return replace(self.venue, url=self.system.url(service))

    def part(self, key: str) -> Part:
        """Find a firm's part by the key that the cast gives it."""
        return next(part for part in self.parts if part.member.key == key)

    def peculiar(self, peculiarity: Peculiarity) -> list[Part]:
        """Find the firms with a peculiarity."""
        return [part for part in self.parts if part.has(peculiarity)]

    def those(self, fits: Callable[[Member], bool]) -> list[Part]:
        """Find the firms whose data fit."""
        return [part for part in self.parts if fits(part.member)]

    def of_tier(self, tier: Tier) -> list[Part]:
        """Find the firms of a tier."""
        return self.those(lambda member: member.tier is tier)

    def move_clock(
        self, year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
    ) -> None:
        """Move business time to an hour in Tianjin."""
        at = datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
        move_clock(self.seat(OPERATOR), at)

    @contextmanager
    def outage_of(self, service: str, title: str) -> Iterator[None]:
        """Stop a service for the length of the block, and start it again."""
        self.system.stop_service(service)
        self.timeline.note(f"■ {title}停止 · the {service} service is stopped")
        try:
            yield
        finally:
            self.system.start_service(service)
            self.timeline.note(f"▶ {title}启动 · the {service} service is started again")

    def count_events(self, service: str, kind: str, application_id: str) -> int:
        """Count what a service's event feed says about an application, as an auditor can."""
        url = self.system.url(service)
        return len(events_about(self.venue, url, kind, application_id))
