"""The life of a simulation, as one table; nothing else decides which step may follow which."""

from enum import StrEnum

from services.scoring.domain.simulation_errors import SimulationNotInState
from shared.text import Text


class State(StrEnum):
    """Where a simulation stands."""

    #: 排队: nobody works on it yet.
    QUEUED = "queued"
    #: 运行中: also while the process that worked on it is gone and another one has not taken it up.
    RUNNING = "running"
    #: 已完成
    DONE = "done"
    #: 已取消
    CANCELLED = "cancelled"
    #: 失败: what it is about can no longer be computed, or it failed again and again.
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Tell whether it may still come to a result."""
        return self in (State.QUEUED, State.RUNNING)


class Action(StrEnum):
    START = "start"
    FINISH = "finish"
    CANCEL = "cancel"
    FAIL = "fail"


#: The whole life. A pair that is not listed here is not allowed.
TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.QUEUED, Action.START): State.RUNNING,
    (State.RUNNING, Action.FINISH): State.DONE,
    (State.RUNNING, Action.FAIL): State.FAILED,
    (State.QUEUED, Action.CANCEL): State.CANCELLED,
    (State.RUNNING, Action.CANCEL): State.CANCELLED,
}

#: Event of each action.
EVENT_KINDS: dict[Action, str] = {
    Action.START: "simulation.started",
    Action.FINISH: "simulation.finished",
    Action.CANCEL: "simulation.cancelled",
    Action.FAIL: "simulation.failed",
}


def state_after(state: State, action: Action) -> State:
    """Look up where a step leads; raise SimulationNotInState."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise SimulationNotInState(
            Text(zh=f"推演当前状态：{state.value}", en=f"The simulation stands at: {state.value}")
        ) from None
