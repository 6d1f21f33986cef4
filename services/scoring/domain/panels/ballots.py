"""Ballots (打分票): one expert's points for one application, and what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from services.scoring.domain.panels.documents import Document, spelt
from services.scoring.domain.schemes import ExpertRule, Item, Scheme
from shared.errors import Fault
from shared.text import Text

BALLOT_FORM = "tidu-ballot-1"

_POINTS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


class BallotState(StrEnum):
    #: May still be changed.
    OPEN = "open"
    HANDED_IN = "handed-in"
    #: The expert was recused; it is kept and counts for nothing.
    VOID = "void"


@dataclass(frozen=True, kw_only=True)
class Ballot:
    assignment_id: str
    panel_id: str
    application_id: str
    expert_id: str
    state: BallotState
    version: int
    #: Item → points.
    points: Mapping[str, Decimal]
    remark: str | None
    #: Made when it is handed in, and shown with the result: without it the digest tells nothing.
    salt: str | None
    #: SHA-256 over the ballot's document with its salt; stands in the event.
    commitment: str | None
    handed_in_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SavedVersion:
    """A ballot as it was saved once."""

    version: int
    points: Mapping[str, Decimal]
    remark: str | None
    saved_at: datetime


def read_points(
    scheme: Scheme, stated: Mapping[str, str], *, must_be_whole: bool, pointer: str = "/points"
) -> tuple[dict[str, Decimal], list[Fault]]:
    """Read the points of a ballot; every fault of every item at once."""
    rules = {item.item_id: (item, rule) for item, rule in scheme.expert_items()}
    points: dict[str, Decimal] = {}
    faults: list[Fault] = []
    for item_id, text in stated.items():
        place = f"{pointer}/{item_id.replace('~', '~0').replace('/', '~1')}"
        if item_id not in rules:
            faults.append(_fault(place, "item-unknown", _NOT_AN_ITEM))
            continue
        fault = _fault_of(*rules[item_id], text, place)
        if fault is None:
            points[item_id] = Decimal(text)
        else:
            faults.append(fault)
    if must_be_whole:
        faults.extend(
            _fault(f"{pointer}/{item_id}", "required", _MISSING)
            for item_id in rules
            if item_id not in stated
        )
    return points, faults


def ballot_document(ballot: Ballot) -> Document:
    """Write a ballot as JSON, with its salt: what its digest is over."""
    return {
        "form": BALLOT_FORM,
        "panel_id": ballot.panel_id,
        "application_id": ballot.application_id,
        "expert_id": ballot.expert_id,
        "version": ballot.version,
        "points": {item: spelt(points) for item, points in ballot.points.items()},
        "remark": ballot.remark,
        "salt": ballot.salt,
    }


def _fault_of(item: Item, rule: ExpertRule, text: str, pointer: str) -> Fault | None:
    if _POINTS.fullmatch(text) is None:
        return _fault(pointer, "type", _NOT_A_DECIMAL)
    points = Decimal(text)
    assert item.most is not None  # noqa: S101 - a filled-in scheme states it
    if not rule.least <= points <= item.most:
        limits = Text(
            zh=f"应在 {spelt(rule.least)} 至 {spelt(item.most)} 分之间",
            en=f"must lie between {spelt(rule.least)} and {spelt(item.most)} points",
        )
        return _fault(pointer, "out-of-range", limits)
    if (points - rule.least) % rule.step:
        steps = Text(
            zh=f"应从 {spelt(rule.least)} 起，以 {spelt(rule.step)} 分为一档",
            en=f"must go in steps of {spelt(rule.step)} from {spelt(rule.least)}",
        )
        return _fault(pointer, "off-step", steps)
    return None


def _fault(pointer: str, code: str, message: Text) -> Fault:
    return Fault(pointer=pointer, code=code, message=message)


_NOT_AN_ITEM = Text(zh="不是由专家打分的项目", en="is no item that experts score")
_NOT_A_DECIMAL = Text(
    zh="应为十进制数文本，如 12.5", en="must be a decimal written as text, such as 12.5"
)
_MISSING = Text(zh="尚未打分", en="has no points yet")
