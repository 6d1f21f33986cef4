"""The service with its object store away: it says so, and loses nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from services.documents.app import SCHEMA, create_app
from services.documents.settings import DocumentsSettings
from tests.documents import samples
from tests.documents.desk import Desk
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.postgres import free_port
from tests.harness.run import Run
from tests.harness.servers import ServiceUnderTest, Stack, Wiring


@pytest.fixture
def storeless(run: Run, databases: Databases, _clock_of_stack: TestClock) -> Iterator[Desk]:
    """A service whose store does not answer."""

    def make_app(wiring: Wiring) -> FastAPI:
        settings = DocumentsSettings(
            _env_file=None,
            database_url=wiring.database_url,
            port=wiring.port,
            public_url=wiring.urls["storeless"],
            issuer_url=wiring.issuer_url,
            store_endpoint=f"127.0.0.1:{free_port()}",
            store_timeout_s=0.5,
            spool_folder=run.folder / "storeless-spool",
            inspection_workers=1,
        )
        return create_app(settings, clocks=wiring.clocks)

    service = ServiceUnderTest(name="storeless", schema=lambda: SCHEMA, make_app=make_app)
    stack = Stack({"storeless": service}, databases=databases, clock=_clock_of_stack)
    yield Desk(stack.api("storeless"))
    stack.clean()
    stack.close()


def test_readiness_names_the_store_and_writes_are_unavailable(storeless: Desk) -> None:
    readiness: dict[str, Any] = storeless.anybody.get("/readyz").body
    upload = storeless.upload(samples.a_pdf())
    form = storeless.service.put(
        "/v1/printed-forms/0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01", samples.a_print_job()
    )

    assert readiness["failed"] == ["object-store"]
    upload.refused(503, "object-store-unavailable")
    form.refused(503, "object-store-unavailable")
    assert upload.headers["retry-after"]
