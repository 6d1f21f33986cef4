"""Several firms or units act at once, in a few threads; what each of them tells stays together, in the cast's order."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from services.demo.checks import Checks
from services.demo.scene import Scene
from services.demo.timeline import Timeline

Actor = TypeVar("Actor")

#: People at work at the same time.
_THREADS = 4


def together(scene: Scene, actors: Sequence[Actor], play: Callable[[Scene, Actor], None]) -> None:
    """Let each actor play; raise the first error when all have ended."""
    told: list[list[str]] = [[] for _ in actors]
    strands = [(_strand_of(scene, lines), lines) for lines in told]
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="actor") as threads:
        playing = [
            threads.submit(play, strand, actor)
            for (strand, _), actor in zip(strands, actors, strict=True)
        ]
        errors = []
        for (strand, lines), one in zip(strands, playing, strict=True):
            errors.append(one.exception())
            for line in lines:
                scene.timeline.copy(line)
            scene.checks.take_over(strand.checks)
    for error in filter(None, errors):
        raise error


def _strand_of(scene: Scene, lines: list[str]) -> Scene:
    timeline = Timeline(lines.append, scene.timeline.business_time)
    return replace(scene, timeline=timeline, checks=Checks(timeline), venue=scene.quiet_venue())
