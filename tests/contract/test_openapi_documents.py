"""What each service says of itself: whole, in both languages, with every error that a caller may meet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from shared.errors import REGISTRY
from shared.identity.principal import Role
from shared.problem import status_of
from tests.architecture.generated import SERVICES, product_errors
from tests.architecture.reviewed_rules import reviewed_rules
from tests.harness.servers import Stack

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3}")
#: Machines ask these; they need no token, and their words are their own.
HEALTH = {"healthz", "readyz"}

#: Errors of every operation that needs a token.
SIGNED_IN = {"token-missing", "token-refused"}
WITH_KEY = {
    "idempotency-key-missing",
    "idempotency-key-malformed",
    "idempotency-key-reused",
    "request-in-flight",
}
WITH_VERSION = {"if-match-missing", "if-match-malformed", "stale-version"}
WITH_JSON = {"malformed-json", "body-too-large", "media-type-not-json"}

#: Code → why no operation declares it.
UNDECLARED = {
    "internal-error": "a fault of ours, on any operation",
    "path-not-found": "of no operation",
    "method-not-allowed": "of no operation",
}

RULES = reviewed_rules()


@dataclass(frozen=True, kw_only=True)
class Operation:
    service: str
    name: str
    method: str
    document: dict[str, Any]

    @property
    def codes(self) -> dict[str, int]:
        """The problem codes that it declares, with the status each is declared under."""
        return {
            code: int(status)
            for status, response in self.document["responses"].items()
            for code in response.get("content", {})
            .get("application/problem+json", {})
            .get("examples", {})
        }

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each for each in self.document.get("parameters", [])}


def operations(stack: Stack) -> Iterator[Operation]:
    for service in SERVICES:
        for path in stack.app(service).openapi()["paths"].values():
            for method, document in path.items():
                name = document["operationId"]
                if name not in HEALTH:
                    yield Operation(service=service, name=name, method=method, document=document)


def test_every_operation_says_what_it_is_for_in_both_languages(stack: Stack) -> None:
    silent = [
        f"{operation.service} {operation.name}: {part}"
        for operation in operations(stack)
        for part in ("summary", "description")
        if not (
            CHINESE.search(operation.document.get(part, ""))
            and ENGLISH.search(operation.document.get(part, "").partition("**")[0])
        )
    ]

    assert silent == []


def test_every_operation_is_named_and_shelved_and_says_who_may_call_it(stack: Stack) -> None:
    tags = {
        service: {tag["name"] for tag in stack.app(service).openapi()["tags"]}
        for service in SERVICES
    }
    wrong = [
        f"{operation.service} {operation.name}"
        for operation in operations(stack)
        if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", operation.name)
        or len(operation.document["tags"]) != 1
        or "调用者 · Callers" not in operation.document["description"]
    ]
    # A tag that only development has need not be described.
    unknown = {
        f"{operation.service} {tag}"
        for operation in operations(stack)
        for tag in operation.document["tags"]
        if tag not in tags[operation.service] | {"development"}
    }

    assert wrong == []
    assert unknown == set()


def test_a_declared_problem_exists_under_the_status_that_it_has(stack: Stack) -> None:
    wrong = [
        f"{operation.service} {operation.name}: {code} under {status}"
        for operation in operations(stack)
        for code, status in operation.codes.items()
        if code not in REGISTRY or int(status_of(REGISTRY[code])) != status
    ]

    assert wrong == []


def expected_codes(operation: Operation) -> set[str]:
    """Name the errors that an operation of its kind may always answer with."""
    expected: set[str] = set()
    allowed = RULES[operation.service].table.get(operation.name)
    if allowed is not None:
        expected |= SIGNED_IN | ({"role-forbidden"} if set(Role) - set(allowed) else set())
    if set(operation.parameters) - {"Idempotency-Key", "If-Match"}:
        expected |= {"invalid-request"}
    if "Idempotency-Key" in operation.parameters:
        expected |= WITH_KEY
    if "If-Match" in operation.parameters:
        expected |= WITH_VERSION
    content = operation.document.get("requestBody", {}).get("content", {})
    if any(media_type.endswith("json") for media_type in content):
        expected |= WITH_JSON | {"invalid-request"}
    return expected


def test_an_operation_declares_what_its_kind_brings_with_it(stack: Stack) -> None:
    gaps = {
        f"{operation.service} {operation.name}": sorted(gap)
        for operation in operations(stack)
        if (gap := expected_codes(operation) - set(operation.codes))
    }

    assert gaps == {}


def test_headers_that_an_operation_insists_on_are_required(stack: Stack) -> None:
    optional = [
        f"{operation.service} {operation.name}: {name}"
        for operation in operations(stack)
        for name in ("Idempotency-Key", "If-Match")
        if name in operation.parameters and operation.parameters[name]["required"] is not True
    ]

    assert optional == []


def test_every_error_of_the_product_is_declared_somewhere(stack: Stack) -> None:
    declared = {code for operation in operations(stack) for code in operation.codes}

    undeclared = {error.code for error in product_errors()} - declared

    assert undeclared == set(UNDECLARED)


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_in_a_document_takes_unknown_fields(stack: Stack, service: str) -> None:
    schemas = stack.app(service).openapi()["components"]["schemas"]

    open_ended = [
        name
        for name, schema in schemas.items()
        if schema.get("type") == "object"
        and "properties" in schema
        and schema.get("additionalProperties") is not False
    ]

    assert open_ended == []
