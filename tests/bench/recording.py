"""Logs the statements of one autosave and one submission as SQLAlchemy hands them to the driver.

So the peer is honest by construction: it executes what the service executes today, text and arguments, and a
statement that is added or saved there is added or saved here.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from services.intake.app import create_app
from services.intake.domain.applications import Application
from services.intake.settings import IntakeSettings
from tests.bench.script import APPLICATION, KEY, RECEIPT, Argument, Script, generalised
from tests.bench.traffic import AUTOSAVE, SUBMIT, form_path, patch_of, submit_path
from tests.intake.relay.finalised import IN_WINDOW

Logged = list[tuple[str, tuple[Argument, ...]]]


async def record(
    settings: IntakeSettings, token: str, *, draft: Application, finalised: Application
) -> dict[str, Script]:
    """Autosave the one and submit the other, and give both scripts."""
    # Without its lifespan the application runs no loops, whose statements would be logged too.
    app = create_app(settings)
    app.state.clocks.move_business_to(IN_WINDOW)
    try:
        transport = httpx.ASGITransport(app)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://recording", headers=headers
        ) as http:
            return {
                AUTOSAVE: await _record_autosave(app, http, draft),
                SUBMIT: await _record_submit(app, http, finalised),
            }
    finally:
        await app.state.database.dispose()


async def _record_autosave(app: FastAPI, http: httpx.AsyncClient, draft: Application) -> Script:
    # The first request of a connection also asks the server who it is.
    read = (await http.get(form_path(draft.application_id))).raise_for_status()
    headers = {
        "If-Match": read.headers["etag"],
        "Content-Type": "application/merge-patch+json",
    }
    with _logging(app.state.database.engine) as logged:
        answer = await http.patch(
            form_path(draft.application_id), content=patch_of(1), headers=headers
        )
    return generalised(logged, _body(answer), _marks(draft))


async def _record_submit(app: FastAPI, http: httpx.AsyncClient, finalised: Application) -> Script:
    key = str(uuid.uuid4())
    with _logging(app.state.database.engine) as logged:
        answer = await http.post(
            submit_path(finalised.application_id),
            json={"revision_number": 1},
            headers={"Idempotency-Key": key},
        )
    body = _body(answer)
    return generalised(logged, body, {**_marks(finalised), key: KEY, body["number"]: RECEIPT})


def _marks(application: Application) -> dict[str, str]:
    return dict.fromkeys((application.application_id, application.factory_id), APPLICATION)


def _body(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    return dict(answer.json())


@contextmanager
def _logging(engine: AsyncEngine) -> Iterator[Logged]:
    logged: Logged = []

    def note(_connection: object, _cursor: object, text: str, arguments: Any, *rest: Any) -> None:
        *_, executes_many = rest
        assert not executes_many, "one round trip, several sets of arguments: teach the peer"
        logged.append((text, tuple(arguments)))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield logged
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
