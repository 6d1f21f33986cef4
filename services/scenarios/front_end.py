"""One person at a front end: signs in, keeps ETags, sends an idempotency key with each decision.

It is as strict as a careful front end: any answer that is no success stops the play as `Unexpected`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from services.scenarios.firm import JsonObject
from services.scenarios.people import Person
from shared.identity.principal import Principal

#: A play fails rather than hangs.
TIMEOUT_S = 30.0

#: How often a step is taken anew because something came home for its resource.
_MOST_ANEW = 4

#: The path of a resource is this many parts long; what lies below shares its version.
_RESOURCE_PARTS = 4


def _tell_nobody(_who: str, _what: str, _result: str) -> None:
    """Narrate to nobody."""


def _look_away(_who: Principal | None, _response: httpx.Response) -> None:
    """Let answers pass unseen."""


@dataclass(frozen=True, kw_only=True)
class Venue:
    """Where a play takes place: a service, and an issuer whose tokens it accepts."""

    #: Intake's address; front ends speak to intake alone, and send files to wherever it says.
    url: str
    sign_in: Callable[[Principal], str]
    http: httpx.Client
    #: Is told who did what with which result, after each step.
    tell: Callable[[str, str, str], None] = _tell_nobody
    #: Sees every answer and who was signed in for it; a test keeps its books with it.
    observe: Callable[[Principal | None, httpx.Response], None] = _look_away

    def front_end(self, person: Person) -> "FrontEnd":
        """Seat a person at a front end."""
        return FrontEnd(self, person)


def new_client() -> httpx.Client:
    """Make the client that a venue needs; whoever makes it closes it."""
    return httpx.Client(timeout=TIMEOUT_S, trust_env=False)


class Unexpected(Exception):
    """An answer that the play did not foresee, with the problem as the caller saw it."""

    def __init__(self, response: httpx.Response) -> None:
        problem = _problem_in(response)
        self.status = response.status_code
        self.code = str(problem.get("code", ""))
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.faults: list[JsonObject] = list(problem.get("errors", []))
        request = response.request
        lines = [f"{request.method} {request.url} answered {self.status} {self.code}"]
        lines += [self.title, self.detail] if problem else [response.text[:500]]
        lines += [f"  {fault['pointer']}: {fault['detail']}" for fault in self.faults]
        super().__init__("\n".join(lines))


class FrontEnd:
    """See the module's first lines."""

    def __init__(self, venue: Venue, person: Person) -> None:
        self.venue = venue
        self.person = person
        #: Resource → the ETag last seen of it.
        self._etags: dict[str, str] = {}

    def read(self, path: str, **query: str | int) -> JsonObject:
        """Read a resource and keep its ETag."""
        return _json(self.send("GET", path, params=query or None))

    def create(self, path: str, body: JsonObject | None = None) -> JsonObject:
        """Create something, under a new idempotency key."""
        return _json(self.send("POST", path, json=body, key=new_key()))

    def decide(self, path: str, body: JsonObject | None = None) -> JsonObject:
        """Take a step on the version that was read last."""
        headers = self._if_match(path)
        return _json(self.send("POST", path, json=body, key=new_key(), headers=headers))

    def read_and(self, path: str, step: Callable[[], JsonObject]) -> JsonObject:
        """Read a resource and take a step on it, anew where a verdict or a freeze came home in between.

        Nothing that a person decides on changes by those; a change by another person would be met again and refused.
        """
        for _ in range(_MOST_ANEW):
            self.read(path)
            try:
                return step()
            except Unexpected as refusal:
                if refusal.code != "stale-version":
                    raise
        self.read(path)
        return step()

    def save(self, method: str, path: str, body: JsonObject) -> JsonObject:
        """Change the version that was read last; a PATCH is a merge patch."""
        headers = self._if_match(path)
        if method == "PATCH":
            headers["Content-Type"] = "application/merge-patch+json"
        return _json(self.send(method, path, json=body, headers=headers))

    def send(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401 - handed through to httpx
    ) -> httpx.Response:
        """Send anything to intake; raise Unexpected unless it succeeds."""
        sent = dict(headers or {})
        if key is not None:
            sent["Idempotency-Key"] = key
        principal = self.person.principal
        if principal is not None:
            sent["Authorization"] = f"Bearer {self.venue.sign_in(principal)}"
        response = self._exchange(
            method, f"{self.venue.url}{path}", principal, headers=sent, **options
        )
        self._keep_etag(path, response)
        return response

    def upload(self, ticket: JsonObject, content: bytes, media_type: str) -> JsonObject:
        """Send a file's bytes to where a ticket says; the ticket is all the permission it takes."""
        headers = {"Ticket": str(ticket["ticket"]), "Content-Type": media_type}
        return _json(
            self._exchange(ticket["method"], ticket["url"], None, headers=headers, content=content)
        )

    def download(self, ticket: JsonObject) -> httpx.Response:
        """Fetch a file from the address that intake gave."""
        return self._exchange("GET", ticket["url"], None)

    def look(self, ticket: JsonObject, path: str) -> bytes:
        """Fetch what the documents service shows of a file: a page, a finding, a sheet to print."""
        headers = {"Ticket": str(ticket["ticket"])}
        url = f"{ticket['version_url']}/{path}"
        return self._exchange("GET", url, None, headers=headers).content

    def tell(self, what: str, result: str = "") -> None:
        """Say in the timeline what this person did, and what came of it."""
        self.venue.tell(self.person.title, what, result)

    def business_time(self) -> datetime:
        """Ask for the time by which windows are judged."""
        return datetime.fromisoformat(self.read("/v1/time")["business"])

    def _exchange(
        self,
        method: str,
        url: str,
        principal: Principal | None,
        **options: Any,  # noqa: ANN401 - handed through to httpx
    ) -> httpx.Response:
        response = self.venue.http.request(method, url, **options)
        self.venue.observe(principal, response)
        if not response.is_success:
            raise Unexpected(response)
        return response

    def _if_match(self, path: str) -> dict[str, str]:
        etag = self._etags.get(_resource_of(path))
        return {"If-Match": etag} if etag is not None else {}

    def _keep_etag(self, path: str, response: httpx.Response) -> None:
        etag = response.headers.get("etag")
        if etag is not None:
            made_at = response.headers.get("location", "")
            self._etags[_resource_of(max(path, made_at, key=len))] = etag


def new_key() -> str:
    """Invent an idempotency key: one for each thing that a person means to do."""
    return str(uuid.uuid4())


def refusal_of(step: Callable[[], object]) -> Unexpected:
    """Take a step that must be refused, and give the refusal."""
    try:
        done = step()
    except Unexpected as refusal:
        return refusal
    raise NotRefused(done)


class NotRefused(Exception):
    """A step went through that had to be refused."""

    def __init__(self, done: object) -> None:
        super().__init__(f"it went through and gave {str(done)[:500]}")


def _resource_of(path: str) -> str:
    return "/".join(path.split("/")[:_RESOURCE_PARTS])


def _json(response: httpx.Response) -> JsonObject:
    body: JsonObject = response.json()
    return body


def _problem_in(response: httpx.Response) -> JsonObject:
    if "problem+json" not in response.headers.get("content-type", ""):
        return {}
    return _json(response)
