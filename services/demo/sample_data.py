"""Sample data of `tidu serve`: laid into new databases once, and never into anybody's own.

A marker beside the databases says how far it got. An interrupted seeding is taken up by the next start.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import httpx

from services.embedded import EmbeddedSystem
from services.scenarios.front_end import Unexpected, Venue, new_client
from services.scenarios.people import AUDITOR
from services.scenarios.samples import play_samples, set_clock
from services.scenarios.scanning.office import CopierFailed, ScanningOffice
from services.scenarios.waiting import TookTooLong

_MARKER = "sample-data.json"


def provide_samples(
    system: EmbeddedSystem, folder: Path, write: Callable[[str], None]
) -> datetime | None:
    """Seed new databases; give the business time of the samples, None where there are none."""
    with new_client() as http:
        venue = Venue(url=system.url("intake"), sign_in=system.issuer.token, http=http)
        return samples_at(venue, folder / _MARKER, write)


def samples_at(venue: Venue, marker: Path, write: Callable[[str], None]) -> datetime | None:
    """Do what `provide_samples` says, wherever the services run."""
    is_new = _is_new(venue)
    if not is_new and not marker.exists():
        # Somebody's own data.
        return None
    clock = set_clock(venue)
    if is_new or not _is_finished(marker):
        write("Laying in sample data of fictitious firms …")
        _mark(marker, finished=False)
        try:
            with ScanningOffice(copiers=1) as office:
                play_samples(venue, office.scan)
        except (Unexpected, TookTooLong, CopierFailed, httpx.TransportError) as error:
            # The system is of use without them, and the next start tries again.
            write(f"The sample data are not complete: {error}")
            return clock
        _mark(marker, finished=True)
    return clock


def _is_new(venue: Venue) -> bool:
    """Tell whether nothing ever happened in intake."""
    feed = venue.front_end(AUDITOR).read("/v1/events", after=0, limit=1)
    return not feed["events"]


def _is_finished(marker: Path) -> bool:
    try:
        return bool(json.loads(marker.read_text(encoding="utf-8"))["finished"])
    except (OSError, ValueError, LookupError):
        # Killed while it was written: as good as unfinished.
        return False


def _mark(marker: Path, *, finished: bool) -> None:
    marker.write_text(json.dumps({"finished": finished}) + "\n", encoding="utf-8")
