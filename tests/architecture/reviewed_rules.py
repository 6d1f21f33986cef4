"""Reads authorisation.txt, the reviewed table of who may call what."""

from dataclasses import dataclass, field

from shared.authorisation import Rules, Scope
from shared.identity.principal import Role
from tests.architecture.sources import ROOT

PATH = ROOT / "tests" / "architecture" / "authorisation.txt"

_SCOPES = {
    "all": Scope.ALL,
    "own": Scope.OWN_ENTERPRISE,
    "unit": Scope.OWN_UNITS,
    "asked": Scope.ASKED_BUREAU,
    "assigned": Scope.OWN_ASSIGNMENTS,
}


@dataclass
class _Table:
    roles: list[Role]
    table: dict[str, dict[Role, Scope]] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)


def reviewed_rules() -> dict[str, Rules]:
    """Give the reviewed rules of each service."""
    tables: dict[str, _Table] = {}
    current = _Table(roles=[])
    for line in PATH.read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        name, *cells = words
        if name.startswith("["):
            current = tables[name.strip("[]")] = _Table(roles=[Role(cell) for cell in cells])
        elif cells == ["public"]:
            current.public.add(name)
        else:
            pairs = zip(current.roles, cells, strict=True)
            current.table[name] = {role: _SCOPES[cell] for role, cell in pairs if cell != "-"}
    return {
        service: Rules(table=found.table, public=frozenset(found.public))
        for service, found in tables.items()
    }
