"""The peer: FastAPI and asyncpg, bare. It executes our statements and knows nothing else of what we do.

No token, no validation beyond FastAPI's own, no merge, no digests: what remains is what the statements cost.
Run as ``python -m tests.bench.peer SCRIPTS DATABASE_URL PORT``.
"""

import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import uvicorn
from fastapi import FastAPI, Header
from pydantic import BaseModel

from tests.bench.script import APPLICATION, KEY, RECEIPT, Script, loaded
from tests.bench.traffic import (
    AUTOSAVE,
    EVALUATE,
    EVALUATIONS_PATH,
    SUBMIT,
    form_path,
    submit_path,
)
from tests.harness.postgres import LOOPBACK


class Submission(BaseModel):
    revision_number: int


class Question(BaseModel):
    edition_id: str
    tier: str
    round_id: str
    facts: dict[str, Any]


def create_peer(scripts: dict[str, Script], database_url: str) -> FastAPI:
    """Build it."""
    pool: asyncpg.Pool | None = None

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        nonlocal pool
        async with asyncpg.create_pool(database_url, min_size=4, max_size=10) as pool:
            yield

    async def replay(script: Script, names: dict[str, str]) -> dict[str, Any]:
        assert pool is not None
        async with pool.acquire() as connection, connection.transaction():
            for statement in script.statements:
                await connection.fetch(statement.text, *statement.arguments_for(names))
        return script.answer

    app = FastAPI(lifespan=lifespan)

    @app.get("/healthz")
    async def healthz() -> dict[str, bool]:
        return {"alive": True}

    @app.patch(form_path("{application_id}"))
    async def autosave(application_id: str, patch: dict[str, Any]) -> dict[str, Any]:
        del patch
        return await replay(scripts[AUTOSAVE], {APPLICATION: application_id})

    @app.post(submit_path("{application_id}"), status_code=201)
    async def submit(
        application_id: str, body: Submission, idempotency_key: Annotated[str, Header()]
    ) -> dict[str, Any]:
        del body
        names = {APPLICATION: application_id, KEY: idempotency_key, RECEIPT: str(uuid.uuid4())}
        return await replay(scripts[SUBMIT], names)

    @app.post(EVALUATIONS_PATH)
    async def evaluate(question: Question) -> dict[str, Any]:
        del question
        return scripts[EVALUATE].answer

    return app


def main() -> None:
    """Serve until a signal ends the process."""
    scripts, database_url, port = sys.argv[1:]
    app = create_peer(loaded(Path(scripts).read_text(encoding="utf-8")), database_url)
    # Its access log is left on: we write a line a request too.
    uvicorn.run(app, host=LOOPBACK, port=int(port))


if __name__ == "__main__":
    main()
