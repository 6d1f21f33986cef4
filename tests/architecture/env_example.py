"""Writes .env.example from the settings classes: every setting, its meaning, its default."""

import importlib
import inspect
import re
from typing import Any

from pydantic import SecretStr

from shared.settings import ServiceSettings

_HEAD = """\
# Every setting with its default. Copy this file to .env and change what you need; the environment wins over the file.
# Production needs those marked [production]: a service refuses to start there with the default of any of them.
# Generated from the settings classes by `make docs`; do not edit.
"""

_FIELD = re.compile(r"    (?P<name>[a-z_]+): ")


def env_example(services: tuple[str, ...]) -> str:
    """Write the file."""
    return "\n".join([_HEAD, *(_section(service) for service in services)])


def _section(service: str) -> str:
    module: Any = importlib.import_module(f"services.{service}.settings")
    settings: type[ServiceSettings] = getattr(module, f"{service.capitalize()}Settings")
    prefix = settings.model_config.get("env_prefix", "")
    common, own = _comments(ServiceSettings), _comments(settings)
    needed = needed_in_production(settings)
    lines = [f"# ---- {service} ----"]
    for name, field in settings.model_fields.items():
        mark = "[production] " if name in needed else ""
        lines.append(f"# {mark}{' '.join(own.get(name) or common.get(name, []))}".rstrip())
        lines.append(f"#{prefix}{name.upper()}={_written(field.default)}")
    return "\n".join(lines) + "\n"


def needed_in_production(settings: type[ServiceSettings]) -> set[str]:
    """Name the settings whose defaults a service refuses in production, and the one that makes it production."""
    refused = settings.model_construct().unsafe_in_production()
    return {"environment"} | {fault.partition(":")[0] for fault in refused}


def _written(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    return str(default).lower() if isinstance(default, bool) else str(default)


def _comments(settings: type[ServiceSettings]) -> dict[str, list[str]]:
    """Read the ``#:`` lines above each field of a class's own source."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for line in inspect.getsource(settings).splitlines():
        field = _FIELD.match(line)
        if line.strip().startswith("#:"):
            above.append(line.strip().removeprefix("#:").strip().replace("``", ""))
        elif field:
            found[field.group("name")] = above
            above = []
        else:
            above = []
    return found
