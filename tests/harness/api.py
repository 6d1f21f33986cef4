"""The client with which tests speak to a service: as a role, over a real socket, one line a call.

It signs tokens, invents idempotency keys, keeps ETags at hand, and tells the ledger what it met
(error codes, authorisation rows), so that tests need not.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import httpx

from shared.identity.development_issuer import DevelopmentIssuer
from shared.identity.principal import Principal, Role
from tests.harness.authorisation_rows import Relation, note_answer
from tests.harness.clock import TestClock
from tests.harness.operations import Operations
from tests.harness.reached import LEDGER

#: Tokens live this long by the wall clock, which a test may move.
TOKEN_LIFE = timedelta(minutes=15)

TIMEOUT_S = 30.0


class _Automatic(StrEnum):
    """Marks a header that the client fills in unless the test says otherwise."""

    AUTOMATIC = "automatic"


AUTOMATIC: Final = _Automatic.AUTOMATIC


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a service said."""

    request: str
    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers

    @property
    def body(self) -> Any:
        """The parsed JSON."""
        return self.response.json()

    @property
    def content(self) -> bytes:
        return self.response.content

    @property
    def etag(self) -> str:
        return self.response.headers["etag"]

    @property
    def code(self) -> str | None:
        """The problem's code; None when it is no problem."""
        return str(self.body["code"]) if _is_problem(self.response) else None

    @property
    def faults(self) -> dict[str, str]:
        """The problem's faults: pointer → code."""
        return {fault["pointer"]: fault["code"] for fault in self.body["errors"]}

    def ok(self, status: int | None = None) -> Any:
        """Give the body of a success (None when it is empty); fail, showing the problem, otherwise."""
        expected = self.response.is_success if status is None else self.status == status
        assert expected, f"{self.request} answered {self.status}: {self.response.text[:2000]}"
        return self.body if self.response.content else None

    def refused(self, status: int, code: str) -> Any:
        """Give the problem; fail when the answer is any other."""
        expected = self.status == status and self.code == code
        assert expected, f"{self.request} answered {self.status}: {self.response.text[:2000]}"
        return self.body


class Api:
    """One service, spoken to by one caller; ``as_role`` gives the same service to another caller."""

    def __init__(
        self,
        *,
        http: httpx.Client,
        issuer: DevelopmentIssuer,
        clock: TestClock,
        operations: Operations,
        principal: Principal | None = None,
        relation: Relation = Relation.OWN,
        etags: dict[str, str] | None = None,
    ) -> None:
        self.base_url = str(http.base_url)
        self.principal = principal
        #: Path → the ETag last seen there, by whichever caller.
        self.etags: dict[str, str] = {} if etags is None else etags
        self._http = http
        self._issuer = issuer
        self._clock = clock
        self._operations = operations
        self._relation = relation

    def as_role(
        self,
        role: Role | str,
        *,
        unit: str | None = None,
        enterprise: str | None = None,
        subject: str | None = None,
        relation: Relation | str = Relation.OWN,
    ) -> "Api":
        """Speak as a person of a role.

        ``relation`` says what the test means this caller to be to the objects it asks for; the
        authorisation matrix counts rows by it.
        """
        chosen = Role(role)
        default = "-".join(part for part in (chosen.value, unit, enterprise) if part)
        principal = Principal(
            subject=subject or default, role=chosen, unit=unit, enterprise=enterprise
        )
        return Api(
            http=self._http,
            issuer=self._issuer,
            clock=self._clock,
            operations=self._operations,
            principal=principal,
            relation=Relation(relation),
            etags=self.etags,
        )

    def close(self) -> None:
        """Close the connections, which all callers of this service share."""
        self._http.close()

    def token(self, life: timedelta = TOKEN_LIFE) -> str:
        """Sign a token of this caller, by the services' wall clock."""
        assert self.principal is not None, "nobody speaks: as_role first"
        return self._issuer.token(self.principal, life=life, now=self._clock.wall())

    def get(self, path: str, **options: Any) -> Answer:
        return self.send("GET", path, **options)

    def post(
        self, path: str, json: object = None, *, key: str | None = AUTOMATIC, **options: Any
    ) -> Answer:
        """Create or decide; ``key`` is the Idempotency-Key, a new one unless given, none if None."""
        chosen = str(uuid.uuid4()) if key is AUTOMATIC else key
        return self.send("POST", path, json=json, given={"Idempotency-Key": chosen}, **options)

    def put(
        self, path: str, json: object = None, *, if_match: str | None = None, **options: Any
    ) -> Answer:
        return self.send("PUT", path, json=json, given={"If-Match": if_match}, **options)

    def patch(
        self, path: str, json: object = None, *, if_match: str | None = AUTOMATIC, **options: Any
    ) -> Answer:
        """Merge-patch; ``if_match`` is the ETag last seen at this path unless given, none if None."""
        chosen = self.etags.get(path) if if_match is AUTOMATIC else if_match
        given = {"If-Match": chosen, "Content-Type": "application/merge-patch+json"}
        return self.send("PATCH", path, json=json, given=given, **options)

    def delete(self, path: str, *, if_match: str | None = None, **options: Any) -> Answer:
        return self.send("DELETE", path, given={"If-Match": if_match}, **options)

    def send(
        self,
        method: str,
        path: str,
        *,
        given: Mapping[str, str | None] | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Answer:
        """Send anything; ``headers`` win over what the client would send, ``content`` is raw."""
        if options.get("json") is None:
            options.pop("json", None)
        sent = {name: value for name, value in (given or {}).items() if value is not None}
        if self.principal is not None:
            sent["Authorization"] = f"Bearer {self.token()}"
        sent.update(headers or {})
        response = self._http.request(method, path, headers=sent, **options)
        self._note(method, response)
        return Answer(request=f"{method} {path}", response=response)

    def _note(self, method: str, response: httpx.Response) -> None:
        path = response.request.url.path
        if "etag" in response.headers:
            self.etags[path] = response.headers["etag"]
            if "location" in response.headers:
                self.etags[response.headers["location"]] = response.headers["etag"]
        code = str(response.json()["code"]) if _is_problem(response) else None
        if code is not None:
            LEDGER.reach("error code", code)
        operation = self._operations.find(method, path)
        if operation is not None:
            role = self.principal.role if self.principal else None
            note_answer(
                operation,
                role,
                self._relation,
                status=response.status_code,
                code=code,
                is_page=method == "GET" and b'"items"' in response.content,
            )


def _is_problem(response: httpx.Response) -> bool:
    return str(response.headers.get("content-type", "")).startswith("application/problem+json")
