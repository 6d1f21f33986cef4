"""The draw and the replacements after it, all from one seed and in one order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.scoring.domain.panels.assignment import Assignment, assign
from services.scoring.domain.panels.conflicts import eligible_experts
from services.scoring.domain.panels.documents import Document
from services.scoring.domain.panels.generator import Stream
from services.scoring.domain.panels.pool import Basis

DRAW_FORM = "tidu-panel-draw-1"


@dataclass(frozen=True, kw_only=True)
class Recusal:
    """An expert taken off one application (回避), as the log keeps it."""

    #: From 1, over the whole panel: the replacement is drawn with this number.
    counter: int
    application_id: str
    expert_id: str
    #: Whether the expert leaves the panel altogether and cannot be drawn again.
    is_whole: bool
    #: None when nobody who may judge the application was left.
    replacement_id: str | None


def draw(basis: Basis, seed: bytes) -> Assignment:
    """Assign the experts; the basis has enough of them for every application."""
    return assign(eligible_experts(basis), basis.terms.experts_each, Stream(seed, "assignment"))


def draw_document(*, basis_sha256: str, seed: bytes, assignment: Assignment) -> Document:
    """Write the draw as JSON: its digest is what the log of the panel keeps."""
    return {
        "form": DRAW_FORM,
        "basis_sha256": basis_sha256,
        "seed": seed.hex(),
        "assignments": [
            {"application_id": application_id, "expert_ids": list(experts)}
            for application_id, experts in sorted(assignment.items())
        ],
    }


def replacement_for(
    basis: Basis,
    seed: bytes,
    assignment: Assignment,
    log: Sequence[Recusal],
    *,
    application_id: str,
    expert_id: str,
    is_whole: bool,
) -> Recusal:
    """Draw who takes over, after the recusals in the log.

    Among those who may judge the application, were never assigned to it and have not left the panel:
    the ones with the least to do, and one of these by the seed and the recusal's number.
    """
    counter = len(log) + 1
    loads = Counter(one for many in in_force(assignment, log).values() for one in many)
    been_there = {one.expert_id for one in log if one.application_id == application_id}
    gone = {one.expert_id for one in log if one.is_whole} | ({expert_id} if is_whole else set())
    taken = set(in_force(assignment, log)[application_id]) | been_there | {expert_id}
    free = [
        one
        for one in eligible_experts(basis)[application_id]
        if one not in taken and one not in gone
    ]
    least = min((loads[one] for one in free), default=0)
    idle = [one for one in free if loads[one] == least]
    return Recusal(
        counter=counter,
        application_id=application_id,
        expert_id=expert_id,
        is_whole=is_whole,
        replacement_id=Stream(seed, f"replacement:{counter}").chosen(idle) if idle else None,
    )


def in_force(assignment: Assignment, log: Sequence[Recusal]) -> Mapping[str, tuple[str, ...]]:
    """Give the assignment as it stands after the recusals."""
    standing = {application_id: set(experts) for application_id, experts in assignment.items()}
    for one in log:
        standing[one.application_id].discard(one.expert_id)
        if one.replacement_id is not None:
            standing[one.application_id].add(one.replacement_id)
    return {application_id: tuple(sorted(experts)) for application_id, experts in standing.items()}
