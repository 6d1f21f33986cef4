"""What can be wrong with keeping a version, and with ending it when its time is over.

TiduError
├── NotFound               LegalHoldNotFound, DestructionListNotFound
├── Conflict               LegalHoldStands, SameHoldOfficer, DestructionUnderWay, NothingToDestroy,
│                          DestructionListNotOpen
└── Invalid                RetentionDayAhead
"""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class LegalHoldStands(Conflict):
    code = "legal-hold-stands"
    title = Text(zh="该文件版本被依法保全", en="A legal hold stands on this version")
    remedy = Text(
        zh="保全解除前不能删除或销毁；解除须由设定者以外的市级人员作出",
        en="Until the hold is lifted, by another city officer than who set it, nothing of it is deleted or destroyed",
    )


class LegalHoldNotFound(NotFound):
    code = "legal-hold-not-found"
    title = Text(zh="该文件版本没有被保全", en="No legal hold stands on this version")
    remedy = Text(zh="核对文件编号和版本编号", en="Check the ids of the document and its version")


class SameHoldOfficer(Conflict):
    code = "same-hold-officer"
    title = Text(zh="设定保全的人不能自行解除", en="Whoever set a legal hold does not lift it")
    remedy = Text(zh="请另一名市级人员解除", en="Another city officer lifts it")


class DestructionUnderWay(Conflict):
    code = "destruction-under-way"
    title = Text(
        zh="该文件版本已开始销毁，不能再保全",
        en="The destruction of this version has begun: it cannot be held any more",
    )
    remedy = Text(zh="读取销毁记录", en="Read the record of its destruction")


class DestructionListNotFound(NotFound):
    code = "destruction-list-not-found"
    title = Text(zh="没有这份销毁清单", en="There is no such destruction list")
    remedy = Text(zh="核对编号", en="Check its id")


class DestructionListNotOpen(Conflict):
    code = "destruction-list-not-open"
    title = Text(zh="该销毁清单已确认", en="The destruction list is confirmed already")
    remedy = Text(
        zh="读取清单，查看各文件的执行情况", en="Read what is on it to see what was carried out"
    )


class NothingToDestroy(Conflict):
    code = "nothing-to-destroy"
    title = Text(
        zh="没有在该日期前保管期满且未被保全的文件",
        en="No version's retention was over before that day, apart from what is held",
    )
    remedy = Text(
        zh="核对日期；已在其他清单中的文件不会重复列入",
        en="Check the day; what is on another list already is not listed again",
    )


class RetentionDayAhead(Invalid):
    code = "retention-day-ahead"
    title = Text(zh="日期尚未到来", en="The day has not come yet")
    remedy = Text(
        zh="只能列出今日之前保管期已满的文件",
        en="Only what was over before today can be listed: name today or an earlier day",
    )
