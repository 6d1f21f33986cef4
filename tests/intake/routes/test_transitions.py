import time
from services.intake.domain.lifecycle import State
from tests.intake.filings import Filings
import pytest

@pytest.mark.parametrize("state", list(State))
def test_states(filings: Filings, state: State) -> None:
    t=time.time()
    f = filings.at(state)
    print(state, time.time()-t)
    assert f.read()["state"] == state
