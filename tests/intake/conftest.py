"""The desk at which tests of intake make their filings."""

import pytest

from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.intake.filings import Filings


@pytest.fixture
def filings(intake: Api, documents: Api, clock: TestClock) -> Filings:
    """Make firms and applications over HTTP, inside the round's window."""
    return Filings(intake, documents, clock)
