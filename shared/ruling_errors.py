"""What is refused about rulings of persons: by scoring, and by intake that hands them on."""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class CriterionNotInVerdict(NotFound):
    """The tier that was asked for has no such criterion."""

    code = "criterion-not-in-verdict"
    title = Text(
        zh="所申报等级的核验结果中没有这条条件",
        en="The verdict on the tier applied for has no such criterion",
    )
    remedy = Text(
        zh="条件编号见核验结果首层的 criteria",
        en="The criteria stand at the top of the verdict",
    )


class RulingNotOpen(Conflict):
    """A person has nothing, or not this, to say of the criterion."""

    code = "ruling-not-open"
    title = Text(
        zh="该条件不能作此裁定",
        en="This criterion takes no such ruling",
    )
    remedy = Text(
        zh="待判断的条件裁定 met 或 not-met；原则上应满足而未显示满足的条件裁定 waived 或 not-waived",
        en="Judge with met or not-met what is to be judged; waived or not-waived is for what holds in principle and is not shown",
    )


class OfficerToBeNamed(Invalid):
    """A service rules for an officer and has to name one; an officer rules in person and names nobody."""

    code = "officer-to-be-named"
    title = Text(
        zh="须且仅在由服务代为提交时说明作出裁定的人员",
        en="The officer who rules is named by a service, and by nobody else",
    )
    remedy = Text(
        zh="服务代为提交时填写 on_behalf_of；本人提交时不填",
        en="A service sends on_behalf_of; a person leaves it out",
    )
