"""待办: what waits for whom, drawn from the life of an application, its round and its windows, and from nothing else.

Which operations a role may call the authorisation table says; it comes in as a predicate. What holds several
applications (a hand-in, a list) waits as one thing, and so does a person's request to be bound to an enterprise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.domain.bindings import BindingState
from services.intake.domain.branches import is_step_of
from services.intake.domain.lifecycle import TRANSITIONS, Action, State
from services.intake.domain.lists import ListState
from services.intake.domain.rounds import Round, TierRules
from services.intake.domain.tiers import Tier


class Deadline(StrEnum):
    """Whose window a step needs."""

    ENTERPRISES = "enterprises"
    UNITS = "units"
    #: The city's steps, and the bureaus', have no window.
    NONE = "none"


class Need(StrEnum):
    """What must come first, by somebody else or by time."""

    #: 纸质申报书: no line of the unit's own says yet that a copy of this record equals the online text.
    PAPER_COPY = "paper-copy"
    #: 推荐优先顺序: no order names the application yet.
    PRIORITY_ORDER = "priority-order"
    #: 会同意见: not every bureau has given its own.
    JOINT_OPINIONS = "joint-opinions"
    #: 公示: it still runs.
    PUBLICITY_END = "publicity-end"


@dataclass(frozen=True, kw_only=True)
class Step:
    """An operation that is waited for."""

    operation: str
    deadline: Deadline = Deadline.NONE
    need: Need | None = None


def _of_enterprise(operation: str) -> Step:
    return Step(operation=operation, deadline=Deadline.ENTERPRISES)


def _of_unit(operation: str, need: Need | None = None) -> Step:
    return Step(operation=operation, deadline=Deadline.UNITS, need=need)


#: Steps that undo or give up: they are possible, but nobody waits for them.
UNDOING = frozenset({Action.REOPEN, Action.TAKE_BACK, Action.WITHDRAW})

#: Every step of an application but those: by which operation it is waited for, and in whose window.
STEPS: Mapping[Action, Step] = {
    Action.FINALISE: _of_enterprise("finalise-application"),
    Action.SUBMIT: _of_enterprise("submit-application"),
    Action.RECORD: _of_enterprise("record-portal-filing"),
    # Only while the enterprise can still correct.
    Action.RETURN: _of_enterprise("return-application"),
    Action.PASS: _of_unit("pass-application", Need.PAPER_COPY),
    Action.NOT_PASS: _of_unit("not-pass-application"),
    Action.RECOMMEND: _of_unit("recommend-application"),
    Action.TABULATE: _of_unit("tabulate-application"),
    Action.HAND_IN: _of_unit("hand-in-applications", Need.PRIORITY_ORDER),
    Action.RECEIVE: Step(operation="receive-hand-in"),
    Action.FILE: Step(operation="file-application"),
    Action.NOT_FILE: Step(operation="not-file-application"),
    Action.START_REVIEW: Step(operation="start-review"),
    Action.REQUEST_OPINIONS: Step(operation="request-opinions"),
    Action.FORWARD: Step(operation="forward-applications", need=Need.JOINT_OPINIONS),
    Action.NOT_FORWARD: Step(operation="not-forward-application"),
    Action.RECORD_SELECTED: Step(operation="record-selected"),
    Action.RECORD_NOT_SELECTED: Step(operation="record-not-selected"),
    Action.PROPOSE: Step(operation="propose-application"),
    # Of an application that is on no list yet; of a drawn list its own publicity is waited for.
    Action.OPEN_PUBLICITY: Step(operation="draw-list"),
    Action.RECOGNISE: Step(operation="confirm-publication"),
    Action.DECLINE: Step(operation="decline-application"),
}


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """A step that moves nothing and yet is waited for: of whoever takes the action, or of those who may do only this."""

    step: Step
    before: Action | None


#: Where an application stands → what is to be prepared there.
PREPARATIONS: Mapping[State, Preparation] = {
    State.PORTAL_FILED: Preparation(step=_of_unit("log-paper-copy"), before=Action.PASS),
    State.RECOMMENDED: Preparation(step=_of_unit("set-priority-order"), before=Action.HAND_IN),
    State.AWAITING_OPINIONS: Preparation(step=Step(operation="give-joint-opinion"), before=None),
}

#: States in which an application waits by what holds it: its hand-in, its list.
HELD = frozenset({State.HANDED_IN, State.IN_PUBLICITY})

#: What is waited for of a list, by where it stands.
LIST_STEPS: Mapping[ListState, Step] = {
    ListState.DRAWN: Step(operation="open-publicity"),
    ListState.IN_PUBLICITY: Step(operation="request-publication", need=Need.PUBLICITY_END),
    # By another officer than the one who asked.
    ListState.PUBLICATION_REQUESTED: Step(operation="confirm-publication"),
}

#: Likewise of a person's binding.
BINDING_STEPS: Mapping[BindingState, tuple[Step, ...]] = {
    BindingState.REQUESTED: (Step(operation="confirm-binding"), Step(operation="refuse-binding")),
}


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """A step that somebody can take now, or could if it did not need something first."""

    operation: str
    #: The first instant that is too late; None when there is none.
    closes_at: datetime | None = None
    need: Need | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One kind of application that waits: of which round and tier, where it stands, and for which steps."""

    round_id: str
    tier: Tier
    state: State
    steps: tuple[OpenStep, ...]
    #: The first instant that is too late in the national portal, where that is still to be done or recorded.
    portal_closes_at: datetime | None
    #: Units whose applications of this kind can go no further, because their order is frozen.
    closed_units: frozenset[str] = frozenset()


def waiting_in(
    rounds: Iterable[Round], *, may_call: Callable[[str], bool], at: datetime
) -> Iterator[Waiting]:
    """Tell what waits at an instant for somebody who may call these operations."""
    for round_ in rounds:
        for tier, rules in round_.tiers.items():
            if not rules.is_open_here:
                continue
            for state in State:
                steps = tuple(_open_steps(state, rules, may_call, at))
                if steps:
                    yield Waiting(
                        round_id=round_.round_id,
                        tier=tier,
                        state=state,
                        steps=steps,
                        portal_closes_at=_portal_closes_at(state, rules, steps),
                    )


def closes_at(steps: Iterable[OpenStep]) -> datetime | None:
    """Tell when the last of the steps closes; None when one of them never does."""
    known = [step.closes_at for step in steps]
    return None if None in known else max(each for each in known if each is not None)


def _open_steps(
    state: State, rules: TierRules, may_call: Callable[[str], bool], at: datetime
) -> Iterator[OpenStep]:
    if state in HELD:
        return
    actions = [
        action
        for start, action in TRANSITIONS
        if start is state
        and action not in UNDOING
        and is_step_of(action, rules.branch, rules.channel)
        and may_call(STEPS[action].operation)
    ]
    prepared = PREPARATIONS.get(state)
    steps = [STEPS[action] for action in actions]
    if prepared is not None and _is_prepared_here(prepared, actions, rules):
        steps.insert(0, prepared.step)
    for step in steps:
        if may_call(step.operation) and _is_open(step, rules, at):
            yield OpenStep(
                operation=step.operation,
                closes_at=_closes_at(step, rules),
                need=step.need if step.need and _is_needed(step.need, rules) else None,
            )


def _is_prepared_here(prepared: Preparation, actions: list[Action], rules: TierRules) -> bool:
    if prepared.before is None:
        return True
    need = STEPS[prepared.before].need
    return prepared.before in actions and need is not None and _is_needed(need, rules)


def _is_needed(need: Need, rules: TierRules) -> bool:
    if need is Need.PAPER_COPY:
        return rules.is_filed_elsewhere
    return need is not Need.PRIORITY_ORDER or rules.recommendation_is_ordered


def _is_open(step: Step, rules: TierRules, at: datetime) -> bool:
    if step.deadline is Deadline.ENTERPRISES:
        return rules.is_open_to_enterprises(at)
    return step.deadline is Deadline.NONE or rules.window.is_open_to_units(at)


def _closes_at(step: Step, rules: TierRules) -> datetime | None:
    if step.deadline is Deadline.ENTERPRISES:
        return rules.enterprise_steps_close_at
    return rules.window.unit_closes_at if step.deadline is Deadline.UNITS else None


def _portal_closes_at(state: State, rules: TierRules, steps: Iterable[OpenStep]) -> datetime | None:
    recorded = STEPS[Action.RECORD].operation
    is_to_be_filed = (state, Action.RECORD) in TRANSITIONS and rules.is_filed_elsewhere
    if is_to_be_filed and any(step.operation == recorded for step in steps):
        return rules.window.enterprise_closes_at
    return None
