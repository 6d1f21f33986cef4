"""What can go wrong with enterprises and applications, as facts; papers and lists have their own files."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.text import Text

#: The remedy of everything that is not found by its id.
CHECK_ID = Text(
    zh="核对编号；他人的资源同样显示为不存在",
    en="Check the id; what belongs to others looks absent too",
)


class ApplicationNotFound(NotFound):
    code = "application-not-found"
    title = Text(zh="没有这份申报", en="There is no such application")
    remedy = CHECK_ID


class EnterpriseNotFound(NotFound):
    code = "enterprise-not-found"
    title = Text(zh="没有这家企业", en="There is no such enterprise")
    remedy = CHECK_ID


class FactoryNotFound(NotFound):
    code = "factory-not-found"
    title = Text(zh="没有这个工厂", en="There is no such factory")
    remedy = CHECK_ID


class RoundNotFound(NotFound):
    code = "round-not-found"
    title = Text(zh="没有这个批次", en="There is no such round")
    remedy = Text(zh="批次列表见 GET /v1/rounds", en="GET /v1/rounds lists the rounds")


class UnitNotFound(NotFound):
    code = "unit-not-found"
    title = Text(zh="没有这个推荐单位", en="There is no such unit")
    remedy = Text(zh="推荐单位见 GET /v1/units", en="GET /v1/units lists the units")


class RevisionNotFound(NotFound):
    code = "revision-not-found"
    title = Text(zh="没有这个版本", en="There is no such revision")
    remedy = Text(
        zh="全部版本见申报的 revisions", en="The application's revisions list those that were cut"
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


class StepOfOtherBranch(Invalid):
    code = "step-of-other-branch"
    title = Text(zh="该级别没有这一步", en="This tier never takes this step")
    remedy = Text(
        zh="基础级：列入汇总表、备案；先进级：推荐、评审、拟认定。见批次 tiers 的 branch",
        en="Basic: tabulate, file. Advanced: recommend, review, propose. The round's tiers tell the branch",
    )


class CorrectionPlaceUnknown(Invalid):
    code = "correction-place-unknown"
    title = Text(zh="申报中没有这个位置", en="An application has no such place")
    remedy = Text(
        zh="按预检的写法指明位置：/form/…、/maturity_report 或 /attachments/附件类别",
        en="Name places as a pre-check does: /form/…, /maturity_report or /attachments/<kind>",
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


class RegionCodeInvalid(Invalid):
    code = "region-code-invalid"
    title = Text(
        zh="注册地行政区划代码不是境内的省、市、县代码",
        en="The region of registration is no code of a place on the mainland",
    )
    remedy = Text(
        zh="按 GB/T 2260 填写 6 位代码，例如 130100；在本市注册的可不填",
        en="Write the six digits of GB/T 2260, such as 130100; who is registered in this city may leave it out",
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


class EnterpriseNotYours(Forbidden):
    code = "enterprise-not-yours"
    title = Text(zh="登录身份绑定的不是这家企业", en="Your sign-in is not bound to this enterprise")
    remedy = Text(zh="用绑定该企业的身份登录", en="Sign in with the identity that is bound to it")
