"""The scoring service killed between the revealed secret and the draw: one draw, or none and the same later."""

from collections import Counter
from pathlib import Path

import httpx
import pytest

from services.scoring.app import SCHEMA
from services.scoring.domain.panels.draw import draw
from services.scoring.domain.panels.panel import Panel
from services.scoring.store.ballots import ballots_of_panel
from services.scoring.store.panels import panel_of
from shared.database import Database
from shared.event_log import events_of
from shared.identity.principal import Principal, Role
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.kill.points import AFTER_THE_REVEAL
from tests.kill.process import Service, assert_killed
from tests.scoring.panel_builders import SECRET
from tests.scoring.panel_life import ready_to_draw


async def prepared(database: Database) -> Panel:
    async with database.transaction() as connection:
        return await ready_to_draw(connection)


async def traces(
    database: Database, panel_id: str
) -> tuple[Panel, Counter[str], set[tuple[str, str]]]:
    async with database.transaction() as connection:
        ballots = await ballots_of_panel(connection, panel_id)
        events = await events_of(connection, panel_id)
        return (
            await panel_of(connection, panel_id),
            Counter(event.kind for event in events),
            {(one.application_id, one.expert_id) for one in ballots},
        )


def test_a_draw_outlives_a_kill_before_and_after_its_commit(
    make_database: DatabaseMaker, stack: Stack, loop: LoopThread, tmp_path: Path
) -> None:
    database = make_database("scoring", SCHEMA)
    panel = loop.run(prepared(database))
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
            f"{service.url}/v1/panels/{panel.panel_id}/draw",
            json={"secret": SECRET},
            headers={
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": "draw-once",
                "If-Match": f'"{panel.version}"',
            },
            timeout=30,
            trust_env=False,
        )

    left = {}
    for point in (AFTER_THE_REVEAL, "draw-panel.before-commit", "draw-panel.after-commit"):
        with service.running(afresh=True, fail_at=point) as process:
            with pytest.raises(httpx.TransportError):
                ask()
            assert_killed(process)
        left[point] = loop.run(traces(database, panel.panel_id))
    with service.running(afresh=True):
        answers = [ask() for _ in range(2)]
    settled = loop.run(traces(database, panel.panel_id))

    for point in (AFTER_THE_REVEAL, "draw-panel.before-commit"):
        undone, events, assigned = left[point]
        assert (undone.secret, undone.seed, undone.version) == (None, None, panel.version)
        assert events["panel.drawn"] == 0
        assert assigned == set()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert settled == left["draw-panel.after-commit"]
    drawn, events, assigned = settled
    assert events["panel.drawn"] == 1
    assert assigned == {
        (application_id, expert_id)
        for application_id, experts in draw(drawn.basis, drawn.seed or b"").items()
        for expert_id in experts
    }
