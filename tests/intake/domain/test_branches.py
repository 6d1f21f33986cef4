"""Which tier takes which step, written down a second time."""

from itertools import product

import pytest

from services.intake.domain.branches import is_step_of, require_step_of
from services.intake.domain.errors import StepOfOtherBranch
from services.intake.domain.lifecycle import Action
from services.intake.domain.rounds import Branch

FILING = {Action.TABULATE, Action.FILE, Action.NOT_FILE}
CHOSEN = {Action.RECOMMEND, Action.START_REVIEW}
RECOGNITION = {Action.PROPOSE, Action.DECLINE, Action.OPEN_PUBLICITY, Action.RECOGNISE}

REFUSED = {
    Branch.FILING: CHOSEN | RECOGNITION,
    Branch.RECOGNITION: FILING,
    Branch.FORWARDING: FILING | RECOGNITION,
}


@pytest.mark.parametrize(
    ("branch", "action"), list(product(Branch, Action)), ids=lambda each: each.value
)
def test_a_tier_takes_the_steps_of_its_branch_alone(branch: Branch, action: Action) -> None:
    assert is_step_of(action, branch) is (action not in REFUSED[branch])
    if action not in REFUSED[branch]:
        require_step_of(action, branch)
        return
    with pytest.raises(StepOfOtherBranch) as refusal:
        require_step_of(action, branch)
    detail = refusal.value.detail
    assert detail is not None
    assert branch.value in detail.en
    assert action.value in detail.zh
