"""Every fail point of the product and the kill that reaches it: a new one that is not here fails a test."""

import ast
from dataclasses import dataclass
from enum import StrEnum

from tests.architecture.sources import sources


class Way(StrEnum):
    """How an application is handed over: the last word of the request's path."""

    #: In our own portal.
    SUBMIT = "submit"
    #: Filed in the national portal and recorded here.
    RECORD = "record"


@dataclass(frozen=True, kw_only=True)
class Kill:
    """One death of intake on the way of a submission, or of a record."""

    point: str
    way: Way = Way.SUBMIT
    #: Whether the submission had been committed by then, and so has to stand.
    is_submitted: bool
    #: Whether the relay and the pollers work beside the request; at rest, they disturb no other death.
    with_loops: bool = False
    proves: str


#: In this order, on one database: what one death leaves behind, later processes find, and finally settle.
ON_THE_WAY_OF_A_SUBMISSION = (
    Kill(
        point="poller.before-commit",
        is_submitted=True,
        with_loops=True,
        proves="what comes home is noted together with the place in the feed, or not at all",
    ),
    Kill(
        point="relay.after-delivery",
        is_submitted=True,
        with_loops=True,
        proves="what was delivered but not marked is delivered again without a second effect",
    ),
    Kill(
        point="submit.after-receipt",
        is_submitted=False,
        proves="there is no receipt of a submission that did not happen",
    ),
    Kill(
        point="submit.after-event",
        is_submitted=False,
        proves="neither state nor audit tell of a submission that did not happen",
    ),
    Kill(
        point="submit.after-outbox",
        is_submitted=False,
        proves="nobody is asked to assess, freeze or look into what was not submitted",
    ),
    Kill(
        point="submit-application.before-commit",
        is_submitted=False,
        proves="an answer is not kept when its effect is lost",
    ),
    Kill(
        point="submit-application.after-commit",
        is_submitted=True,
        proves="whoever got no answer gets it by asking again, and has submitted once",
    ),
    Kill(
        point="record.after-receipt",
        way=Way.RECORD,
        is_submitted=False,
        proves="there is no receipt of a record that was not made",
    ),
    Kill(
        point="record.after-event",
        way=Way.RECORD,
        is_submitted=False,
        proves="the portal's number is not taken by a record that was not made",
    ),
    Kill(
        point="record.after-outbox",
        way=Way.RECORD,
        is_submitted=False,
        proves="nobody is asked to assess, freeze or look into what was not recorded",
    ),
    Kill(
        point="record-portal-filing.after-commit",
        way=Way.RECORD,
        is_submitted=True,
        proves="whoever got no answer gets it by asking again, and has recorded once",
    ),
)

#: In intake, between what is void and the order to delete its bytes.
AFTER_THE_VOID = "delete-attachment.after-void"

#: In the documents service, whose work a submission is waiting for.
AFTER_THE_LOCK = "freeze-version.after-lock"
AFTER_THE_PRINT = "put-printed-form.after-put"
AFTER_THE_DELETED_ROW = "delete-version.after-row"

#: In the scoring service, between the revealed secret and what it draws.
AFTER_THE_REVEAL = "draw-panel.after-reveal"

#: There too, between a ruling's version and the event that tells of it.
AFTER_THE_VERSION = "rule-on-criterion.after-version"

#: In the scoring service, between an assessment, its receipt and its event.
WHILE_RECORDING = ("record-assessment.after-assessment", "record-assessment.after-receipt")

#: In the scoring service, when one part of a simulation was counted and others were not.
AFTER_A_PART = "run-simulation.after-part"

#: In a worker of the documents service, on the way of one version through its checks.
WHILE_CHECKING = (
    "check-version.after-claim",
    "check-version.after-steps",
    "check-version.after-crops",
    "check-version.after-result",
)

#: Reached by tests of the service itself.
ELSEWHERE = {
    "upload-document.after-put": "tests/documents/test_killed.py",
    "execute-destruction.after-bytes": "tests/documents/test_destroying.py",
}


def killed() -> set[str]:
    """Name all points at which some test kills."""
    ours = {kill.point for kill in ON_THE_WAY_OF_A_SUBMISSION}
    others = {
        AFTER_THE_VOID,
        AFTER_THE_LOCK,
        AFTER_THE_PRINT,
        AFTER_THE_DELETED_ROW,
        AFTER_THE_REVEAL,
        AFTER_THE_VERSION,
        *WHILE_RECORDING,
        AFTER_A_PART,
        *WHILE_CHECKING,
    }
    return ours | others | set(ELSEWHERE)


def in_the_code() -> set[str]:
    """Find the points in the sources, as patterns: the route class has two for every operation."""
    return {
        _pattern(node.args[0])
        for source in sources("services", "shared")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "fail_point"
    }


def _pattern(name: ast.expr) -> str:
    if isinstance(name, ast.Constant):
        return str(name.value)
    assert isinstance(name, ast.JoinedStr), "a fail point is named where it stands"
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "*" for part in name.values
    )
