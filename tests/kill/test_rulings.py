"""The scoring service killed while a person rules: one version and one event, or none and the same later."""

from pathlib import Path

import httpx
import pytest

from services.scoring.app import SCHEMA
from services.scoring.store.assessment_versions import versions_of
from shared.database import Database
from shared.event_log import events_of
from shared.identity.principal import Principal, Role
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.kill.points import AFTER_THE_VERSION
from tests.kill.process import Service, assert_killed
from tests.scoring.builders import a_recording
from tests.scoring.usecases.recordings import record_on

_AFTER_COMMIT = "rule-on-criterion.after-commit"


async def recorded(database: Database) -> str:
    async with database.transaction() as connection:
        return await record_on(connection, a_recording())


async def traces(database: Database, assessment_id: str) -> tuple[list[str], int]:
    """Digests of the versions, and how many rulings the log tells of."""
    async with database.transaction() as connection:
        versions = await versions_of(connection, assessment_id)
        events = await events_of(connection, assessment_id)
    told = sum(event.kind == "assessment.ruled" for event in events)
    return [one.document.sha256 for one in versions], told


def test_a_ruling_outlives_a_kill_before_and_after_its_commit(
    make_database: DatabaseMaker, stack: Stack, loop: LoopThread, tmp_path: Path
) -> None:
    database = make_database("scoring", SCHEMA)
    assessment_id = loop.run(recorded(database))
    stack.api("scoring")  # with it runs the issuer, which is ours too
    service = Service.of(
        "scoring",
        tmp_path,
        database_url=database.engine.url.render_as_string(hide_password=False),
        issuer_url=stack.issuer.issuer_url,
        log_level="ERROR",
    )
    token = stack.issuer.token(Principal(subject="officer-li", role=Role.CITY_OFFICER))

    def ask() -> httpx.Response:
        return httpx.post(
            f"{service.url}/v1/assessments/{assessment_id}/rulings",
            json={"criterion_id": "br-1-competitiveness", "finding": "met", "reason": "核查属实"},
            headers={
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": "rule-once",
                "If-Match": '"1"',
            },
            timeout=30,
            trust_env=False,
        )

    left = {}
    for point in (AFTER_THE_VERSION, "rule-on-criterion.before-commit", _AFTER_COMMIT):
        with service.running(afresh=True, fail_at=point) as process:
            with pytest.raises(httpx.TransportError):
                ask()
            assert_killed(process)
        left[point] = loop.run(traces(database, assessment_id))
    with service.running(afresh=True):
        answers = [ask() for _ in range(2)]

    assert left[AFTER_THE_VERSION] == left["rule-on-criterion.before-commit"] == ([], 0)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    settled = loop.run(traces(database, assessment_id))
    assert settled == left[_AFTER_COMMIT] == ([answers[0].json()["version_sha256"]], 1)
