"""Conflicts of interest (利益冲突), found by code before the draw and by codes alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.panels.pool import Application, Basis, Expert


class Ground(StrEnum):
    """What binds an expert to an application."""

    EMPLOYER = "employer"
    SHAREHOLDING = "shareholding"
    COOPERATION = "cooperation"
    #: The expert works for the unit that recommends.
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    application_id: str
    expert_id: str
    ground: Ground
    #: The credit code, or the unit, in which both meet.
    code: str


def conflicts_between(application: Application, expert: Expert) -> list[Conflict]:
    """List what binds this expert to this application; empty when nothing does."""
    firms = {application.credit_code, *application.related_credit_codes}
    met = {
        Ground.EMPLOYER: firms & set(expert.employers),
        Ground.SHAREHOLDING: firms & set(expert.shareholdings),
        Ground.COOPERATION: firms & set(expert.cooperations),
        Ground.UNIT: {application.unit} & set(expert.units),
    }
    return [
        Conflict(
            application_id=application.application_id,
            expert_id=expert.expert_id,
            ground=ground,
            code=code,
        )
        for ground, codes in met.items()
        for code in sorted(codes)
    ]


def conflicts_of(basis: Basis) -> list[Conflict]:
    """List every conflict of a panel, by application and expert."""
    return [
        conflict
        for application in sorted(basis.applications, key=lambda one: one.application_id)
        for expert in sorted(basis.experts, key=lambda one: one.expert_id)
        for conflict in conflicts_between(application, expert)
    ]


def eligible_experts(basis: Basis) -> Mapping[str, tuple[str, ...]]:
    """Name for each application the experts who may judge it, both in the order of their ids."""
    bound = {(one.application_id, one.expert_id) for one in conflicts_of(basis)}
    experts = sorted({expert.expert_id for expert in basis.experts})
    return {
        application_id: tuple(
            expert_id for expert_id in experts if (application_id, expert_id) not in bound
        )
        for application_id in sorted(one.application_id for one in basis.applications)
    }
