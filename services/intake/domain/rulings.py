"""人工裁定: when an officer may rule on what a machine cannot settle; what a ruling is, scoring decides."""

from collections.abc import Mapping

from services.intake.domain.errors import IllegalTransition
from services.intake.domain.lifecycle import State
from shared.identity.principal import Role

#: A district rules while it reviews, the city while it does: what is decided rests on rulings that stand.
_RULES_IN: Mapping[Role, frozenset[State]] = {
    Role.DISTRICT_OFFICER: frozenset({State.SUBMITTED, State.PORTAL_FILED, State.DISTRICT_PASSED}),
    Role.CITY_OFFICER: frozenset({State.RECEIVED, State.IN_REVIEW, State.AWAITING_OPINIONS}),
}


def require_review_time(state: State, role: Role, action: str) -> None:
    """Raise IllegalTransition unless an officer of this role reviews applications in this state."""
    if state not in _RULES_IN.get(role, frozenset()):
        raise IllegalTransition.of(state.value, action)
