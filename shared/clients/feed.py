"""Reads another service's event feed, from any position on."""

from typing import Protocol

from shared.clients.service_client import ServiceClient
from shared.event_feed import EventPage


class FeedClient(Protocol):
    """What a poller needs of a service."""

    async def read_events(self, *, after: int, limit: int) -> EventPage: ...


class HttpFeedClient:
    """The feed over HTTP."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def read_events(self, *, after: int, limit: int) -> EventPage:
        """Read the next stretch; raise ServiceUnavailable or ServiceRefused."""
        response = await self._service.call(
            "GET", "/v1/events", params={"after": after, "limit": limit}
        )
        return EventPage.model_validate_json(response.content)
