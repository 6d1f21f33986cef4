"""The documents service with small limits and short waits, beside the one of the whole stack."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from minio import Minio

import services.documents
from services.documents.app import SCHEMA, create_app
from services.documents.settings import DocumentsSettings
from tests.architecture.sources import ROOT
from tests.documents.clamd import FakeClamd
from tests.documents.desk import Desk
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.harness.databases import Databases
from tests.harness.run import Run
from tests.harness.servers import ServiceUnderTest, Stack, Wiring
from tests.harness.services import make_bucket
from tests.harness.transitions import note_transitions

KINDS_FILE = Path(services.documents.__path__[0]) / "data" / "kinds.yaml"
#: Limits of every kind in the narrow service.
NARROW = {"max_bytes": 100_000, "max_pages": 3, "max_pixels": 70_000}
#: The narrow service gives a silent upload up after this long.
IDLE_TIMEOUT_S = 0.5


@pytest.fixture(scope="session")
def narrow_settings(run: Run) -> Callable[[Wiring], DocumentsSettings]:
    """How the narrow service is set, over what it is wired to."""
    kinds = yaml.safe_load(KINDS_FILE.read_text(encoding="utf-8"))
    narrow_kinds = run.folder / "narrow-kinds.yaml"
    narrow_kinds.write_text(
        yaml.safe_dump({kind: entry | NARROW for kind, entry in kinds.items()}), encoding="utf-8"
    )

    def settings(wiring: Wiring) -> DocumentsSettings:
        store = run.object_store()
        return DocumentsSettings(
            _env_file=None,
            database_url=wiring.database_url,
            port=wiring.port,
            public_url=wiring.urls["narrow"],
            issuer_url=wiring.issuer_url,
            store_endpoint=store.endpoint,
            store_access_key=store.access_key,
            store_secret_key=store.secret_key,
            store_bucket=make_bucket(run),
            spool_folder=run.folder / "narrow-spool",
            kinds_file=narrow_kinds,
            upload_idle_timeout_s=IDLE_TIMEOUT_S,
            upload_sweep_rest_s=0.1,
            inspection_workers=1,
            check_workers=0,
            # No page is drawn in so short a time: what comes of that is seen here.
            picture_timeout_s=0.001,
        )

    return settings


@pytest.fixture(scope="session")
def _narrow_stack(
    narrow_settings: Callable[[Wiring], DocumentsSettings],
    databases: Databases,
    _clock_of_stack: TestClock,
) -> Iterator[Stack]:
    def make_app(wiring: Wiring) -> FastAPI:
        return create_app(narrow_settings(wiring), clocks=wiring.clocks)

    service = ServiceUnderTest(
        name="narrow", schema=lambda: SCHEMA, make_app=make_app, product="documents"
    )
    stack = Stack({"narrow": service}, databases=databases, clock=_clock_of_stack)
    yield stack
    stack.close()


@pytest.fixture
def narrow(_narrow_stack: Stack, clock: TestClock) -> Iterator[Api]:
    """The narrow service, emptied after the test."""
    del clock
    yield _narrow_stack.api("narrow")
    _narrow_stack.clean()


@pytest.fixture(scope="session")
def clamd() -> Iterator[FakeClamd]:
    """A scanner that speaks the real protocol and knows one malware."""
    with FakeClamd() as running:
        yield running


@pytest.fixture(scope="session")
def _checked_stack(
    run: Run, clamd: FakeClamd, databases: Databases, _clock_of_stack: TestClock
) -> Iterator[Stack]:
    def service(name: str, **settings: Any) -> ServiceUnderTest:
        def make_app(wiring: Wiring) -> FastAPI:
            store = run.object_store()
            made = DocumentsSettings(
                _env_file=None,
                database_url=wiring.database_url,
                port=wiring.port,
                public_url=wiring.urls[name],
                issuer_url=wiring.issuer_url,
                store_endpoint=store.endpoint,
                store_access_key=store.access_key,
                store_secret_key=store.secret_key,
                store_bucket=make_bucket(run),
                spool_folder=run.folder / f"{name}-spool",
                inspection_workers=1,
                check_rest_s=0.05,
                **settings,
            )
            return create_app(made, clocks=wiring.clocks)

        return ServiceUnderTest(
            name=name, schema=lambda: SCHEMA, make_app=make_app, product="documents"
        )

    services = {
        "checked": service("checked"),
        "guarded": service("guarded", clamd=clamd.address),
    }
    stack = Stack(services, databases=databases, clock=_clock_of_stack)
    yield stack
    stack.close()


@pytest.fixture
def checked_desk(_checked_stack: Stack, clock: TestClock) -> Iterator[Desk]:
    """The desk of a service that looks deeper into what was uploaded, without a scanner."""
    del clock
    yield Desk(_checked_stack.api("checked"))
    note_transitions(_checked_stack.clean())


@pytest.fixture
def guarded_desk(_checked_stack: Stack, clamd: FakeClamd, clock: TestClock) -> Iterator[Desk]:
    """The desk of a service that has a scanner."""
    del clock
    clamd.recover()
    yield Desk(_checked_stack.api("guarded"))
    note_transitions(_checked_stack.clean())


@pytest.fixture(scope="session")
def sdk(run: Run) -> Minio:
    """The store as somebody with its keys sees it."""
    store = run.object_store()
    return Minio(
        store.endpoint, access_key=store.access_key, secret_key=store.secret_key, secure=False
    )


@pytest.fixture
def desk(documents: Api) -> Desk:
    """The desk of the service as it is in production."""
    return Desk(documents)


@pytest.fixture
def narrow_desk(narrow: Api) -> Desk:
    """The desk of the service with small limits."""
    return Desk(narrow)


@pytest.fixture
def environment(run: Run, bucket: str, _checked_stack: Stack) -> dict[str, str]:
    """What the operator's shell holds: the service's settings, and a key that the service has not."""
    store = run.object_store()
    url = _checked_stack.app("checked").state.database.engine.url
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "DOCUMENTS_DATABASE_URL": url.set(drivername="postgresql").render_as_string(
            hide_password=False
        ),
        "DOCUMENTS_STORE_ENDPOINT": store.endpoint,
        "DOCUMENTS_STORE_BUCKET": bucket,
        "DOCUMENTS_OPERATOR_ACCESS_KEY": store.operator_access_key,
        "DOCUMENTS_OPERATOR_SECRET_KEY": store.operator_secret_key,
    }
