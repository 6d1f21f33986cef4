"""What waits for whom, state by state, written by hand: the inbox is held against it as a table and over HTTP.

A state that is added to the lifecycle has no answer here, and the tests say so.
"""

from collections.abc import Mapping, Sequence

from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from shared.identity.principal import Role

_A, _D, _C, _B = (
    Role.APPLICANT,
    Role.DISTRICT_OFFICER,
    Role.CITY_OFFICER,
    Role.BUREAU_OFFICER,
)
_OWN = frozenset({Tier.BASIC, Tier.ADVANCED})
_NATIONAL = frozenset({Tier.EXCELLENT, Tier.LEADING})
_BASIC, _ADVANCED = frozenset({Tier.BASIC}), frozenset({Tier.ADVANCED})

#: Who, of which tiers, for which operations.
Line = tuple[Role, frozenset[Tier], frozenset[str]]


def _line(role: Role, tiers: frozenset[Tier], *operations: str) -> Line:
    return role, tiers, frozenset(operations)


_REVIEW = ("pass-application", "not-pass-application", "return-application")

#: Inside every window.
ANSWERS: Mapping[State, Sequence[Line]] = {
    State.DRAFT: (
        _line(_A, _OWN, "finalise-application"),
        _line(_A, _NATIONAL, "record-portal-filing"),
    ),
    State.FINALISED: (_line(_A, _OWN, "submit-application"),),
    State.RETURNED: (
        _line(_A, _OWN, "finalise-application"),
        _line(_A, _NATIONAL, "record-portal-filing"),
    ),
    State.SUBMITTED: (_line(_D, _OWN, *_REVIEW),),
    State.PORTAL_FILED: (_line(_D, _NATIONAL, "log-paper-copy", *_REVIEW),),
    State.DISTRICT_PASSED: (
        _line(_D, _BASIC, "tabulate-application"),
        _line(_D, _ADVANCED | _NATIONAL, "recommend-application"),
    ),
    State.RECOMMENDED: (
        _line(_D, _ADVANCED, "hand-in-applications"),
        _line(_D, _NATIONAL, "set-priority-order", "hand-in-applications"),
    ),
    State.TABULATED: (_line(_D, _BASIC, "hand-in-applications"),),
    # By its hand-in.
    State.HANDED_IN: (),
    State.RECEIVED: (
        _line(_C, _BASIC, "file-application", "not-file-application"),
        _line(_C, _ADVANCED | _NATIONAL, "start-review"),
    ),
    State.IN_REVIEW: (
        _line(_C, _ADVANCED, "propose-application", "decline-application"),
        _line(_C, _NATIONAL, "request-opinions", "not-forward-application"),
    ),
    State.AWAITING_OPINIONS: (
        _line(_B, _NATIONAL, "give-joint-opinion"),
        _line(_C, _NATIONAL, "forward-applications", "not-forward-application"),
    ),
    State.FORWARDED: (_line(_C, _NATIONAL, "record-selected", "record-not-selected"),),
    State.PROPOSED: (_line(_C, _ADVANCED, "draw-list"),),
    # By its list.
    State.IN_PUBLICITY: (),
    # Over.
    State.NOT_PASSED: (),
    State.FILED: (),
    State.NOT_FILED: (),
    State.NOT_FORWARDED: (),
    State.SELECTED: (),
    State.NOT_SELECTED: (),
    State.RECOGNISED: (),
    State.DECLINED: (),
    State.WITHDRAWN: (),
}


def answer_for(state: State, role: Role, tier: Tier) -> set[str]:
    """Look up the operations that wait for a role; none when nothing does."""
    return {
        operation
        for who, tiers, operations in ANSWERS[state]
        if who is role and tier in tiers
        for operation in operations
    }
