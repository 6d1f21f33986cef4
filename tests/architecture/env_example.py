"""Writes .env.example from the settings classes: every setting, its meaning, its default."""

import importlib
import inspect
import re
from typing import Any

from pydantic import SecretStr

from shared.settings import ServiceSettings

_HEAD = """\
# Every setting with its default. Copy this file to .env and change what you need; the environment wins over the file.
# Production refuses what is only safe on a laptop and names each such setting when it refuses to start.
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
    lines = [f"# ---- {service} ----"]
    for name, field in settings.model_fields.items():
        lines.extend(f"# {comment}" for comment in own.get(name) or common.get(name, []))
        lines.append(f"#{prefix}{name.upper()}={_written(field.default)}")
    return "\n".join(lines) + "\n"


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
