"""The shortest way of people's steps to each state, by tier."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from services.intake.domain.lifecycle import Action, State

if TYPE_CHECKING:
    from tests.intake.filings import Filing

Step: TypeAlias = "Callable[[Filing], None]"

#: Tiers that are filed in our own portal.
OWN_TIERS = frozenset({"basic", "advanced"})


def _submit(filing: "Filing") -> None:
    filing.submit().ok(201)


def _record(filing: "Filing") -> None:
    filing.record().ok(201)


def _pass_with_paper(filing: "Filing") -> None:
    filing.log_paper().ok(201)
    filing.step(filing.officer, "pass").ok(200)


def _withdraw(filing: "Filing") -> None:
    filing.undo("withdraw").ok(200)


def _officer(name: str) -> Step:
    def step(filing: "Filing") -> None:
        filing.step(filing.officer, name).ok(200)

    return step


def _city(name: str) -> Step:
    def step(filing: "Filing") -> None:
        filing.step(filing.desk.city, name).ok(200)

    return step


def _hand_in(filing: "Filing") -> None:
    if filing.tier not in OWN_TIERS:
        filing.desk.set_order(filing.officer, filing.firm.unit, filing, tier=filing.tier).ok(200)
    filing.hand_in().ok(201)


def _forward(filing: "Filing") -> None:
    filing.give_opinions()
    answer = filing.desk.forward(filing, tier=filing.tier)
    answer.ok(201)
    filing.forwarding_path = answer.headers["location"]


def _result(name: str) -> Step:
    def step(filing: "Filing") -> None:
        filing.result(name).ok(200)

    return step


def _receive(filing: "Filing") -> None:
    filing.desk.city.post(f"{filing.hand_in_path}/receive").ok(200)


def _open_publicity(filing: "Filing") -> None:
    filing.draw_list().ok(201)
    filing.desk.list_step(filing.list_path, "open-publicity").ok(200)


def _recognise(filing: "Filing") -> None:
    filing.draw_list().ok(201)
    filing.desk.publish(filing.list_path)


def _publish(filing: "Filing") -> None:
    filing.desk.publish_open(filing.list_path)


#: Steps that are not one request on one application, but one on a hand-in or a list, or more than one.
BY_OTHER_REQUESTS: Mapping[Action, Step] = {
    Action.HAND_IN: _hand_in,
    Action.RECEIVE: _receive,
    Action.OPEN_PUBLICITY: _open_publicity,
    Action.RECOGNISE: _publish,
    Action.FORWARD: _forward,
}

#: State → the state before it on the shortest way, and the step between.
WAYS: Mapping[State, tuple[State, Step]] = {
    State.SUBMITTED: (State.FINALISED, _submit),
    State.WITHDRAWN: (State.SUBMITTED, _withdraw),
    State.RETURNED: (State.SUBMITTED, _officer("return")),
    State.DISTRICT_PASSED: (State.SUBMITTED, _officer("pass")),
    State.NOT_PASSED: (State.SUBMITTED, _officer("not-pass")),
    State.RECOMMENDED: (State.DISTRICT_PASSED, _officer("recommend")),
    State.HANDED_IN: (State.RECOMMENDED, _hand_in),
    State.RECEIVED: (State.HANDED_IN, _receive),
    State.IN_REVIEW: (State.RECEIVED, _city("start-review")),
    State.PROPOSED: (State.IN_REVIEW, _city("propose")),
    State.DECLINED: (State.IN_REVIEW, _city("decline")),
    State.IN_PUBLICITY: (State.PROPOSED, _open_publicity),
    State.RECOGNISED: (State.PROPOSED, _recognise),
}

#: The same for 卓越级 and 领航级, which are filed in the national portal and recorded here.
PORTAL_WAYS: Mapping[State, tuple[State, Step]] = {
    State.PORTAL_FILED: (State.DRAFT, _record),
    State.WITHDRAWN: (State.PORTAL_FILED, _withdraw),
    State.RETURNED: (State.PORTAL_FILED, _officer("return")),
    State.DISTRICT_PASSED: (State.PORTAL_FILED, _pass_with_paper),
    State.NOT_PASSED: (State.PORTAL_FILED, _officer("not-pass")),
    State.RECOMMENDED: (State.DISTRICT_PASSED, _officer("recommend")),
    State.HANDED_IN: (State.RECOMMENDED, _hand_in),
    State.RECEIVED: (State.HANDED_IN, _receive),
    State.IN_REVIEW: (State.RECEIVED, _city("start-review")),
    State.AWAITING_OPINIONS: (State.IN_REVIEW, _city("request-opinions")),
    State.NOT_FORWARDED: (State.AWAITING_OPINIONS, _city("not-forward")),
    State.FORWARDED: (State.AWAITING_OPINIONS, _forward),
    State.SELECTED: (State.FORWARDED, _result("record-selected")),
    State.NOT_SELECTED: (State.FORWARDED, _result("record-not-selected")),
}

#: The same for 基础级, which is tabulated and filed.
BASIC_WAYS: Mapping[State, tuple[State, Step]] = {
    **{state: way for state, way in WAYS.items() if state is not State.RECOMMENDED},
    State.TABULATED: (State.DISTRICT_PASSED, _officer("tabulate")),
    State.HANDED_IN: (State.TABULATED, _hand_in),
    State.FILED: (State.RECEIVED, _city("file")),
    State.NOT_FILED: (State.RECEIVED, _city("not-file")),
}


def ways_of(tier: str) -> Mapping[State, tuple[State, Step]]:
    return {"basic": BASIC_WAYS, "advanced": WAYS}.get(tier, PORTAL_WAYS)
