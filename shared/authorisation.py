"""Who may call what, over whose data: one table a service, looked up by the operation's name.

An operation that is not in its service's table may be called by nobody. Routes never compare roles:
they ask ``Access`` about the object, and lists put ``Access`` into their query.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from shared.identity.principal import Principal, Role
from shared.request_errors import RoleForbidden


class Scope(StrEnum):
    """Over whose data a role may use an operation."""

    #: Everything.
    ALL = "all"
    #: What belongs to the caller's own enterprise.
    OWN_ENTERPRISE = "own-enterprise"
    #: What belongs to the caller's unit or a unit below it.
    OWN_UNITS = "own-units"
    #: What the caller's bureau was asked about; which objects these are, their store knows.
    ASKED_BUREAU = "asked-bureau"
    #: What belongs or is assigned to the caller in person; the query that finds it names the caller.
    OWN_ASSIGNMENTS = "own-assignments"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The authorisation table of one service."""

    #: Operation name → role → scope; a role that is missing may not.
    table: Mapping[str, Mapping[Role, Scope]]
    #: Operations that need no token.
    public: frozenset[str] = field(default_factory=frozenset)

    def scope_of(self, operation: str, role: Role) -> Scope:
        """Look up a role's scope; raise RoleForbidden when there is none."""
        scope = self.table.get(operation, {}).get(role)
        if scope is None:
            raise RoleForbidden
        return scope


@dataclass(frozen=True, kw_only=True)
class Access:
    """What the caller of this request may touch."""

    principal: Principal
    scope: Scope
    #: Path of the caller's unit in the tree, such as ``120000/120116``; set for officers of a unit.
    unit_path: str | None = None

    def permits(self, *, enterprise: str | None, unit_path: str | None) -> bool:
        """Tell whether an object of this enterprise and unit is within the caller's scope."""
        if self.scope is Scope.ALL:
            return True
        if self.scope is Scope.OWN_ENTERPRISE:
            return enterprise is not None and enterprise == self.principal.enterprise
        if self.scope in {Scope.ASKED_BUREAU, Scope.OWN_ASSIGNMENTS}:
            return False
        return (
            self.unit_path is not None
            and unit_path is not None
            and (unit_path == self.unit_path or unit_path.startswith(f"{self.unit_path}/"))
        )


def current_access(request: Request) -> Access:
    """Give the access that the route class settled before the body was read."""
    access = request.state.access
    assert isinstance(access, Access)  # noqa: S101 - public operations must not ask for it
    return access


async def _current_access(request: Request) -> Access:
    return current_access(request)


CurrentAccess = Annotated[Access, Depends(_current_access)]
