"""What a caller needs of the scoring service, and the one way to get it over HTTP."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol

from shared.clients.service_client import ServiceClient, ServiceRefused
from shared.contracts.editions import DryRun
from shared.contracts.rulings import AssessmentVersion, AssessmentVersions, ForwardedRuling
from shared.contracts.scoring import Assessment, AssessmentRequest, EvaluationRequest
from shared.contracts.verdicts import Verdict
from shared.errors import TiduError
from shared.etags import StaleETag, etag_of
from shared.ruling_errors import CriterionNotInVerdict, RulingNotOpen

#: What scoring refuses because of what the officer asked: the officer is told the same.
_REFUSALS: Mapping[str, type[TiduError]] = {
    error.code: error for error in (StaleETag, CriterionNotInVerdict, RulingNotOpen)
}


class ScoringClient(Protocol):
    """All methods raise ServiceUnavailable when scoring does not answer, ServiceRefused when it says no."""

    async def evaluate(self, request: EvaluationRequest) -> Verdict:
        """Evaluate facts; nothing is stored."""

    async def put_assessment(self, assessment_id: str, request: AssessmentRequest) -> Assessment:
        """Record a verdict under an id of ours; the same request again gives the same record."""

    async def read_assessment(self, assessment_id: str) -> Assessment | None:
        """Read a recorded assessment; None when there is none."""

    async def rule(
        self, assessment_id: str, ruling: ForwardedRuling, *, expected: frozenset[int]
    ) -> AssessmentVersion:
        """Hand a person's ruling on; the same again gives the same version.

        Raises StaleETag, CriterionNotInVerdict and RulingNotOpen as scoring says.
        """

    async def list_versions(self, assessment_id: str, *, after: int) -> AssessmentVersions:
        """List what rulings made of an assessment."""

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

    async def rule(
        self, assessment_id: str, ruling: ForwardedRuling, *, expected: frozenset[int]
    ) -> AssessmentVersion:
        content = ruling.model_dump_json().encode()
        versions = ", ".join(etag_of(version) for version in sorted(expected))
        # The key is of what is asked, so that asking again after a crash is the same request.
        key = uuid.uuid5(uuid.UUID(assessment_id), f"{versions}\n{content.decode()}")
        try:
            response = await self._service.call(
                "POST",
                f"/v1/assessments/{assessment_id}/rulings",
                content=content,
                headers={"If-Match": versions, "Idempotency-Key": str(key)},
            )
        except ServiceRefused as refused:
            told = _REFUSALS.get(refused.code)
            raise (refused if told is None else told()) from refused
        return AssessmentVersion.model_validate_json(response.content)

    async def list_versions(self, assessment_id: str, *, after: int) -> AssessmentVersions:
        response = await self._service.call(
            "GET", f"/v1/assessments/{assessment_id}/versions", params={"after": after}
        )
        return AssessmentVersions.model_validate_json(response.content)
