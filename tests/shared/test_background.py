import asyncio

import pytest

from shared.background import FIRST_LOOK_S, MAX_REST_S, Loop, rest_after, running
from shared.bells import Bell
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
    assert rest_after(Loop(name="any", step=nothing, rest_s=rest_s), failures=failures) == rests_s


def test_an_eager_loop_looks_again_soon_and_then_less_often_up_to_its_own_rest() -> None:
    loop = Loop(name="eager", step=nothing, rest_s=0.1, is_eager=True)
    rests = [rest_after(loop, idle_steps=idle_steps) for idle_steps in (0, 1, 2, 999)]

    assert rests == [FIRST_LOOK_S, 0.08, 0.1, 0.1]
    assert rest_after(loop, failures=1, idle_steps=0) == 0.2


def test_a_bell_ends_a_rest_and_one_that_rings_during_a_step_is_heard_after_it(
    loop: LoopThread,
) -> None:
    bell = Bell()
    steps: list[int] = []

    async def step() -> int:
        steps.append(len(steps))
        if len(steps) == 2:
            bell.ring()
        return 0

    async def scenario() -> None:
        async with running([Loop(name="resting", step=step, rest_s=60, bell=bell)]):
            await asyncio.sleep(0.05)
            assert steps == [0]
            bell.ring()
            async with asyncio.timeout(20):
                while len(steps) < 3:  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)

    loop.run(scenario())
    assert steps == [0, 1, 2]


def test_a_bell_does_not_bring_back_sooner_what_failed(loop: LoopThread) -> None:
    bell = Bell()
    steps: list[int] = []

    async def step() -> int:
        steps.append(len(steps))
        raise ZeroDivisionError

    async def scenario() -> None:
        async with running([Loop(name="failing", step=step, rest_s=60, bell=bell)]):
            await asyncio.sleep(0.05)
            bell.ring()
            await asyncio.sleep(0.1)

    loop.run(scenario())
    assert steps == [0]
