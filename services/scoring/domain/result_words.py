"""What results, outcomes and standings are called where people read them: on paper and in a terminal."""

from collections.abc import Mapping

from shared.text import Text

#: ``unknown`` is what the first records called unproven.
RESULTS: Mapping[str, Text] = {
    "met": Text(zh="满足", en="met"),
    "not-met": Text(zh="不满足", en="not met"),
    "unproven": Text(zh="未证实", en="unproven"),
    "unknown": Text(zh="未证实", en="unproven"),
    "to-be-judged": Text(zh="待人员判断", en="to be judged by a person"),
    "not-applicable": Text(zh="不适用", en="not applicable"),
    "informative": Text(zh="仅供参考", en="for information"),
}

#: Over the required criteria that a machine can check, and never a decision about the factory.
OUTCOMES: Mapping[str, Text] = {
    "met": Text(
        zh="机器可核对的必要条件均满足", en="the machine-checkable required criteria are met"
    ),
    "not-met": Text(
        zh="机器可核对的必要条件有不满足的", en="a machine-checkable required criterion is not met"
    ),
    "incomplete": Text(
        zh="机器可核对的必要条件有未证实的", en="a machine-checkable required criterion is unproven"
    ),
    "not-covered": Text(
        zh="该版次未涵盖此等级，未作核对",
        en="the edition does not cover this tier: nothing was checked",
    ),
}
