"""Each service answers as its OpenAPI document says, whatever is sent: schemathesis over a real socket.

It goes wide, not deep: what an operation decides is shown by its own tests.
"""

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck

from shared.identity.principal import Role
from tests.architecture.reviewed_rules import reviewed_rules
from tests.contract.exchange import Case, exchange
from tests.harness.servers import Stack

#: Requests an operation.
EXAMPLES = 10

RULES = reviewed_rules()

OPERATIONS = [
    (service, operation)
    for service, rules in RULES.items()
    for operation in sorted({*rules.table, *rules.public})
]


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
def test_an_operation_keeps_its_contract(stack: Stack, service: str, operation: str) -> None:
    role = next(iter(RULES[service].table.get(operation, {Role.AUDITOR: None})))
    caller = stack.api(service).as_role(role, unit="120116", enterprise="91120116MA00000000")
    document = schemathesis.openapi.from_dict(stack.app(service).openapi())
    described = document.find_operation_by_id(operation)

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        # The same requests in every run: a new find belongs to a search, not to somebody's commit.
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=described.as_strategy())
    def holds(case: Case) -> None:
        exchange(caller, case)

    holds()
