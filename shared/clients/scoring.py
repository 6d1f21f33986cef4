"""What a caller needs of the scoring service, and the one way to get it over HTTP."""

from http import HTTPStatus
from typing import Protocol

from shared.clients.service_client import ServiceClient, ServiceRefused
from shared.contracts.editions import DryRun
from shared.contracts.scoring import Assessment, AssessmentRequest, EvaluationRequest
from shared.contracts.verdicts import Verdict


class ScoringClient(Protocol):
    """All methods raise ServiceUnavailable when scoring does not answer, ServiceRefused when it says no."""

    async def evaluate(self, request: EvaluationRequest) -> Verdict:
        """Evaluate facts; nothing is stored."""

    async def put_assessment(self, assessment_id: str, request: AssessmentRequest) -> Assessment:
        """Record a verdict under an id of ours; the same request again gives the same record."""

    async def read_assessment(self, assessment_id: str) -> Assessment | None:
        """Read a recorded assessment; None when there is none."""

    async def read_receipt(self, assessment_id: str) -> bytes | None:
        """Read the signed receipt of an assessment, byte for byte; None when there is none."""

    async def read_receipt_as_pdf(self, assessment_id: str) -> bytes | None:
        """Read the page of a receipt; None when there is none."""


class HttpScoringClient:
    """Speaks to the scoring service."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def evaluate(self, request: EvaluationRequest) -> Verdict:
        # A POST, and so sent once only: the caller is waiting and can ask again.
        response = await self._service.call(
            "POST", "/v1/evaluations", content=request.model_dump_json().encode()
        )
        return DryRun.model_validate_json(response.content)

    async def put_assessment(self, assessment_id: str, request: AssessmentRequest) -> Assessment:
        response = await self._service.call(
            "PUT",
            f"/v1/assessments/{assessment_id}",
            content=request.model_dump_json().encode(),
        )
        return Assessment.model_validate_json(response.content)

    async def read_assessment(self, assessment_id: str) -> Assessment | None:
        content = await self._found(f"/v1/assessments/{assessment_id}")
        return None if content is None else Assessment.model_validate_json(content)

    async def read_receipt(self, assessment_id: str) -> bytes | None:
        return await self._found(f"/v1/assessments/{assessment_id}/receipt")

    async def read_receipt_as_pdf(self, assessment_id: str) -> bytes | None:
        return await self._found(f"/v1/assessments/{assessment_id}/receipt.pdf")

    async def _found(self, path: str) -> bytes | None:
        try:
            return (await self._service.call("GET", path)).content
        except ServiceRefused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise
