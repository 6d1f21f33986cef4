"""What is written from the code: docs/errors.md, docs/findings.md, .env.example, OpenAPI snapshots, schemas of bundles.

``make docs`` writes them; the tests beside this file fail when they are not what the code says.
"""

import importlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from services.scoring.store.edition_schemas import FOLDER, NAMES, edition_schema_text
from shared.errors import REGISTRY, TiduError
from shared.problem import status_of
from tests.architecture.env_example import env_example
from tests.architecture.findings_page import FINDINGS_PAGE, findings_text
from tests.architecture.sources import ROOT

SERVICES = ("intake", "scoring", "documents")

ERRORS_PAGE = ROOT / "docs" / "errors.md"
ENV_EXAMPLE = ROOT / ".env.example"

_HEAD = """\
# 错误代码 · Error codes

Generated from the error classes by `make docs`; do not edit.

Every error is a problem details object (RFC 9457, `application/problem+json`). Match on `code`: codes are public and
are only ever added. `errors[]` names all faults of a request at once, each with a JSON Pointer. The language follows
`Accept-Language`.

每个错误都是 RFC 9457 问题对象。请按 `code` 判断：代码公开、只增不改。`errors[]` 一次列出请求中的全部问题，
并以 JSON Pointer 指明位置。文字语言由 `Accept-Language` 决定。
"""


def make_app(service: str, folder: Path) -> FastAPI:
    """Make a service's application to read its document; it connects to nothing."""
    settings_module: Any = importlib.import_module(f"services.{service}.settings")
    settings_class = getattr(settings_module, f"{service.capitalize()}Settings")
    app_module: Any = importlib.import_module(f"services.{service}.app")
    settings = settings_class(_env_file=None, database_url=f"sqlite:///{folder / service}.db")
    app = app_module.create_app(settings)
    assert isinstance(app, FastAPI)
    return app


def openapi_text(service: str) -> str:
    """Write a service's OpenAPI document."""
    with tempfile.TemporaryDirectory() as folder:
        document = make_app(service, Path(folder)).openapi()
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def snapshot(service: str) -> Path:
    """Name the file of a service's OpenAPI document."""
    return ROOT / "services" / service / "openapi.json"


def schema_file(name: str) -> Path:
    """Name the file of the JSON Schema for one file of an edition."""
    return FOLDER / f"{name}.schema.json"


def product_errors() -> list[type[TiduError]]:
    """List the errors of all services; those of test services are left out."""
    for service in SERVICES:
        importlib.import_module(f"services.{service}.app")
    return [
        error
        for _, error in sorted(REGISTRY.items())
        if error.__module__.split(".")[0] in {"services", "shared"}
    ]


def errors_text() -> str:
    """Write the page of all error codes."""
    errors = product_errors()
    parts = [_HEAD]
    for owner in ("shared", *SERVICES):
        rows = [row for error in errors if _owner(error) == owner for row in _rows(error)]
        title = "Any service · 各服务通用" if owner == "shared" else owner
        table = ["| code | HTTP | 说明 · Meaning | 处理 · Remedy |", "|---|---|---|---|", *rows]
        if rows:
            parts.append(f"## {title}\n\n" + "\n".join(table) + "\n")
    return "\n".join(parts)


def write_all() -> Iterator[Path]:
    """Write every generated file; give those that changed."""
    wanted = {snapshot(service): openapi_text(service) for service in SERVICES}
    wanted |= {ERRORS_PAGE: errors_text(), ENV_EXAMPLE: env_example(SERVICES)}
    wanted |= {FINDINGS_PAGE: findings_text()}
    wanted |= {schema_file(name): edition_schema_text(name) for name in NAMES}
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield path


def _owner(error: type[TiduError]) -> str:
    package, name = error.__module__.split(".")[:2]
    return name if package == "services" else "shared"


def _rows(error: type[TiduError]) -> Iterator[str]:
    cells = (
        f"`{error.code}`",
        str(int(status_of(error))),
        f"{error.title.zh}<br>{error.title.en}",
        f"{error.remedy.zh}<br>{error.remedy.en}",
    )
    yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    changed = list(write_all())
    for written in changed:
        sys.stdout.write(f"written: {written.relative_to(ROOT)}\n")
    if not changed:
        sys.stdout.write("all generated files are up to date\n")
