"""The example of an environment: every setting and no other, each with its meaning and true default."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from shared.settings import ServiceSettings
from tests.architecture.env_example import needed_in_production
from tests.architecture.generated import ENV_EXAMPLE, SERVICES

LINES = ENV_EXAMPLE.read_text(encoding="utf-8").splitlines()

#: Setting → the line above it, which says what it means.
MEANINGS = {
    line.removeprefix("#").partition("=")[0]: LINES[number - 1]
    for number, line in enumerate(LINES)
    if line.startswith("#") and not line.startswith("# ") and "=" in line
}


def settings_of(service: str) -> type[ServiceSettings]:
    module: Any = importlib.import_module(f"services.{service}.settings")
    found: type[ServiceSettings] = getattr(module, f"{service.capitalize()}Settings")
    return found


def names_of(service: str) -> set[str]:
    return {f"{service}_{name}".upper() for name in settings_of(service).model_fields}


def test_the_example_names_exactly_the_settings_that_exist() -> None:
    assert set(MEANINGS) == set().union(*(names_of(service) for service in SERVICES))


def test_every_setting_says_on_one_line_what_it_means() -> None:
    silent = [name for name, line in MEANINGS.items() if not line.startswith("# ")]

    assert silent == [], "write a #: line above it in its settings class, then: make docs"


@pytest.mark.parametrize("service", SERVICES)
def test_what_production_refuses_is_marked(service: str) -> None:
    marked = {name for name, line in MEANINGS.items() if line.startswith("# [production] ")}
    needed = {f"{service}_{name}".upper() for name in needed_in_production(settings_of(service))}

    assert marked & names_of(service) == needed


@pytest.mark.parametrize("service", SERVICES)
def test_the_example_read_as_a_file_gives_the_defaults(service: str, tmp_path: Path) -> None:
    """So a copy of it changes nothing, and every service reads the same file without stumbling."""
    settings: Any = settings_of(service)
    copy = tmp_path / ".env"
    copy.write_text(
        "\n".join(line.removeprefix("#") for line in LINES if not line.startswith("# "))
    )

    assert settings(_env_file=copy, _env_ignore_empty=True) == settings.model_construct()


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_reads_the_file(service: str) -> None:
    assert settings_of(service).model_config.get("env_file") == ".env"
