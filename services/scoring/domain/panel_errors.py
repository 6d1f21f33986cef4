"""What is refused about schemes, panels and their ballots."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.text import Text


class SchemeNotFound(NotFound):
    """No scheme of that name is loaded."""

    code = "scheme-not-found"
    title = Text(zh="没有此评分表", en="There is no such scoring scheme")
    remedy = Text(zh="用 GET /v1/schemes 查询", en="List the schemes with GET /v1/schemes")


class PanelNotFound(NotFound):
    code = "panel-not-found"
    title = Text(zh="没有此专家组", en="There is no such panel")
    remedy = Text(zh="核对专家组编号", en="Check the panel's id")


class PanelInvalid(Invalid):
    """A panel cannot be made as asked; all faults at once."""

    code = "panel-invalid"
    title = Text(zh="专家组无法按此设立", en="The panel cannot be made as asked")
    remedy = Text(zh="按 errors 逐项更正", en="Correct each entry of errors")


class ApplicationsTaken(Conflict):
    """An application goes before one panel at a time: nobody may draw twice and pick."""

    code = "applications-before-another-panel"
    title = Text(
        zh="有申报已由另一专家组评审", en="Some applications are before another panel already"
    )
    remedy = Text(
        zh="从本专家组移除 errors 所列申报，或先作废另一专家组",
        en="Leave out the applications that errors names, or cancel the other panel first",
    )


class PoolInvalid(Invalid):
    code = "pool-invalid"
    title = Text(zh="专家库有误", en="The pool of experts is wrong")
    remedy = Text(zh="按 errors 逐项更正", en="Correct each entry of errors")


class AssignmentInfeasible(Conflict):
    """Too few experts without a conflict; names the applications."""

    code = "assignment-infeasible"
    title = Text(
        zh="部分申报可评审的专家不足",
        en="Some applications have too few experts without a conflict",
    )
    remedy = Text(
        zh="为 errors 所列申报补充无利益冲突的专家后再冻结",
        en="Add experts without a conflict for the applications that errors names, then freeze",
    )


class PanelNotInState(Conflict):
    code = "panel-not-in-state"
    title = Text(zh="专家组当前状态不允许此操作", en="The panel's state does not allow this now")
    remedy = Text(zh="重新读取专家组，按其状态办理", en="Read the panel again and go by its state")


class PublicValueKnown(Invalid):
    """A public value must lie in the future when it is named."""

    code = "public-value-known"
    title = Text(
        zh="所指定的公开值在承诺时必须尚未产生",
        en="The public value must not be known yet when it is named",
    )
    remedy = Text(
        zh="指定一个晚于当前时间产生的公开值", en="Name a public value that becomes known after now"
    )


class PublicValueNotDue(Conflict):
    code = "public-value-not-due"
    title = Text(zh="公开值尚未到产生时间", en="The public value is not due yet")
    remedy = Text(zh="到指定时间后再登记", en="Record it after the time that was named")


class PublicValueMisspelt(Invalid):
    code = "public-value-misspelt"
    title = Text(
        zh="公开值不符合事先确定的写法",
        en="The public value is not written as was fixed beforehand",
    )
    remedy = Text(
        zh="按承诺时确定的字符种类和位数填写",
        en="Write it with the alphabet and length that the commitment names",
    )


class SecretDiffers(Invalid):
    code = "secret-differs"
    title = Text(
        zh="该秘密值与承诺的摘要不符", en="This is not the secret whose digest was committed to"
    )
    remedy = Text(
        zh="提交承诺时所用的 64 位小写十六进制秘密值",
        en="Send the 64 lower-case hexadecimal characters that were committed to",
    )


class OtherOfficerNeeded(Forbidden):
    """The step needs somebody else than the officer who took the one before."""

    code = "other-officer-needed"
    title = Text(zh="此步骤须由另一名工作人员办理", en="Another officer must take this step")
    remedy = Text(zh="请另一名市级工作人员办理", en="Ask another city officer to do it")


class AssignmentNotFound(NotFound):
    code = "assignment-not-found"
    title = Text(zh="该专家未被分派评审此申报", en="The expert is not assigned to this application")
    remedy = Text(zh="核对专家和申报编号", en="Check the expert and the application")


class QuorumMissing(Conflict):
    """Some applications have too few ballots handed in; names them."""

    code = "quorum-missing"
    title = Text(
        zh="部分申报的有效打分票不足", en="Some applications have too few ballots handed in"
    )
    remedy = Text(
        zh="等待专家提交，或回避后另行抽取",
        en="Wait for the experts, or recuse and draw replacements",
    )


class BallotNotFound(NotFound):
    """There is no such ballot for this caller."""

    code = "ballot-not-found"
    title = Text(zh="没有此打分票", en="There is no such ballot")
    remedy = Text(
        zh="用 GET /v1/own-assignments 查询分派给您的申报",
        en="List what is assigned to you with GET /v1/own-assignments",
    )


class BallotInvalid(Invalid):
    code = "ballot-invalid"
    title = Text(zh="打分有误", en="Some points are wrong")
    remedy = Text(
        zh="按 errors 逐项更正；各项范围和分档见评分表",
        en="Correct each entry of errors; ranges and steps stand in the scheme",
    )


class BallotHandedIn(Conflict):
    code = "ballot-handed-in"
    title = Text(zh="打分票已提交，不能再改", en="The ballot is handed in and cannot change")
    remedy = Text(zh="如有错误，请联系市级工作人员", en="Tell a city officer if something is wrong")


class BallotVoid(Conflict):
    """The expert was recused from this application."""

    code = "ballot-void"
    title = Text(zh="您已回避该申报", en="You were recused from this application")
    remedy = Text(zh="无需办理", en="Nothing is left to do")
