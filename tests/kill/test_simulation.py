"""The scoring service killed in the middle of a simulation: another life of it goes on, to the same result."""

import hashlib
from pathlib import Path

import httpx

from services.scoring.app import SCHEMA
from services.scoring.domain.simulation.lifecycle import State
from services.scoring.domain.simulation.simulation import Simulation
from shared.database import Database
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.kill.points import AFTER_A_PART
from tests.kill.process import Service, assert_killed
from tests.scoring.simulation_desk import order, record_cohort, result, standing, supervisor

FILINGS, PART = 12, 2


async def ordered(database: Database) -> Simulation:
    async with database.transaction() as connection:
        await record_cohort(connection, FILINGS)
    return await order(database, part_size=PART)


def test_a_simulation_outlives_the_service_that_began_it(
    make_database: DatabaseMaker, stack: Stack, loop: LoopThread, tmp_path: Path
) -> None:
    database = make_database("scoring", SCHEMA)
    simulation = loop.run(ordered(database))
    simulation_id = simulation.simulation_id
    stack.api("scoring")  # with it runs the issuer, which is ours too
    service = Service.of(
        "scoring",
        tmp_path,
        database_url=database.engine.url.set(
            drivername=database.engine.url.get_backend_name()
        ).render_as_string(hide_password=False),
        issuer_url=stack.issuer.issuer_url,
        log_level="ERROR",
        simulation_lease_s="1",
    )

    with service.running(afresh=True, fail_at=AFTER_A_PART) as process:
        assert_killed(process)
    left, counted = loop.run(standing(database, simulation_id))
    with service.running(afresh=True):
        eventually(
            lambda: loop.run(standing(database, simulation_id))[0].state is State.DONE,
            timeout_s=60,
            what="the end of the simulation",
        )
        assert httpx.get(f"{service.url}/healthz", trust_env=False).is_success
    content = loop.run(result(database, simulation_id))

    assert left.state is State.RUNNING
    # One part for sure; the other process may have counted one as well.
    assert 1 <= counted <= 2
    done, _ = loop.run(standing(database, simulation_id))
    assert done.result_sha256 == hashlib.sha256(content).hexdigest()
    # The same once more, in one life.
    again = loop.run(order(database, part_size=FILINGS))
    loop.run(supervisor(database).work())
    assert loop.run(result(database, again.simulation_id)) == content
