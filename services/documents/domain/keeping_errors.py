"""What can be wrong with keeping a version, and with ending it when its time is over.

TiduError
├── NotFound               LegalHoldNotFound
└── Conflict               LegalHoldStands, SameHoldOfficer, DestructionUnderWay
"""

from shared.errors import Conflict, NotFound
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
