"""What can go wrong with binding a person to an enterprise, as facts."""

from services.intake.domain.errors import CHECK_ID
from shared.errors import Conflict, NotFound
from shared.text import Text


class BindingNotFound(NotFound):
    code = "binding-not-found"
    title = Text(zh="没有这条绑定申请", en="There is no such binding")
    remedy = CHECK_ID


class BindingExists(Conflict):
    code = "binding-exists"
    title = Text(
        zh="您已有一条待确认或已确认的绑定", en="You have a binding already, requested or confirmed"
    )
    remedy = Text(
        zh="等待推荐单位确认；要改绑其他企业，请先由推荐单位撤销原绑定",
        en="Wait for your unit; to change enterprise, let it revoke the one that stands",
    )


class BoundByClaim(Conflict):
    code = "bound-by-claim"
    title = Text(zh="您的登录身份已绑定企业", en="Your sign-in names an enterprise already")
    remedy = Text(zh="直接以该企业办理", en="Act for that enterprise; nothing has to be requested")


class EnterpriseOfOtherUnit(Conflict):
    code = "enterprise-of-other-unit"
    title = Text(
        zh="该企业登记在其他推荐单位，本绑定所选单位不能确认",
        en="The enterprise is registered with another unit than the one that this binding names",
    )
    remedy = Text(
        zh="推荐单位不予确认；请申请人向企业登记所在的推荐单位另行申请",
        en="Refuse; the person asks the unit where the enterprise is registered",
    )


class BindingNotInState(Conflict):
    code = "binding-not-in-state"
    title = Text(
        zh="绑定当前状态下不能进行此操作", en="The binding is not in the state for this step"
    )
    remedy = Text(zh="刷新后查看当前状态", en="Read the binding again for its state")
