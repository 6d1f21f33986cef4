"""One generated request, sent by a caller of ours, and its answer held against the document."""

import json
from typing import Any

import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.harness.api import Api

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

Case = schemathesis.Case[Any]


def exchange(caller: Api, case: Case) -> None:
    """Send a generated request with the caller's own token; fail when the answer breaks the contract."""
    request: dict[str, Any] = case.as_transport_kwargs(base_url=caller.base_url)
    headers = {name: value for name, value in request["headers"].items() if name != "Authorization"}
    body = request.get("data")
    if "json" in request:
        body = json.dumps(request["json"]).encode()
    answer = caller.send(
        request["method"], request["url"], headers=headers, params=request["params"], content=body
    )
    case.validate_response(answer.response, checks=CHECKS)
