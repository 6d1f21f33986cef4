"""The life of a panel, as one table; nothing else decides which step may follow which."""

from enum import StrEnum

from services.scoring.domain.panel_errors import PanelNotInState
from shared.text import Text


class State(StrEnum):
    """Where a panel stands."""

    #: 组建中: the pool may still change.
    ASSEMBLING = "assembling"
    #: 专家库已冻结
    POOL_FROZEN = "pool-frozen"
    #: 已承诺: the secret's digest and the public value's name are on record.
    COMMITTED = "committed"
    #: 公开值已登记
    VALUE_RECORDED = "value-recorded"
    #: 已抽取: experts vote.
    DRAWN = "drawn"
    #: 申请结束: nobody votes any more, nothing is shown yet.
    CLOSING = "closing"
    #: 已结束
    CLOSED = "closed"
    #: 已作废
    CANCELLED = "cancelled"


class Action(StrEnum):
    FREEZE_POOL = "freeze-pool"
    COMMIT_SECRET = "commit-secret"  # noqa: S105 - an action, no secret
    RECORD_PUBLIC_VALUE = "record-public-value"
    DRAW = "draw"
    REQUEST_CLOSING = "request-closing"
    REOPEN = "reopen"
    CONFIRM_CLOSING = "confirm-closing"
    CANCEL = "cancel"


#: The whole state machine. A pair that is not listed here is not allowed.
TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.ASSEMBLING, Action.FREEZE_POOL): State.POOL_FROZEN,
    (State.POOL_FROZEN, Action.COMMIT_SECRET): State.COMMITTED,
    (State.COMMITTED, Action.RECORD_PUBLIC_VALUE): State.VALUE_RECORDED,
    (State.VALUE_RECORDED, Action.DRAW): State.DRAWN,
    (State.DRAWN, Action.REQUEST_CLOSING): State.CLOSING,
    (State.CLOSING, Action.REOPEN): State.DRAWN,
    (State.CLOSING, Action.CONFIRM_CLOSING): State.CLOSED,
    (State.ASSEMBLING, Action.CANCEL): State.CANCELLED,
    (State.POOL_FROZEN, Action.CANCEL): State.CANCELLED,
    (State.COMMITTED, Action.CANCEL): State.CANCELLED,
    (State.VALUE_RECORDED, Action.CANCEL): State.CANCELLED,
    (State.DRAWN, Action.CANCEL): State.CANCELLED,
}

#: Event of each action.
EVENT_KINDS: dict[Action, str] = {
    Action.FREEZE_POOL: "panel.pool-frozen",
    Action.COMMIT_SECRET: "panel.secret-committed",
    Action.RECORD_PUBLIC_VALUE: "panel.public-value-recorded",
    Action.DRAW: "panel.drawn",
    Action.REQUEST_CLOSING: "panel.closing-requested",
    Action.REOPEN: "panel.reopened",
    Action.CONFIRM_CLOSING: "panel.closed",
    Action.CANCEL: "panel.cancelled",
}


def state_after(state: State, action: Action) -> State:
    """Look up where a step leads; raise PanelNotInState."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise not_in_state(state) from None


def not_in_state(state: State) -> PanelNotInState:
    """Say where the panel stands."""
    return PanelNotInState(
        Text(zh=f"专家组当前状态：{state.value}", en=f"The panel stands at: {state.value}")
    )
