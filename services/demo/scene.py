"""What every act has at hand: the running system, the timeline, the checks, and a folder for keepsakes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from services.demo.checks import Checks
from services.demo.timeline import Timeline
from services.embedded import EmbeddedSystem
from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, Venue
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
    folder: Path
    #: What was kept for the reader: a word for it, and its path.
    keepsakes: list[tuple[str, Path]] = field(default_factory=list)

    def seat(self, person: Person) -> FrontEnd:
        """Seat a person at a front end."""
        return self.venue.front_end(person)

    def quiet_venue(self) -> Venue:
        """Give the same venue without a word in the timeline, for what is done only to get further."""
        return replace(self.venue, tell=lambda _who, _what, _result: None)

    def move_clock(self, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> None:
        """Move business time to an hour in Tianjin."""
        move_clock(self.seat(OPERATOR), datetime(year, month, day, hour, minute, tzinfo=CHINA))

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

    def keep(self, title: str, name: str, content: bytes | JsonObject) -> None:
        """Keep something that the play made, for the reader to open."""
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
            path.write_text(text, encoding="utf-8")
        self.keepsakes.append((title, path))
