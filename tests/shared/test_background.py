import asyncio

import pytest

from shared.background import MAX_REST_S, Loop, rest_after, running
from tests.harness.loop_thread import LoopThread


def run_for(loop: LoopThread, seconds: float, *loops: Loop) -> None:
    async def scenario() -> None:
        async with running(list(loops)):
            await asyncio.sleep(seconds)

    loop.run(scenario())


def test_a_loop_goes_on_after_an_error(loop: LoopThread) -> None:
    steps: list[int] = []

    async def step() -> int:
        steps.append(len(steps))
        if len(steps) == 1:
            raise ZeroDivisionError
        return 0

    run_for(loop, 0.2, Loop(name="stumbling", step=step, rest_s=0.005))

    assert len(steps) > 2


def test_a_loop_with_work_does_not_rest(loop: LoopThread) -> None:
    left = [50]

    async def step() -> int:
        left[0] = max(left[0] - 1, 0)
        return left[0]

    run_for(loop, 0.2, Loop(name="busy", step=step, rest_s=60))

    assert left == [0]


def test_a_loop_ends_with_its_service_and_swallows_nothing_of_it(loop: LoopThread) -> None:
    ended = []

    async def step() -> int:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)
        return 0

    async def scenario() -> None:
        async with running([Loop(name="waiting", step=step, rest_s=1)]):
            await asyncio.sleep(0.01)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        loop.run(scenario())
    assert ended == [True]


async def nothing() -> int:
    return 0


@pytest.mark.parametrize(
    ("rest_s", "failures", "rests_s"),
    [
        (0.2, 0, 0.2),
        (0.2, 1, 0.4),
        (0.2, 3, 1.6),
        (0.2, 99, MAX_REST_S),
        (60, 0, 60),
        (60, 5, 60),
    ],
)
def test_a_loop_that_fails_rests_longer_up_to_a_bound_and_never_shorter_than_it_was_told(
    rest_s: float, failures: int, rests_s: float
) -> None:
    assert rest_after(Loop(name="any", step=nothing, rest_s=rest_s), failures) == rests_s
