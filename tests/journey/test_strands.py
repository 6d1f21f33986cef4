"""Several actors at once: what they tell stays in order, what they check counts, an error stops the play."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import cast

import httpx
import pytest

from services.demo.checks import Checks
from services.demo.keepsakes import Keepsakes
from services.demo.scene import Scene
from services.demo.strands import together
from services.demo.timeline import Timeline
from services.embedded import EmbeddedSystem
from services.scenarios.front_end import Venue
from services.scenarios.scan import stamped_scan
from shared.identity.principal import Principal


def sign_in(_principal: Principal) -> str:
    raise AssertionError("nobody signs in here")


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def scene(lines: list[str], tmp_path: Path) -> Scene:
    timeline = Timeline(lines.append, lambda: datetime(2025, 7, 10, tzinfo=UTC))
    return Scene(
        system=cast("EmbeddedSystem", None),
        venue=Venue(url="http://127.0.0.1:1", sign_in=sign_in, http=httpx.Client()),
        timeline=timeline,
        checks=Checks(timeline),
        keepsakes=Keepsakes(folder=tmp_path),
        parts=[],
        scanner=stamped_scan,
        dpi=20,
    )


def test_lines_come_in_the_actors_order_whoever_was_first(scene: Scene, lines: list[str]) -> None:
    all_there = Barrier(3, timeout=30)

    def play(strand: Scene, name: str) -> None:
        strand.timeline.note(f"{name} begins")
        all_there.wait()
        strand.timeline.note(f"{name} ends")

    together(scene, ["a", "b", "c"], play)

    told = [line.strip() for line in lines]
    assert told == ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]


def test_checks_of_all_actors_count(scene: Scene) -> None:
    together(scene, [1, 2, 3], lambda strand, number: strand.checks.equal(f"n{number}", number, 2))

    assert scene.checks.held == 1
    assert scene.checks.failed == ["n1", "n3"]


def test_an_error_is_raised_when_everybodys_lines_are_told(scene: Scene, lines: list[str]) -> None:
    def play(strand: Scene, number: int) -> None:
        strand.timeline.note(f"number {number}")
        if number == 1:
            raise LookupError(number)

    with pytest.raises(LookupError):
        together(scene, [1, 2], play)

    assert [line.strip() for line in lines] == ["number 1", "number 2"]
