"""The life of an application, as one table; nothing else decides which step may follow which.

Both channels share it: what is filed in our own portal (基础级, 先进级) and what is filed in the ministry's and
recorded here (卓越级, 领航级). What this table does not tell: which way a tier takes (branches.py, with the round),
which window a step needs (the round), who may take it (authorisation.py).
"""

from enum import StrEnum

from services.intake.domain.errors import IllegalTransition


class State(StrEnum):
    """Where an application stands."""

    #: 草稿
    DRAFT = "draft"
    #: 已定稿: a revision is cut and may be printed, stamped and submitted.
    FINALISED = "finalised"
    #: 已申报
    SUBMITTED = "submitted"
    #: 已在国家平台申报: what was filed in the ministry's portal is recorded here.
    PORTAL_FILED = "portal-filed"
    #: 退回补正: the enterprise edits it like a draft, knowing what to mend.
    RETURNED = "returned"
    #: 区级审核通过
    DISTRICT_PASSED = "district-passed"
    #: 区级审核不通过
    NOT_PASSED = "not-passed"
    #: 区级已推荐
    RECOMMENDED = "recommended"
    #: 已列入基础级汇总表
    TABULATED = "tabulated"
    #: 已报送
    HANDED_IN = "handed-in"
    #: 市级已接收
    RECEIVED = "received"
    #: 已备案
    FILED = "filed"
    #: 不予备案
    NOT_FILED = "not-filed"
    #: 评审中
    IN_REVIEW = "in-review"
    #: 征求会同部门意见
    AWAITING_OPINIONS = "awaiting-opinions"
    #: 已向工业和信息化部推荐
    FORWARDED = "forwarded"
    #: 不予推荐
    NOT_FORWARDED = "not-forwarded"
    #: 国家入选; what that means for its tier the round's data say (领航级: 培育对象).
    SELECTED = "selected"
    #: 国家未入选
    NOT_SELECTED = "not-selected"
    #: 拟认定
    PROPOSED = "proposed"
    #: 公示中
    IN_PUBLICITY = "in-publicity"
    #: 已认定
    RECOGNISED = "recognised"
    #: 不予认定
    DECLINED = "declined"
    #: 已撤销申报, by the enterprise itself.
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What moves an application on."""

    FINALISE = "finalise"
    #: Editing a finalised application: the revision stays on record, its stamped scan is void.
    REOPEN = "reopen"
    SUBMIT = "submit"
    #: 登记国家平台申报: its number, its time and its PDF.
    RECORD = "record"
    #: 撤回: the submission no longer stands; the enterprise works on its draft again.
    TAKE_BACK = "take-back"
    #: 撤销申报: the enterprise gives the application up for good.
    WITHDRAW = "withdraw"
    #: 退回补正
    RETURN = "return"
    PASS = "pass"  # noqa: S105 - 审核通过, no password
    NOT_PASS = "not-pass"  # noqa: S105 - likewise
    RECOMMEND = "recommend"
    #: 列入基础级汇总表
    TABULATE = "tabulate"
    HAND_IN = "hand-in"
    RECEIVE = "receive"
    #: 备案
    FILE = "file"
    NOT_FILE = "not-file"
    START_REVIEW = "start-review"
    #: 会同: the partner bureaus are asked for their joint opinions.
    REQUEST_OPINIONS = "request-opinions"
    #: 择优推荐
    FORWARD = "forward"
    NOT_FORWARD = "not-forward"
    #: 登记国家遴选结果
    RECORD_SELECTED = "record-selected"
    RECORD_NOT_SELECTED = "record-not-selected"
    PROPOSE = "propose"
    OPEN_PUBLICITY = "open-publicity"
    RECOGNISE = "recognise"
    DECLINE = "decline"


#: The whole state machine. A pair that is not listed here is not allowed.
TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.DRAFT, Action.FINALISE): State.FINALISED,
    (State.FINALISED, Action.REOPEN): State.DRAFT,
    (State.FINALISED, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.TAKE_BACK): State.DRAFT,
    (State.DRAFT, Action.WITHDRAW): State.WITHDRAWN,
    (State.FINALISED, Action.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Action.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,
    (State.DRAFT, Action.RECORD): State.PORTAL_FILED,
    (State.RETURNED, Action.RECORD): State.PORTAL_FILED,
    (State.PORTAL_FILED, Action.TAKE_BACK): State.DRAFT,
    (State.PORTAL_FILED, Action.WITHDRAW): State.WITHDRAWN,
    (State.PORTAL_FILED, Action.RETURN): State.RETURNED,
    (State.PORTAL_FILED, Action.PASS): State.DISTRICT_PASSED,
    (State.PORTAL_FILED, Action.NOT_PASS): State.NOT_PASSED,
    (State.RETURNED, Action.FINALISE): State.FINALISED,
    (State.RETURNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Action.PASS): State.DISTRICT_PASSED,
    (State.SUBMITTED, Action.NOT_PASS): State.NOT_PASSED,
    (State.DISTRICT_PASSED, Action.RECOMMEND): State.RECOMMENDED,
    (State.RECOMMENDED, Action.HAND_IN): State.HANDED_IN,
    (State.DISTRICT_PASSED, Action.TABULATE): State.TABULATED,
    (State.TABULATED, Action.HAND_IN): State.HANDED_IN,
    (State.HANDED_IN, Action.RECEIVE): State.RECEIVED,
    (State.RECEIVED, Action.FILE): State.FILED,
    (State.RECEIVED, Action.NOT_FILE): State.NOT_FILED,
    (State.RECEIVED, Action.START_REVIEW): State.IN_REVIEW,
    (State.IN_REVIEW, Action.REQUEST_OPINIONS): State.AWAITING_OPINIONS,
    (State.IN_REVIEW, Action.NOT_FORWARD): State.NOT_FORWARDED,
    (State.AWAITING_OPINIONS, Action.FORWARD): State.FORWARDED,
    (State.AWAITING_OPINIONS, Action.NOT_FORWARD): State.NOT_FORWARDED,
    (State.FORWARDED, Action.RECORD_SELECTED): State.SELECTED,
    (State.FORWARDED, Action.RECORD_NOT_SELECTED): State.NOT_SELECTED,
    (State.IN_REVIEW, Action.PROPOSE): State.PROPOSED,
    (State.IN_REVIEW, Action.DECLINE): State.DECLINED,
    (State.PROPOSED, Action.OPEN_PUBLICITY): State.IN_PUBLICITY,
    (State.IN_PUBLICITY, Action.RECOGNISE): State.RECOGNISED,
    (State.IN_PUBLICITY, Action.DECLINE): State.DECLINED,
}

#: The kind of the event that records each action.
EVENT_KINDS: dict[Action, str] = {
    Action.FINALISE: "application.finalised",
    Action.REOPEN: "application.reopened",
    Action.SUBMIT: "application.submitted",
    Action.RECORD: "application.portal-filed",
    Action.TAKE_BACK: "application.taken-back",
    Action.WITHDRAW: "application.withdrawn",
    Action.RETURN: "application.returned",
    Action.PASS: "application.district-passed",
    Action.NOT_PASS: "application.not-passed",
    Action.RECOMMEND: "application.recommended",
    Action.TABULATE: "application.tabulated",
    Action.HAND_IN: "application.handed-in",
    Action.RECEIVE: "application.received",
    Action.FILE: "application.filed",
    Action.NOT_FILE: "application.not-filed",
    Action.START_REVIEW: "application.review-started",
    Action.REQUEST_OPINIONS: "application.opinions-requested",
    Action.FORWARD: "application.forwarded",
    Action.NOT_FORWARD: "application.not-forwarded",
    Action.RECORD_SELECTED: "application.selected",
    Action.RECORD_NOT_SELECTED: "application.not-selected",
    Action.PROPOSE: "application.proposed",
    Action.OPEN_PUBLICITY: "application.publicity-opened",
    Action.RECOGNISE: "application.recognised",
    Action.DECLINE: "application.declined",
}

#: States in which the enterprise still works on its application.
EDITABLE = frozenset({State.DRAFT, State.FINALISED, State.RETURNED})


def next_state(state: State, action: Action) -> State:
    """Look up where an action leads; raise IllegalTransition when it leads nowhere."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise IllegalTransition.of(state, action) from None
