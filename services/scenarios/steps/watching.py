"""What those who watch over everything see: a service's event feed, and all applications."""

import json
from collections.abc import Iterator
from dataclasses import replace

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, Venue
from services.scenarios.people import AUDITOR

_PAGE = 500


def all_events(venue: Venue, service_url: str) -> Iterator[JsonObject]:
    """Read a service's feed from its beginning to its end."""
    auditor = replace(venue, url=service_url).front_end(AUDITOR)
    after = 0
    while True:
        page = auditor.read("/v1/events", after=after, limit=_PAGE)
        yield from page["events"]
        if page["next_after"] == after:
            return
        after = page["next_after"]


def events_about(
    venue: Venue, service_url: str, kind: str, application_id: str
) -> list[JsonObject]:
    """Keep what is of a kind and names the application."""
    return [
        event
        for event in all_events(venue, service_url)
        if event["kind"] == kind and application_id in json.dumps(event["payload"])
    ]


def all_applications(officer: FrontEnd) -> Iterator[JsonObject]:
    """Read the list of applications page by page, as far as the officer may see."""
    query: dict[str, str] = {}
    while True:
        page = officer.read("/v1/applications", **query)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        query = {"cursor": page["next_cursor"]}
