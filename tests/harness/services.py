"""How each real service is started under test.

Looked up when a test asks for the service, not at import: a run of pure tests loads no framework.
"""

import importlib
import io
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from minio import Minio

from shared.migrate import Schema
from tests.harness.run import Run
from tests.harness.servers import ServiceUnderTest, Wiring

#: Loops are woken by what happens in their own process; only what no bell rings for waits this long.
#: Short rests slow everything down: at 0.02 the idle loops of the three services took more than half a core.
REST_S = 0.4

SECRET = "a-secret-of-the-tests-and-long-enough"


def schema_of(name: str) -> Schema:
    """Give a service's tables and revisions."""
    schema = _module(name, "app").SCHEMA
    assert isinstance(schema, Schema)
    return schema


def _module(name: str, part: str) -> Any:
    return importlib.import_module(f"services.{name}.{part}")


def _settings(name: str, wiring: Wiring, **more: object) -> Any:
    settings_class = getattr(_module(name, "settings"), f"{name.capitalize()}Settings")
    # Neither a developer's .env nor the environment may change what a test sees.
    return settings_class(
        _env_file=None,
        database_url=wiring.database_url,
        port=wiring.port,
        public_url=wiring.urls[name],
        issuer_url=wiring.issuer_url,
        sequencer_rest_s=REST_S,
        **more,
    )


def _create_app(name: str, wiring: Wiring, settings: object) -> FastAPI:
    app = _module(name, "app").create_app(settings, clocks=wiring.clocks)
    assert isinstance(app, FastAPI)
    return app


def _scoring(run: Run) -> ServiceUnderTest:
    def make_app(wiring: Wiring) -> FastAPI:
        settings = _settings("scoring", wiring, receipt_keys_folder=run.folder / "receipt-keys")
        return _create_app("scoring", wiring, settings)

    return ServiceUnderTest(name="scoring", schema=lambda: schema_of("scoring"), make_app=make_app)


def _documents(run: Run) -> ServiceUnderTest:
    def make_app(wiring: Wiring) -> FastAPI:
        store = run.object_store()
        settings = _settings(
            "documents",
            wiring,
            ticket_secret=SECRET,
            store_endpoint=store.endpoint,
            store_access_key=store.access_key,
            store_secret_key=store.secret_key,
            store_bucket=make_bucket(run),
            spool_folder=run.folder / "spool",
            inspection_workers=1,
            # Events of checks would come in between whenever they like; who tests checks has a service of its own.
            check_workers=0,
        )
        return _create_app("documents", wiring, settings)

    return ServiceUnderTest(
        name="documents", schema=lambda: schema_of("documents"), make_app=make_app
    )


def _intake(_run: Run) -> ServiceUnderTest:
    def make_app(wiring: Wiring) -> FastAPI:
        settings = _settings(
            "intake",
            wiring,
            scoring_url=wiring.urls["scoring"],
            documents_url=wiring.urls["documents"],
            relay_rest_s=REST_S,
            poll_rest_s=REST_S,
        )
        return _create_app("intake", wiring, settings)

    return ServiceUnderTest(
        name="intake",
        schema=lambda: schema_of("intake"),
        make_app=make_app,
        calls=("scoring", "documents"),
    )


#: In the order in which they are read about; a service's callees start with it.
SERVICES: Mapping[str, Callable[[Run], ServiceUnderTest]] = {
    "intake": _intake,
    "scoring": _scoring,
    "documents": _documents,
}


def make_bucket(run: Run, name: str = "tidu-test") -> str:
    """Make this worker's bucket, once: versioned and with object lock, as an operator does in production."""
    store = run.object_store()
    client = Minio(
        store.endpoint,
        access_key=store.operator_access_key,
        secret_key=store.operator_secret_key,
        secure=False,
    )
    bucket = f"{name}-{run.worker}"
    if not client.bucket_exists(bucket):
        client.make_bucket(bucket, object_lock=True)
        client.put_object(bucket, "probe", io.BytesIO(b"1"), 1)
    return bucket
