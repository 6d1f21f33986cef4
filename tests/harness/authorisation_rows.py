"""The rows of the authorisation matrix, and which of them an answer proves.

A row is an operation, a role, and what the caller is to the object: a row without the role in the table
is proved by ``role-forbidden``, a row of one's own by a success, a row of a stranger by a refusal
(or, for a list, by a page that the test has looked at).
"""

from collections.abc import Iterator
from enum import StrEnum
from http import HTTPStatus

from shared.authorisation import Rules, Scope
from shared.identity.principal import Role
from tests.harness.operations import Operation
from tests.harness.reached import LEDGER

KIND = "authorisation row"


class Relation(StrEnum):
    """What a caller is to the object that is asked for."""

    #: Of the caller's own enterprise, of the officer's own subtree of units, or what the bureau was asked about.
    OWN = "own"
    #: Of another enterprise in the caller's own unit.
    SAME_UNIT = "same-unit"
    #: Of another enterprise in another unit.
    STRANGER = "stranger"


#: What has to be shown for each scope.
_RELATIONS = {
    Scope.OWN_ENTERPRISE: (Relation.OWN, Relation.SAME_UNIT, Relation.STRANGER),
    Scope.OWN_UNITS: (Relation.OWN, Relation.STRANGER),
    Scope.ASKED_BUREAU: (Relation.OWN, Relation.STRANGER),
    Scope.OWN_ASSIGNMENTS: (Relation.OWN, Relation.STRANGER),
}

_REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


def rows_of(service: str, rules: Rules) -> Iterator[str]:
    """List the rows that a service's table asks to be proved."""
    for operation in rules.public:
        yield row(service, operation, "anybody")
    for operation, roles in rules.table.items():
        yield row(service, operation, "no token")
        for role in Role:
            scope = roles.get(role)
            if scope is None:
                yield row(service, operation, f"{role}: refused")
            elif scope is Scope.ALL:
                yield row(service, operation, f"{role}: allowed")
            else:
                for relation in _RELATIONS[scope]:
                    yield row(service, operation, f"{role}: {relation}")


def row(service: str, operation: str, case: str) -> str:
    return f"{service} {operation} {case}"


def note_answer(
    operation: Operation,
    role: Role | None,
    relation: Relation,
    *,
    status: int,
    code: str | None,
    is_page: bool = False,
) -> None:
    """Tell the ledger which row, if any, an answer proves."""
    case = _case(operation, role, relation, status=status, code=code, is_page=is_page)
    if case is not None:
        LEDGER.reach(KIND, row(operation.service, operation.name, case))


def _case(
    operation: Operation,
    role: Role | None,
    relation: Relation,
    *,
    status: int,
    code: str | None,
    is_page: bool,
) -> str | None:
    is_success = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    if operation.is_public:
        return "anybody" if is_success else None
    if role is None:
        return "no token" if code == "token-missing" else None
    scope = operation.scopes.get(role)
    if scope is None:
        return f"{role}: refused" if code == "role-forbidden" else None
    if scope is Scope.ALL:
        return f"{role}: allowed" if is_success else None
    if relation is Relation.OWN:
        return f"{role}: own" if is_success else None
    return f"{role}: {relation}" if status in _REFUSALS or (is_success and is_page) else None
