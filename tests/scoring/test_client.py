"""The typed client against the real service."""

import uuid
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import httpx
import pytest

from shared.clients.scoring import HttpScoringClient, ScoringClient
from shared.clients.service_client import ServiceClient, ServiceRefused
from shared.contracts.scoring import AssessmentRequest, EvaluationRequest
from shared.request_errors import ServiceUnavailable
from tests.harness.api import Api
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.scoring.builders import a_recording, an_evaluation

Answer = TypeVar("Answer")
Use = Callable[[Callable[[ScoringClient], Coroutine[Any, Any, Answer]]], Answer]


class FixedToken:
    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token


@pytest.fixture
def use(scoring: Api, loop: LoopThread) -> Use[Any]:
    """Runs something with a client, in one loop."""
    tokens = FixedToken(scoring.as_role("service", subject="intake").token())

    def run(step: Callable[[ScoringClient], Coroutine[Any, Any, Any]]) -> Any:
        async def scenario() -> Any:
            async with httpx.AsyncClient(trust_env=False) as http:
                service = ServiceClient(
                    name="scoring", base_url=scoring.base_url, http=http, tokens=tokens
                )
                return await step(HttpScoringClient(service))

        return loop.run(scenario())

    return run


def test_an_evaluation_comes_back_typed(use: Use[Any]) -> None:
    request = EvaluationRequest.model_validate(an_evaluation())

    verdict = use(lambda client: client.evaluate(request))

    assert verdict.outcome == "met"


def test_an_assessment_is_put_twice_and_read(use: Use[Any]) -> None:
    request = AssessmentRequest.model_validate(a_recording())
    assessment_id = str(uuid.uuid4())

    first = use(lambda client: client.put_assessment(assessment_id, request))
    again = use(lambda client: client.put_assessment(assessment_id, request))
    read = use(lambda client: client.read_assessment(assessment_id))

    assert first == again == read
    assert use(lambda client: client.read_assessment(str(uuid.uuid4()))) is None


def test_a_refusal_keeps_its_code(use: Use[Any]) -> None:
    request = EvaluationRequest.model_validate(an_evaluation(tier="gold"))

    with pytest.raises(ServiceRefused) as refused:
        use(lambda client: client.evaluate(request))

    assert (refused.value.status, refused.value.code) == (422, "evaluation-invalid")


def test_a_service_that_is_away_is_unavailable(stack: Stack, use: Use[Any]) -> None:
    request = EvaluationRequest.model_validate(an_evaluation())

    with stack.down("scoring"), pytest.raises(ServiceUnavailable):
        use(lambda client: client.evaluate(request))
