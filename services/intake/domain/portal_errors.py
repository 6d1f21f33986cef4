"""What can go wrong with applications that are filed in the ministry's portal, as facts."""

from shared.errors import Conflict, Invalid
from shared.text import Text


class PortalRecordIncomplete(Invalid):
    code = "portal-record-incomplete"
    title = Text(
        zh="国家平台申报的登记内容不完整", en="The record of the portal's filing is not complete"
    )
    remedy = Text(
        zh="按 errors 补充国家平台的申报编号、申报时间和导出的申报书",
        en="Add what errors names: the portal's number and time, and the form exported from it",
    )


class PortalFiledInFuture(Invalid):
    code = "portal-filed-in-future"
    title = Text(
        zh="国家平台申报时间不能晚于当前时间", en="The portal's filing time has not come yet"
    )
    remedy = Text(
        zh="按国家平台显示的申报时间填写，并写明时区",
        en="Copy the time that the portal shows, with its offset",
    )


class PortalFiledLate(Conflict):
    code = "portal-filed-late"
    title = Text(
        zh="国家平台的申报时间不在截止时间之前",
        en="The application was not filed in the portal before the close",
    )
    remedy = Text(
        zh="以国家平台的申报时间为准；截止时间见批次的 window",
        en="The portal's time is what counts; the round's window tells the close",
    )


class PortalNumberTaken(Conflict):
    code = "portal-number-taken"
    title = Text(
        zh="该国家平台申报编号已由另一份申报登记",
        en="Another application has recorded this number of the portal",
    )
    remedy = Text(
        zh="核对编号；确属本企业的，请联系推荐单位",
        en="Compare the number; if it is yours, turn to your recommending unit",
    )


class PaperNotReceived(Conflict):
    code = "paper-not-received"
    title = Text(
        zh="尚未登记收到与线上填报一致的纸质申报书",
        en="No paper copy that equals the online text has been logged",
    )
    remedy = Text(
        zh="收到加盖公章的纸质申报书并核对一致后登记，再作审核",
        en="Log the stamped paper copy once it has arrived and been compared, then pass",
    )


class PaperNotExpected(Conflict):
    code = "paper-not-expected"
    title = Text(
        zh="当前状态或渠道下不登记纸质申报书",
        en="No paper copy is logged in this state or for this channel",
    )
    remedy = Text(
        zh="仅登记已在国家平台申报并在办理中的卓越级、领航级申报",
        en="Log copies of applications filed in the national portal, from their record on",
    )


class ReceivedInFuture(Invalid):
    code = "received-in-future"
    title = Text(zh="收到日期不能晚于今天", en="The day of receipt has not come yet")
    remedy = Text(zh="填写实际收到的日期", en="Give the day on which it arrived")
