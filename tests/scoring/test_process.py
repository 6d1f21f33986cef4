"""The process edge: `python -m services.scoring`."""

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from services.scoring.__main__ import cli
from services.scoring.settings import ScoringSettings
from services.scoring.store.bundle_files import EDITIONS
from shared.settings import Environment


def test_migrate_makes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "scoring.sqlite3"
    monkeypatch.setenv("SCORING_DATABASE_URL", f"sqlite:///{file}")

    result = CliRunner().invoke(cli, ["migrate"])

    assert result.exit_code == 0, result.output
    assert file.exists()


def test_serve_names_the_faults_of_a_broken_edition_and_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EDITIONS / "cn-2025", tmp_path / "cn-2025")
    (tmp_path / "cn-2025" / "wording.yaml").unlink()
    monkeypatch.setenv("SCORING_DATABASE_URL", f"sqlite:///{tmp_path / 'scoring.sqlite3'}")
    monkeypatch.setenv("SCORING_EDITIONS_FOLDER", str(tmp_path))

    result = CliRunner().invoke(cli, ["serve"])

    assert result.exit_code == 1
    assert "cn-2025/wording.yaml: This file is missing" in result.output


def test_production_refuses_the_defaults_of_a_laptop() -> None:
    with pytest.raises(ValidationError, match="not fit for production"):
        ScoringSettings(environment=Environment.PRODUCTION)
