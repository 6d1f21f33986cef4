"""Which steps belong to which branch and channel; both are data of a tier in its round.

The lifecycle stays one table: it says what may follow what, and this says for whom.
"""

from collections.abc import Mapping

from services.intake.domain.errors import StepOfOtherBranch
from services.intake.domain.lifecycle import Action
from services.intake.domain.rounds import Branch, Channel, TierRules
from shared.text import Text

_CHOSEN = frozenset({Branch.RECOGNITION, Branch.FORWARDING})

#: Action → the branches it belongs to. What is not listed here every branch has.
BRANCHES: Mapping[Action, frozenset[Branch]] = {
    Action.TABULATE: frozenset({Branch.FILING}),
    Action.FILE: frozenset({Branch.FILING}),
    Action.NOT_FILE: frozenset({Branch.FILING}),
    Action.RECOMMEND: _CHOSEN,
    Action.START_REVIEW: _CHOSEN,
    Action.REQUEST_OPINIONS: frozenset({Branch.FORWARDING}),
    Action.FORWARD: frozenset({Branch.FORWARDING}),
    Action.NOT_FORWARD: frozenset({Branch.FORWARDING}),
    Action.RECORD_SELECTED: frozenset({Branch.FORWARDING}),
    Action.RECORD_NOT_SELECTED: frozenset({Branch.FORWARDING}),
    Action.PROPOSE: frozenset({Branch.RECOGNITION}),
    Action.DECLINE: frozenset({Branch.RECOGNITION}),
    Action.OPEN_PUBLICITY: frozenset({Branch.RECOGNITION}),
    Action.RECOGNISE: frozenset({Branch.RECOGNITION}),
}

#: Action → the only channel it belongs to. What is not listed here both channels have.
CHANNELS: Mapping[Action, Channel] = {
    Action.FINALISE: Channel.OWN_PORTAL,
    Action.REOPEN: Channel.OWN_PORTAL,
    Action.SUBMIT: Channel.OWN_PORTAL,
    Action.RECORD: Channel.NATIONAL_PORTAL,
}


def is_step_of(action: Action, branch: Branch, channel: Channel) -> bool:
    """Tell whether a tier of this branch and channel ever takes the step."""
    return branch in BRANCHES.get(action, frozenset(Branch)) and channel is CHANNELS.get(
        action, channel
    )


def require_step_of(action: Action, rules: TierRules) -> None:
    """Raise StepOfOtherBranch when a tier with these rules never takes the step."""
    if not is_step_of(action, rules.branch, rules.channel):
        raise StepOfOtherBranch(
            Text(
                zh=f"该级别的申报渠道为 {rules.channel}、办理方式为 {rules.branch}，没有 {action} 这一步",
                en=f"The channel of this tier is {rules.channel}, its branch {rules.branch}: "
                f"it has no step {action}",
            )
        )
