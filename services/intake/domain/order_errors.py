"""What can go wrong with a priority order, joint opinions and the forwarding, as facts."""

from services.intake.domain.errors import CHECK_ID
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.text import Text


class TierNotOrdered(Invalid):
    code = "tier-not-ordered"
    title = Text(zh="该级别的推荐不排优先顺序", en="Recommendations of this tier have no order")
    remedy = Text(
        zh="批次 tiers 的 recommendation_is_ordered 说明哪些级别排序",
        en="The round's tiers tell which of them are ordered: recommendation_is_ordered",
    )


class UnitDoesNotRecommend(Invalid):
    code = "unit-does-not-recommend"
    title = Text(zh="该单位不单独推荐", en="This unit makes no recommendations of its own")
    remedy = Text(
        zh="由其上级推荐单位排定优先顺序并报送，见单位的 recommends",
        en="The recommending unit above it sets the order and hands in: see recommends of the units",
    )


class OrderFaulty(Invalid):
    code = "order-faulty"
    title = Text(
        zh="推荐优先顺序有误，未保存", en="The priority order has faults and was not saved"
    )
    remedy = Text(
        zh="名次从 1 起连续、不并列，只列本单位已推荐的申报，每份一次",
        en="Places run from 1 without gaps or ties, over applications that your unit recommended, each once",
    )


class OrderFrozen(Conflict):
    code = "order-frozen"
    title = Text(
        zh="本单位该级别已报送，推荐及其优先顺序不能再变",
        en="Your unit has handed in this tier: recommendations and their order cannot change any more",
    )
    remedy = Text(zh="报送内容见 hand-ins", en="The hand-in tells what was given to the city")


class OrderMissing(Conflict):
    code = "order-missing"
    title = Text(
        zh="报送前须先排定推荐优先顺序", en="The priority order must be set before the hand-in"
    )
    remedy = Text(zh="先保存优先顺序，再报送", en="Save the priority order first, then hand in")


class OrderDiffers(Invalid):
    code = "order-differs"
    title = Text(
        zh="报送的申报与已排定的优先顺序不一致，或遗漏了已推荐的申报",
        en="What is handed in is not the saved order, or leaves out what was recommended",
    )
    remedy = Text(
        zh="按优先顺序列出全部已推荐的申报", en="List all that was recommended, in the saved order"
    )


class BureauNotYours(Forbidden):
    code = "bureau-not-yours"
    title = Text(zh="只能填写本部门的会同意见", en="You may give your own bureau's opinion only")
    remedy = Text(zh="部门代码见批次 tiers 的 bureaus", en="The round's tiers name the bureaus")


class OpinionNotAsked(Conflict):
    code = "opinion-not-asked"
    title = Text(
        zh="该申报当前不征求会同意见", en="No joint opinion is asked for on this application now"
    )
    remedy = Text(
        zh="市级征求意见后、推荐决定前可填写和修改",
        en="Opinions may be given and changed from the request until the city has decided",
    )


class NotReadyToForward(Invalid):
    code = "not-ready-to-forward"
    title = Text(
        zh="所列申报并非都已完成会同", en="Not all of these have been through the joint opinions"
    )
    remedy = Text(
        zh="按 errors 逐条核对：须在征求意见状态且各会同部门均已填写意见",
        en="Check each that errors names: it must await opinions, and every bureau must have given one",
    )


class AlreadyForwarded(Conflict):
    code = "already-forwarded"
    title = Text(
        zh="该批次该级别已向工业和信息化部推荐", en="This tier of this round was forwarded already"
    )
    remedy = Text(zh="推荐内容见 forwardings", en="The forwarding tells what was sent")


class ForwardingNotFound(NotFound):
    code = "forwarding-not-found"
    title = Text(zh="没有这次推荐", en="There is no such forwarding")
    remedy = CHECK_ID
