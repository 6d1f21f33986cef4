"""What every operation says about itself in OpenAPI beyond its own code: problems, keys, roles."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field

from shared.authorisation import Rules
from shared.errors import TiduError
from shared.operations import iter_routes
from shared.problem import MEDIA_TYPE, problem_json, status_of
from shared.transactions import is_keyed, operation_name


class ProblemFault(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(extra="forbid")
    pointer: str = Field(description="JSON Pointer (RFC 6901) · 出错位置")
    code: str = Field(description="Stable code of the fault · 固定代码")
    detail: str = Field(description="The fault in words · 说明")
    line: int | None = Field(
        default=None,
        description="Line in the text that pointer names, from 1 · pointer 所指文本中的行号，从 1 起",
    )
    path: str | None = Field(
        default=None,
        description="JSON Pointer into what that text says · 该文本内容中的位置",
    )


class Problem(BaseModel):
    """An error, RFC 9457 · 错误信息."""

    model_config = ConfigDict(extra="forbid")
    type: str
    title: str
    status: int
    code: str = Field(description="Stable code, documented in docs/errors.md · 固定错误代码")
    detail: str
    remedy: str = Field(description="What you can do · 处理办法")
    request_id: str
    errors: list[ProblemFault]


def problems(*error_classes: type[TiduError]) -> dict[int | str, dict[str, Any]]:
    """Declare the errors of an operation, one example a code, for ``responses=``."""
    responses: dict[int | str, dict[str, Any]] = {}
    for error in error_classes:
        status = int(status_of(error))
        entry = responses.setdefault(
            status,
            {"model": Problem, "description": "", "content": {MEDIA_TYPE: {"examples": {}}}},
        )
        title = error.title
        line = f"`{error.code}` {title.zh} · {title.en}"
        entry["description"] = f"{entry['description']}\n\n{line}".strip()
        entry["content"][MEDIA_TYPE]["examples"][error.code] = {
            "summary": title.en,
            "value": problem_json(error(), language="zh-CN", request_id="3f2c9a"),
        }
    return responses


def document(app: FastAPI, rules: Rules) -> None:
    """Replace the application's OpenAPI builder by one that adds what is true of every operation."""

    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            _complete(schema, rules, _keyed_operations(app))
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]  # FastAPI's documented way


def _keyed_operations(app: FastAPI) -> set[str]:
    return {
        operation_name(route)
        for route in iter_routes(app)
        if is_keyed(route.methods, route.endpoint)
    }


def _complete(schema: dict[str, Any], rules: Rules, keyed: set[str]) -> None:
    for path in schema["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            # Ours replace FastAPI's own description of a body that does not validate.
            operation["responses"].pop("422", None) if _is_stock_422(operation) else None
            _describe_access(operation, rules, name)
            _require_if_match(operation)
            if name in keyed:
                operation.setdefault("parameters", []).append(_IDEMPOTENCY_PARAMETER)
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {}).pop("HTTPValidationError", None)
    components["schemas"].pop("ValidationError", None)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }


def _is_stock_422(operation: dict[str, Any]) -> bool:
    content = operation["responses"].get("422", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return str(reference).endswith("HTTPValidationError")


def _describe_access(operation: dict[str, Any], rules: Rules, name: str) -> None:
    if name in rules.public:
        who = "无需登录 · needs no token"
    else:
        operation["security"] = [{"bearer": []}]
        row = rules.table.get(name, {})
        who = " · ".join(f"`{role.value}` ({scope.value})" for role, scope in row.items())
    operation["description"] = (
        f"{operation.get('description', '')}\n\n**调用者 · Callers**: {who}".strip()
    )


def _require_if_match(operation: dict[str, Any]) -> None:
    # Optional to FastAPI, so that its absence is ours to name (428); callers must send it all the same.
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "If-Match":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "examples": ['"7"']}


_IDEMPOTENCY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "每个操作一个新 UUID，重试时沿用 · a new UUID for each action, the same when you repeat it",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    "example": "7e1f6c1e-1c0b-4f5e-9a53-0d8f3f3c2a11",
}
