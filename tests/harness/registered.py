"""What there is to reach: every error code, authorisation row and state transition of the product.

Everything is looked up at the end of a whole run, so that the controller loads no framework before.
"""

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

SERVICES = ("intake", "scoring", "documents")

#: Where each table of transitions stands; no two tables have a state and action in common.
_STATE_MACHINES = (
    ("intake", "domain.lifecycle"),
    ("scoring", "domain.panels.lifecycle"),
    ("scoring", "domain.edition_life"),
    ("scoring", "domain.simulation.lifecycle"),
    ("documents", "domain.check_life"),
    ("documents", "domain.destructions"),
)

#: Code → why no test can bring it about honestly.
UNREACHABLE_CODES: dict[str, str] = {}


def pytest_registered() -> Mapping[str, Iterable[str]]:
    rows: Any = importlib.import_module("tests.harness.authorisation_rows")
    moves: Any = importlib.import_module("tests.harness.transitions")
    return {
        "error code": _error_codes(),
        rows.KIND: [
            row
            for service in SERVICES
            for row in rows.rows_of(service, _module(service, "authorisation").RULES)
        ],
        moves.KIND: [
            moves.transition(action.value, state.value)
            for service, table in _STATE_MACHINES
            for state, action in _module(service, table).TRANSITIONS
        ],
    }


def _error_codes() -> list[str]:
    for service in SERVICES:
        _module(service, "app")
    registry: dict[str, type] = importlib.import_module("shared.errors").REGISTRY
    return [
        code
        for code, error in registry.items()
        if error.__module__.split(".")[0] in {"services", "shared"}
        and code not in UNREACHABLE_CODES
    ]


def _module(service: str, part: str) -> Any:
    return importlib.import_module(f"services.{service}.{part}")
