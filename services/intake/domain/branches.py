"""Which steps belong to which branch; a tier's branch is data of its round.

The lifecycle stays one table: it says what may follow what, and this says for whom.
"""

from collections.abc import Mapping

from services.intake.domain.errors import StepOfOtherBranch
from services.intake.domain.lifecycle import Action
from services.intake.domain.rounds import Branch
from shared.text import Text

_CHOSEN = frozenset({Branch.RECOGNITION, Branch.FORWARDING})

#: Action → the branches it belongs to. What is not listed here every branch has.
BRANCHES: Mapping[Action, frozenset[Branch]] = {
    Action.TABULATE: frozenset({Branch.FILING}),
    Action.FILE: frozenset({Branch.FILING}),
    Action.NOT_FILE: frozenset({Branch.FILING}),
    Action.RECOMMEND: _CHOSEN,
    Action.START_REVIEW: _CHOSEN,
    Action.PROPOSE: frozenset({Branch.RECOGNITION}),
    Action.DECLINE: frozenset({Branch.RECOGNITION}),
    Action.OPEN_PUBLICITY: frozenset({Branch.RECOGNITION}),
    Action.RECOGNISE: frozenset({Branch.RECOGNITION}),
}


def is_step_of(action: Action, branch: Branch) -> bool:
    """Tell whether a tier of this branch ever takes the step."""
    return branch in BRANCHES.get(action, frozenset(Branch))


def require_step_of(action: Action, branch: Branch) -> None:
    """Raise StepOfOtherBranch when a tier of this branch never takes the step."""
    if not is_step_of(action, branch):
        raise StepOfOtherBranch(
            Text(
                zh=f"该级别的办理方式为 {branch}，没有 {action} 这一步",
                en=f"The branch of this tier is {branch}: it has no step {action}",
            )
        )
