"""What an auditor sees of an application in a service's event feed."""

import json
from dataclasses import replace

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import Venue
from services.scenarios.people import AUDITOR


def events_about(
    venue: Venue, service_url: str, kind: str, application_id: str
) -> list[JsonObject]:
    """Read a service's feed from its beginning, and keep what is of a kind and names the application."""
    auditor = replace(venue, url=service_url).front_end(AUDITOR)
    found: list[JsonObject] = []
    after = 0
    while True:
        page = auditor.read("/v1/events", after=after, limit=500)
        found += [
            event
            for event in page["events"]
            if event["kind"] == kind and application_id in json.dumps(event["payload"])
        ]
        if page["next_after"] == after:
            return found
        after = page["next_after"]
