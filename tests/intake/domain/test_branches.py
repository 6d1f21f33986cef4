"""Which tier takes which step, written down a second time."""

from itertools import product

import pytest

from services.intake.domain.branches import is_step_of, require_step_of
from services.intake.domain.errors import StepOfOtherBranch
from services.intake.domain.lifecycle import Action
from services.intake.domain.rounds import Branch, Channel
from services.intake.domain.tiers import Tier
from tests.intake.forms import the_round

FILING = {Action.TABULATE, Action.FILE, Action.NOT_FILE}
CHOSEN = {Action.RECOMMEND, Action.START_REVIEW}
RECOGNITION = {Action.PROPOSE, Action.DECLINE, Action.OPEN_PUBLICITY, Action.RECOGNISE}
FORWARDING = {
    Action.REQUEST_OPINIONS,
    Action.FORWARD,
    Action.NOT_FORWARD,
    Action.RECORD_SELECTED,
    Action.RECORD_NOT_SELECTED,
}

OF_OTHER_BRANCHES = {
    Branch.FILING: CHOSEN | RECOGNITION | FORWARDING,
    Branch.RECOGNITION: FILING | FORWARDING,
    Branch.FORWARDING: FILING | RECOGNITION,
}
OF_THE_OTHER_CHANNEL = {
    Channel.OWN_PORTAL: {Action.RECORD},
    Channel.NATIONAL_PORTAL: {Action.FINALISE, Action.REOPEN, Action.SUBMIT},
}


@pytest.mark.parametrize(
    ("branch", "channel", "action"),
    list(product(Branch, Channel, Action)),
    ids=lambda each: each.value,
)
def test_a_tier_takes_the_steps_of_its_branch_and_channel_alone(
    branch: Branch, channel: Channel, action: Action
) -> None:
    refused = OF_OTHER_BRANCHES[branch] | OF_THE_OTHER_CHANNEL[channel]
    assert is_step_of(action, branch, channel) is (action not in refused)


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("action", list(Action))
def test_a_step_of_another_way_is_refused_by_name(tier: Tier, action: Action) -> None:
    rules = the_round().round.tiers[tier]
    if is_step_of(action, rules.branch, rules.channel):
        require_step_of(action, rules)
        return
    with pytest.raises(StepOfOtherBranch) as refusal:
        require_step_of(action, rules)
    detail = refusal.value.detail
    assert detail is not None
    for word in (rules.branch.value, rules.channel.value, action.value):
        assert word in detail.en
        assert word in detail.zh
