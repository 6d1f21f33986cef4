"""What can go wrong in intake, as facts; sorted by kind: NotFound, Conflict, Invalid, Forbidden."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.text import Text

_CHECK_ID = Text(
    zh="核对编号；他人的资源同样显示为不存在",
    en="Check the id; what belongs to others looks absent too",
)


class ApplicationNotFound(NotFound):
    code = "application-not-found"
    title = Text(zh="没有这份申报", en="There is no such application")
    remedy = _CHECK_ID


class EnterpriseNotFound(NotFound):
    code = "enterprise-not-found"
    title = Text(zh="没有这家企业", en="There is no such enterprise")
    remedy = _CHECK_ID


class FactoryNotFound(NotFound):
    code = "factory-not-found"
    title = Text(zh="没有这个工厂", en="There is no such factory")
    remedy = _CHECK_ID


class RoundNotFound(NotFound):
    code = "round-not-found"
    title = Text(zh="没有这个批次", en="There is no such round")
    remedy = Text(zh="批次列表见 GET /v1/rounds", en="GET /v1/rounds lists the rounds")


class UnitNotFound(NotFound):
    code = "unit-not-found"
    title = Text(zh="没有这个推荐单位", en="There is no such unit")
    remedy = Text(zh="推荐单位见 GET /v1/units", en="GET /v1/units lists the units")


class HandInNotFound(NotFound):
    code = "hand-in-not-found"
    title = Text(zh="没有这次报送", en="There is no such hand-in")
    remedy = _CHECK_ID


class ListNotFound(NotFound):
    code = "list-not-found"
    title = Text(zh="没有这份名单", en="There is no such list")
    remedy = _CHECK_ID


class RevisionNotFound(NotFound):
    code = "revision-not-found"
    title = Text(zh="没有这个定稿版本", en="There is no such revision")
    remedy = Text(
        zh="定稿版本见申报的 revisions", en="The application's revisions list those that were cut"
    )


class ReceiptNotFound(NotFound):
    code = "receipt-not-found"
    title = Text(zh="尚无申报回执", en="There is no receipt yet")
    remedy = Text(zh="提交申报后即有回执", en="Submitting gives the receipt")


class VerdictNotThere(NotFound):
    code = "verdict-not-there"
    title = Text(zh="尚无核验结果", en="There is no verdict yet")
    remedy = Text(
        zh="提交后由评估服务核验，稍后再看",
        en="Scoring assesses what is submitted; look again shortly",
    )


class AttachmentNotFound(NotFound):
    code = "attachment-not-found"
    title = Text(zh="没有这个附件", en="There is no such attachment")
    remedy = Text(zh="先上传并关联该类文件", en="Upload a file of this kind and attach it first")


class DocumentSlotNotFound(NotFound):
    code = "document-slot-not-found"
    title = Text(
        zh="该文件编号不是为本申报签发的",
        en="This document id was not given out for this application",
    )
    remedy = Text(
        zh="先为本申报申请上传凭证", en="Ask for an upload ticket of this application first"
    )


class TierNotOffered(NotFound):
    code = "tier-not-offered"
    title = Text(zh="该批次不在此受理这一级别", en="This round does not take that tier here")
    remedy = Text(
        zh="批次的 tiers 说明各级别的申报渠道",
        en="The round's tiers tell through which channel each goes",
    )


class IllegalTransition(Conflict):
    code = "illegal-transition"
    title = Text(zh="当前状态下不能进行此操作", en="This step is not possible in the present state")
    remedy = Text(zh="刷新申报，查看当前状态", en="Read the application again for its state")

    @classmethod
    def of(cls, state: str, action: str) -> "IllegalTransition":
        """Name the state and the action that do not fit."""
        return cls(
            Text(
                zh=f"状态为 {state} 的申报不能执行 {action}",
                en=f"An application in state {state} cannot take the step {action}",
            )
        )


class WindowClosed(Conflict):
    code = "window-closed"
    title = Text(
        zh="企业申报窗口未开放，不能申报或修改",
        en="The window for enterprises is not open: neither submitting nor editing is possible",
    )
    remedy = Text(
        zh="批次的 window 说明起止时间；截止时间不会自动顺延",
        en="The round's window tells from when to when; deadlines do not move by themselves",
    )


class UnitWindowClosed(Conflict):
    code = "unit-window-closed"
    title = Text(
        zh="推荐单位的审核报送窗口未开放", en="The window for recommending units is not open"
    )
    remedy = Text(zh="批次的 window 说明起止时间", en="The round's window tells from when to when")


class ApplicationExists(Conflict):
    code = "application-exists"
    title = Text(
        zh="该工厂在本批次已有同级别申报",
        en="This factory has an application of this tier in this round already",
    )
    remedy = Text(zh="继续填写已有的申报", en="Go on with the one that exists")


class EnterpriseExists(Conflict):
    code = "enterprise-exists"
    title = Text(zh="该统一社会信用代码已登记", en="This credit code is registered already")
    remedy = Text(zh="读取已登记的企业信息", en="Read the enterprise that is registered")


class ScanMissing(Conflict):
    code = "stamped-scan-missing"
    title = Text(zh="缺少申报书盖章扫描件", en="The stamped scan of the form is missing")
    remedy = Text(
        zh="打印定稿、盖章、扫描并上传",
        en="Print the finalised revision, stamp it, scan it, upload it",
    )


class ScanVoid(Conflict):
    code = "stamped-scan-of-other-revision"
    title = Text(
        zh="盖章扫描件对应的不是要提交的定稿", en="The stamped scan belongs to another revision"
    )
    remedy = Text(
        zh="为当前定稿重新打印、盖章、上传",
        en="Print, stamp and upload the revision that you submit",
    )


class MaturityReportMissing(Conflict):
    code = "maturity-report-missing"
    title = Text(
        zh="缺少智能制造能力成熟度自评估报告", en="The maturity self-assessment report is missing"
    )
    remedy = Text(
        zh="填写报告数据并上传报告文件", en="Enter the report's figures and upload its file"
    )


class DocumentNotUploaded(Conflict):
    code = "document-not-uploaded"
    title = Text(zh="文件尚未上传成功", en="The file has not been uploaded")
    remedy = Text(
        zh="用上传凭证完成上传后再关联", en="Finish the upload with its ticket, then attach it"
    )


class PrintedFormNotReady(Conflict):
    code = "printed-form-not-ready"
    title = Text(zh="申报书正在生成", en="The form is still being printed")
    remedy = Text(zh="一两秒后重试", en="Try again in a second or two")


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


class FormFaulty(Invalid):
    code = "form-faulty"
    title = Text(zh="表单内容有误，未保存", en="The form has faults and was not saved")
    remedy = Text(zh="按 errors 逐条修改", en="Mend each place that is named in errors")


class FormIncomplete(Invalid):
    code = "form-incomplete"
    title = Text(zh="申报内容不完整，不能定稿", en="The application is not complete")
    remedy = Text(
        zh="按 errors 逐条补充；可随时预检", en="Fill in what errors names; pre-check at any time"
    )


class TierWithoutList(Invalid):
    code = "tier-without-list"
    title = Text(
        zh="该级别不经公示名单认定", en="This tier does not end with a list shown in publicity"
    )
    remedy = Text(
        zh="批次的 tiers 说明各级别的公示天数；没有天数的级别不生成名单",
        en="The round's tiers tell how long publicity lasts; a tier without it has no list",
    )


class CreditCodeInvalid(Invalid):
    code = "credit-code-invalid"
    title = Text(
        zh="统一社会信用代码校验不通过", en="The unified social credit code does not check"
    )
    remedy = Text(
        zh="核对营业执照上的 18 位代码（GB 32100-2015）",
        en="Compare the 18 characters with the business licence (GB 32100-2015)",
    )


class BranchGroundMissing(Invalid):
    code = "branch-ground-missing"
    title = Text(
        zh="分支机构申报须说明行业特殊情况",
        en="A branch must give the ground of its industry's exception",
    )
    remedy = Text(
        zh="填写 branch_ground，例如石油石化、有色金属",
        en="Fill in branch_ground, for example 石油石化",
    )


class DocumentKindWrong(Invalid):
    code = "document-kind-wrong"
    title = Text(zh="文件类别与附件不符", en="The document is of another kind than the attachment")
    remedy = Text(zh="按正确的类别申请上传凭证", en="Ask for an upload ticket of the right kind")


class FileNameUnusable(Invalid):
    code = "file-name-unusable"
    title = Text(zh="文件名不能使用", en="The file name cannot be used")
    remedy = Text(
        zh="去掉控制字符、路径分隔符和方向控制符，长度不超过 512 个字符",
        en="Leave out control characters, path separators and direction marks; 512 characters at most",
    )


class ApplicationsNotRecommended(Invalid):
    code = "applications-not-recommended"
    title = Text(
        zh="所列申报并非都是本单位已推荐的同级别申报",
        en="Not all of these are applications of this tier that your unit recommended",
    )
    remedy = Text(zh="按 errors 逐条核对", en="Check each id that is named in errors")


class EnterpriseNotYours(Forbidden):
    code = "enterprise-not-yours"
    title = Text(zh="登录身份绑定的不是这家企业", en="Your sign-in is not bound to this enterprise")
    remedy = Text(zh="用绑定该企业的身份登录", en="Sign in with the identity that is bound to it")
