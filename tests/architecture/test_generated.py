"""What is generated from the code is what is committed."""

import difflib
from pathlib import Path

import pytest

from services.scoring.store.edition_schemas import NAMES, edition_schema_text
from tests.architecture import generated
from tests.architecture.env_example import env_example
from tests.architecture.findings_page import FINDINGS_PAGE, finding_kinds, findings_text
from tests.architecture.sources import ROOT


def compare(path: Path, wanted: str) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    if found != wanted:
        names = (f"{name} as committed", f"{name} as the code says")
        difference = difflib.unified_diff(
            found.splitlines(), wanted.splitlines(), *names, n=1, lineterm=""
        )
        shown = "\n".join(list(difference)[:40])
        pytest.fail(
            f"{name} is out of date; look at the change, then: make docs\n{shown}", pytrace=False
        )


@pytest.mark.parametrize("service", generated.SERVICES)
def test_the_openapi_snapshot_is_what_the_service_says(service: str) -> None:
    compare(generated.snapshot(service), generated.openapi_text(service))


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_of_a_file_of_an_edition_is_what_its_reader_takes(name: str) -> None:
    compare(generated.schema_file(name), edition_schema_text(name))


def test_the_page_of_error_codes_is_what_the_classes_say() -> None:
    compare(generated.ERRORS_PAGE, generated.errors_text())


def test_the_example_of_an_environment_names_every_setting_with_its_default() -> None:
    compare(generated.ENV_EXAMPLE, env_example(generated.SERVICES))


def test_the_page_of_findings_is_what_the_tables_say() -> None:
    compare(FINDINGS_PAGE, findings_text())


def test_no_two_kinds_of_findings_have_one_code() -> None:
    codes = [kind.code for kind in finding_kinds()]

    assert len(codes) == len(set(codes))
