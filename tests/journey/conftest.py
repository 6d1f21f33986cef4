"""The scenario library, played on the harness's stack: PostgreSQL, a real object store, real sockets."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from services.scenarios.firm import EXAMPLE_FIRM
from services.scenarios.front_end import Venue, new_client
from services.scenarios.lives import Draft, Ready, fill_in, make_ready
from services.scenarios.steps.watching import events_about
from services.scenarios.wording import CHINA
from shared.identity.principal import Principal
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.servers import Stack

#: Coarse, and still every code on it is read: what could not be read would hold up the officers.
DPI = 72

IN_THE_WINDOW = datetime(2025, 7, 10, 9, tzinfo=CHINA)

ReadEvents = Callable[[str, str], list[dict[str, Any]]]


@pytest.fixture
def venue(stack: Stack, clock: TestClock) -> Iterator[Venue]:
    """The running services, inside the round's window."""
    clock.move_business_to(IN_THE_WINDOW)
    apis = {name: stack.api(name) for name in ("intake", "scoring", "documents")}

    def sign_in(principal: Principal) -> str:
        return stack.issuer.token(principal, now=clock.wall())

    def note(principal: Principal | None, response: httpx.Response) -> None:
        for api in apis.values():
            if str(response.request.url).startswith(f"{api.base_url}/"):
                _as(api, principal)._note(response.request.method, response)

    with new_client() as http:
        yield Venue(url=apis["intake"].base_url, sign_in=sign_in, http=http, observe=note)


@pytest.fixture
def draft(venue: Venue) -> Draft:
    """An application with nothing missing."""
    return fill_in(venue, EXAMPLE_FIRM)


@pytest.fixture
def ready(draft: Draft) -> Ready:
    """A finalised application with its stamped scan."""
    return make_ready(draft, dpi=DPI)


@pytest.fixture
def events_of(stack: Stack, venue: Venue, ready: Ready) -> ReadEvents:
    """The events of a kind in a service's feed that are about the application."""

    def read(service: str, kind: str) -> list[dict[str, Any]]:
        return events_about(venue, stack.api(service).base_url, kind, ready.application_id)

    return read


def _as(api: Api, principal: Principal | None) -> Api:
    if principal is None:
        return api
    return api.as_role(
        principal.role,
        unit=principal.unit,
        enterprise=principal.enterprise,
        subject=principal.subject,
    )
