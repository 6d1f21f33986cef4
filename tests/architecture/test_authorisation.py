"""Who may call what: the reviewed table, the code and the running services say the same."""

import pytest

from shared.authorisation import Rules, Scope
from shared.identity.principal import Role
from tests.architecture.generated import SERVICES
from tests.architecture.reviewed_rules import PATH, reviewed_rules
from tests.harness.operations import rules_of
from tests.harness.servers import Stack

REVIEWED = reviewed_rules()

#: Values for path parameters that lead to reference data, which every service is born with.
PATH_VALUES = {
    "edition_id": "cn-2025",
    "other_id": "cn-2024",
    "name": "criteria",
    "round_id": "tianjin-2025-2",
    "unit_code": "120116",
    "tier": "excellent",
}

OPERATIONS = [
    (service, operation) for service, rules in REVIEWED.items() for operation in sorted(rules.table)
]


@pytest.mark.parametrize("service", SERVICES)
def test_the_reviewed_table_is_the_one_the_service_decides_by(stack: Stack, service: str) -> None:
    reviewed, decides = REVIEWED[service], rules_of(stack.app(service))

    assert _lines(reviewed) == _lines(decides), f"review the change, then write it into {PATH.name}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_in_the_reviewed_table_and_every_row_is_an_operation(
    stack: Stack, service: str
) -> None:
    operations = set(stack_operations(stack, service)) - {"healthz", "readyz"}
    rules = REVIEWED[service]

    assert operations == set(rules.table) | rules.public


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
def test_an_operation_is_closed_to_everybody_the_table_does_not_name(
    stack: Stack, service: str, operation: str
) -> None:
    method, path = stack_operations(stack, service)[operation]
    api = stack.api(service)
    allowed = REVIEWED[service].table[operation]
    answers = {
        role: api.as_role(role, unit="120116", enterprise="91120116MA00000000").send(method, path)
        for role in Role
        if role not in allowed
    }

    api.send(method, path).refused(401, "token-missing")
    wrong = {
        role.value: answer.status
        for role, answer in answers.items()
        if answer.code != "role-forbidden"
    }
    assert wrong == {}


@pytest.mark.parametrize("service", SERVICES)
def test_reference_data_is_open_to_everybody_the_table_names(stack: Stack, service: str) -> None:
    """Only what every service is born with; all else needs an object, which its own tests make."""
    operations = stack_operations(stack, service)
    answers = {
        f"{operation} {role}": stack.api(service).as_role(role).send(method, path).status
        for operation, (method, path) in operations.items()
        for role, scope in REVIEWED[service].table.get(operation, {}).items()
        if method == "GET" and "{" not in path and scope is Scope.ALL
    }

    assert answers
    assert answers == dict.fromkeys(answers, 200)


def stack_operations(stack: Stack, service: str) -> dict[str, tuple[str, str]]:
    """Map each operation to its method and to a path with reference data filled in."""
    return {
        document["operationId"]: (method.upper(), _filled(path))
        for path, methods in stack.app(service).openapi()["paths"].items()
        for method, document in methods.items()
    }


def _filled(path: str) -> str:
    for name, value in PATH_VALUES.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _lines(rules: Rules) -> list[str]:
    rows = [
        f"{operation}: {role.value} {scope.value}"
        for operation, roles in rules.table.items()
        for role, scope in roles.items()
    ]
    return sorted([*rows, *(f"{operation}: public" for operation in rules.public)])
