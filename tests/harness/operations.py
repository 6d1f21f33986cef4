"""Which operation of a service a request reached, found from its own OpenAPI document."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI

from shared.authorisation import Rules, Scope
from shared.identity.principal import Role


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation and who may call it."""

    service: str
    name: str
    is_public: bool
    scopes: dict[Role, Scope]


class Operations:
    """The operations of one service; the document is built when the first request was answered."""

    def __init__(self, service: str, app: Callable[[], FastAPI]) -> None:
        self._service = service
        self._app = app
        self._patterns: dict[str, list[tuple[re.Pattern[str], Operation]]] | None = None

    def find(self, method: str, path: str) -> Operation | None:
        """Name the operation behind a method and path; None for health, docs and unknown paths."""
        if self._patterns is None:
            self._patterns = self._compile()
        return next(
            (
                operation
                for pattern, operation in self._patterns.get(method.upper(), [])
                if pattern.fullmatch(path)
            ),
            None,
        )

    def _compile(self) -> dict[str, list[tuple[re.Pattern[str], Operation]]]:
        app = self._app()
        rules = rules_of(app)
        patterns: dict[str, list[tuple[re.Pattern[str], Operation]]] = {}
        # Fixed paths come before those with parameters, as they do in a router.
        paths = sorted(app.openapi()["paths"].items(), key=lambda item: str(item[0]).count("{"))
        for path, methods in paths:
            for method, document in methods.items():
                name = document["operationId"]
                if name not in rules.table and name not in rules.public:
                    continue
                operation = Operation(
                    service=self._service,
                    name=name,
                    is_public=name in rules.public,
                    scopes=dict(rules.table.get(name, {})),
                )
                pattern = re.compile(
                    re.sub(r"\{[^}]+\}", "[^/]+", re.sub(r"([.$])", r"\\\1", path))
                )
                patterns.setdefault(method.upper(), []).append((pattern, operation))
        return patterns


def rules_of(app: FastAPI) -> Rules:
    """Give the authorisation table that an application decides by."""
    rules = app.state.gate._rules
    assert isinstance(rules, Rules)
    return rules
