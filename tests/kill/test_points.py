"""No fail point without a kill, and none in production."""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.documents.settings import DocumentsSettings
from services.intake.settings import IntakeSettings
from services.scoring.settings import ScoringSettings
from shared.settings import Environment
from tests.architecture.sources import ROOT
from tests.kill.points import ELSEWHERE, in_the_code, killed


def test_every_fail_point_is_reached_by_a_kill() -> None:
    unreached = {
        pattern
        for pattern in in_the_code()
        if not any(fnmatchcase(point, pattern) for point in killed())
    }

    assert unreached == set(), "kill at them (tests/kill/points.py), or take them out"


def test_every_kill_is_at_a_point_that_exists() -> None:
    patterns = in_the_code()

    for point in killed():
        assert any(fnmatchcase(point, pattern) for pattern in patterns), point
    for point, file in ELSEWHERE.items():
        assert point in Path(ROOT, file).read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", [IntakeSettings, ScoringSettings, DocumentsSettings])
def test_no_service_starts_in_production_with_an_armed_point(
    settings: type[IntakeSettings | ScoringSettings | DocumentsSettings],
) -> None:
    with pytest.raises(ValidationError, match="fail_at: fail points kill the process"):
        settings(environment=Environment.PRODUCTION, fail_at="submit.after-receipt")
