"""What can go wrong with hand-ins and lists, as facts."""

from services.intake.domain.errors import CHECK_ID
from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class HandInNotFound(NotFound):
    code = "hand-in-not-found"
    title = Text(zh="没有这次报送", en="There is no such hand-in")
    remedy = CHECK_ID


class HandInNotPrinted(NotFound):
    code = "hand-in-not-printed"
    title = Text(zh="这次报送没有这份打印件", en="This paper of the hand-in is not printed")
    remedy = Text(
        zh="本批次未要求该级别的推荐函，或报送早于启用打印；汇总表可下载工作簿",
        en="The round asks for no letter of this tier, or the hand-in is older than printing; the table is there as a "
        "workbook",
    )


class ListNotFound(NotFound):
    code = "list-not-found"
    title = Text(zh="没有这份名单", en="There is no such list")
    remedy = CHECK_ID


class ListEmpty(Conflict):
    code = "list-empty"
    title = Text(zh="没有可列入名单的申报", en="There is no application to put on the list")
    remedy = Text(zh="先完成评审并拟认定", en="Review and propose applications first")


class ListNotInState(Conflict):
    code = "list-not-in-state"
    title = Text(zh="名单当前状态下不能进行此操作", en="The list is not in the state for this step")
    remedy = Text(zh="刷新名单，查看当前状态", en="Read the list again for its state")


class PublicityRunning(Conflict):
    code = "publicity-running"
    title = Text(zh="公示期未满", en="The publicity period is not over")
    remedy = Text(zh="公示期满后再发布", en="Publish after its last day")


class SecondOfficerNeeded(Conflict):
    code = "second-officer-needed"
    title = Text(
        zh="发布名单须由另一名工作人员确认", en="Another officer must confirm the publication"
    )
    remedy = Text(
        zh="请申请人以外的市级工作人员确认",
        en="Ask a city officer other than the one who requested it",
    )


class ApplicationsNotRecommended(Invalid):
    code = "applications-not-recommended"
    title = Text(
        zh="所列申报并非都是本单位已推荐（基础级：已列入汇总表）的同级别申报",
        en="Not all of these are applications of this tier that your unit recommended or, for basic, tabulated",
    )
    remedy = Text(zh="按 errors 逐条核对", en="Check each id that is named in errors")
