"""Sending bodies of a test's own to any operation, as somebody who may call it."""

from typing import Any

from services.intake.authorisation import RULES
from tests.harness.api import Answer, Api
from tests.intake.bodies import ANY_VERSION, a_key
from tests.intake.filings import Filings
from tests.intake.routes.calls import WRITES, Objects


def caller_of(filings: Filings, operation: str, code: str) -> Api:
    """Give somebody of a role that may call an operation, for an enterprise or a unit."""
    role = next(iter(RULES.table[operation]))
    return filings.anybody.as_role(role, unit="120116", enterprise=code)


def sent(caller: Api, operation: str, objects: Objects, **more: Any) -> Answer:
    """Call an operation with ``content`` or ``json`` of the test's own, and all else in order."""
    call = WRITES[operation](objects)
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": a_key(),
        "If-Match": ANY_VERSION,
    }
    return caller.send(call.method, call.path, headers=headers | more.pop("headers", {}), **more)
