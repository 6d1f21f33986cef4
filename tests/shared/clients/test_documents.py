"""What the client of the documents service sends where the shape matters more than the answer."""

import httpx
import pytest

from shared.clients.documents import HttpDocumentsClient
from shared.clients.service_client import ServiceClient, ServiceRefused
from shared.contracts.scan_expectations import ExpectedFigures, ScanExpectationOrder
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.fakes import a_version
from tests.shared.clients.test_service_client import FixedToken

DOCUMENT, VERSION = "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01", "0198f0a3-11aa-7d52-8c44-5e6f70819a2b"
ORDER = ScanExpectationOrder(
    application_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061728",
    revision_number=7,
    typed=ExpectedFigures(enterprise="津海示例装备有限公司", score="3.12"),
)


class Callee:
    """Gives one answer, and keeps what it was asked."""

    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer
        self.requests: list[httpx.Request] = []

    def client(self) -> HttpDocumentsClient:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._take))
        service = ServiceClient(
            name="documents", base_url="http://documents.test", http=http, tokens=FixedToken()
        )
        return HttpDocumentsClient(service)

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer


def test_an_expectation_is_put_under_its_version_and_read_back_whole(loop: LoopThread) -> None:
    version = a_version(DOCUMENT, version_id=VERSION)
    callee = Callee(httpx.Response(200, content=version.model_dump_json()))

    answer = loop.run(callee.client().expect(DOCUMENT, VERSION, ORDER))

    (request,) = callee.requests
    assert answer == version
    assert request.method == "PUT"
    assert request.url.path == f"/v1/documents/{DOCUMENT}/versions/{VERSION}/expectation"
    assert ScanExpectationOrder.model_validate_json(request.content) == ORDER


def test_an_expectation_that_is_refused_keeps_the_code_of_the_service(loop: LoopThread) -> None:
    problem = {"type": "about:blank", "title": "x", "status": 404, "code": "document-not-found"}
    callee = Callee(httpx.Response(404, json=problem))

    with pytest.raises(ServiceRefused, match="document-not-found"):
        loop.run(callee.client().expect(DOCUMENT, VERSION, ORDER))
