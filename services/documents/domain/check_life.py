"""How far the checks of a version have come, as one table; nothing else decides it.

No state keeps a version from being frozen or submitted: checks advise, officers decide.
"""

from enum import StrEnum

from shared.text import Text


class CheckState(StrEnum):
    """Where the checks of a version stand."""

    #: 已接收: stored; nobody has looked deeper yet.
    RECEIVED = "received"
    #: 检查中: also while the process that looked is gone and another has not taken over.
    CHECKING = "checking"
    #: 未发现问题: nothing was found that asks for an officer.
    ACCEPTED = "accepted"
    #: 有待查看: something was found, or could not be checked.
    FLAGGED = "flagged"
    #: 建议不予采用: malware was found. Advice only: what was submitted stays submitted.
    REFUSED = "refused"

    @property
    def is_settled(self) -> bool:
        """Tell whether the checks are through."""
        return self in {CheckState.ACCEPTED, CheckState.FLAGGED, CheckState.REFUSED}


class CheckAction(StrEnum):
    BEGIN = "begin"
    ACCEPT = "accept"
    FLAG = "flag"
    REFUSE = "refuse"
    #: 另有核对要求: the same bytes are looked at again, for something else.
    EXPECT = "expect"


#: The whole life. A pair that is not listed here is not allowed.
TRANSITIONS: dict[tuple[CheckState, CheckAction], CheckState] = {
    (CheckState.RECEIVED, CheckAction.BEGIN): CheckState.CHECKING,
    # Whoever began is gone: its lease ran out, or it failed and another attempt is due.
    (CheckState.CHECKING, CheckAction.BEGIN): CheckState.CHECKING,
    (CheckState.CHECKING, CheckAction.ACCEPT): CheckState.ACCEPTED,
    (CheckState.CHECKING, CheckAction.FLAG): CheckState.FLAGGED,
    (CheckState.CHECKING, CheckAction.REFUSE): CheckState.REFUSED,
    # Malware stays malware, whatever the file should show.
    (CheckState.RECEIVED, CheckAction.EXPECT): CheckState.RECEIVED,
    (CheckState.CHECKING, CheckAction.EXPECT): CheckState.RECEIVED,
    (CheckState.ACCEPTED, CheckAction.EXPECT): CheckState.RECEIVED,
    (CheckState.FLAGGED, CheckAction.EXPECT): CheckState.RECEIVED,
}


#: What a state is called on paper.
STATE_NAMES: dict[CheckState, Text] = {
    CheckState.RECEIVED: Text(zh="已接收", en="received"),
    CheckState.CHECKING: Text(zh="检查中", en="checking"),
    CheckState.ACCEPTED: Text(zh="未发现问题", en="nothing found that asks for an officer"),
    CheckState.FLAGGED: Text(zh="有待查看", en="to be looked at"),
    CheckState.REFUSED: Text(zh="发现恶意代码", en="malware was found"),
}


def state_after(state: CheckState, action: CheckAction) -> CheckState:
    """Look up where a step leads; a pair that is not listed is a fault of ours."""
    return TRANSITIONS[state, action]
