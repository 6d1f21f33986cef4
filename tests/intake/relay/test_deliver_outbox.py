"""The relay on both databases, with services that fail, hang and refuse: nothing is lost, nothing holds others up."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping, insert, select, update

from services.intake.store.outbox import LEASE, lease_deliveries
from services.intake.store.relay_tables import outbox
from services.intake.store.schema import SCHEMA
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.deliver_outbox import deliver_outbox
from services.intake.usecases.order_consequences import ASSESS, FREEZE_DOCUMENT
from shared.clients.service_client import ServiceRefused
from shared.clock import Clocks, system_wall_clock
from shared.database import Database
from shared.request_errors import ServiceUnavailable
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.fakes import Deliveries, FakeDocuments, FakeScoring
from tests.intake.relay.finalised import a_context

REFUSED = ServiceRefused("scoring", 422, "facts-invalid")

ASSESSMENT = json.dumps(
    {
        "edition_id": "cn-2025",
        "tier": "advanced",
        "round_id": "tianjin-2025-2",
        "facts": {"maturity_level": 2},
        "subject": {
            "application_id": "0b8f8f0e-3c2e-4f0a-9d55-6f6c9a4b1c11",
            "revision_number": 1,
            "revision_sha256": "a" * 64,
        },
    }
).encode()
FREEZE = json.dumps({"sha256": "a" * 64, "reason": "0b8f8f0e-3c2e-4f0a-9d55-6f6c9a4b1c11"}).encode()
#: Document and version, as the relay names what it freezes.
SCAN = "5a0c0b9e-8f4e-4d44-8a43-0c9a2f5b7d10/0f6a3b1e-2f57-4c3c-9a36-6c1f1f0a4e21"


class Desk:
    """An outbox, a relay over it, and a wall clock that a test may move."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._later = timedelta(0)
        self._clocks = Clocks(wall=lambda: system_wall_clock() + self._later)

    def relay(
        self, scoring: Deliveries | None = None, documents: Deliveries | None = None
    ) -> IntakeContext:
        return a_context(
            self.database,
            clocks=self._clocks,
            scoring=FakeScoring(scoring or Deliveries()),
            documents=FakeDocuments(documents or Deliveries()),
        )

    def pass_time(self, by: timedelta) -> None:
        self._later += by

    async def write(self, kind: str, target: str, *, key: str = "", body: bytes = b"") -> None:
        bodies = {ASSESS: ASSESSMENT, FREEZE_DOCUMENT: FREEZE}
        at = self._clocks.wall()
        async with self.database.transaction() as connection:
            await connection.execute(
                insert(outbox).values(
                    ordering_key=key or target.partition("/")[0],
                    kind=kind,
                    target_id=target,
                    body=body or bodies.get(kind, b"{}"),
                    written_at=at,
                    not_before=at,
                    attempts=0,
                )
            )

    async def rows(self) -> Mapping[str, RowMapping]:
        async with self.database.transaction(read_only=True) as connection:
            rows = (await connection.execute(select(outbox))).mappings().all()
        return {row["target_id"]: row for row in rows}


@pytest.fixture
def desk(make_database: DatabaseMaker) -> Desk:
    return Desk(make_database("intake", SCHEMA))


@pytest.mark.parametrize("error", [REFUSED, ServiceUnavailable()])
def test_what_a_service_refuses_is_kept_and_tried_again_until_it_is_taken(
    desk: Desk, loop: LoopThread, error: Exception
) -> None:
    scoring, documents = Deliveries({"assessment": error}), Deliveries()

    async def scenario() -> tuple[Mapping[str, RowMapping], Mapping[str, RowMapping]]:
        await desk.write(ASSESS, "assessment")
        await desk.write(FREEZE_DOCUMENT, SCAN)
        for _ in range(3):
            await deliver_outbox(desk.relay(scoring, documents))
            desk.pass_time(timedelta(hours=1))
        refused = await desk.rows()
        scoring.answers.clear()
        await deliver_outbox(desk.relay(scoring, documents))
        return refused, await desk.rows()

    refused, taken = loop.run(scenario())

    assert scoring.tried == ["assessment"] * 4
    assert documents.tried == [SCAN]
    assert refused["assessment"]["delivered_at"] is None
    assert refused["assessment"]["attempts"] == 3
    assert str(error) in refused["assessment"]["last_error"]
    assert refused[SCAN]["delivered_at"] is not None
    assert taken["assessment"]["delivered_at"] is not None


def test_what_nobody_here_can_read_holds_up_nothing_else(desk: Desk, loop: LoopThread) -> None:
    scoring, documents = Deliveries(), Deliveries()

    async def scenario() -> Mapping[str, RowMapping]:
        # A newer intake beside us may write what we do not know yet; a bug may write anything.
        await desk.write("order-of-next-year", "unknown")
        await desk.write(ASSESS, "unreadable", body=b'{"facts": {"name": "some firm"}}')
        await desk.write(ASSESS, "assessment")
        await desk.write(FREEZE_DOCUMENT, SCAN)
        await deliver_outbox(desk.relay(scoring, documents))
        return await desk.rows()

    rows = loop.run(scenario())

    assert (scoring.tried, documents.tried) == (["assessment"], [SCAN])
    for target in ("unknown", "unreadable"):
        assert rows[target]["delivered_at"] is None
        assert rows[target]["lease_token"] is None
        assert rows[target]["last_error"]
    assert "some firm" not in rows["unreadable"]["last_error"]
    assert rows["assessment"]["delivered_at"] is not None
    assert rows[SCAN]["delivered_at"] is not None


def test_a_service_that_hangs_keeps_no_other_waiting_and_loses_nothing(
    desk: Desk, loop: LoopThread
) -> None:
    async def scenario() -> tuple[list[str], RowMapping, RowMapping]:
        documents = Deliveries({SCAN: asyncio.Event()})
        scoring = Deliveries()
        await desk.write(FREEZE_DOCUMENT, SCAN)
        await desk.write(ASSESS, "assessment")
        relay = desk.relay(scoring, documents)
        await deliver_outbox(relay, patience=timedelta(milliseconds=50))
        hung = (await desk.rows())[SCAN]
        documents.answers.clear()
        desk.pass_time(timedelta(hours=1))
        await deliver_outbox(relay)
        return scoring.tried, hung, (await desk.rows())[SCAN]

    tried, hung, later = loop.run(scenario())

    assert tried == ["assessment"]
    assert (hung["delivered_at"], hung["lease_token"]) == (None, None)
    assert "TimeoutError" in hung["last_error"]
    assert later["delivered_at"] is not None


def test_relays_at_once_deliver_each_row_once_and_each_key_in_order(
    desk: Desk, loop: LoopThread
) -> None:
    scoring = Deliveries()
    orders = [f"{key}{number}" for number in (1, 2, 3) for key in "abcdefgh"]

    async def run_relay() -> None:
        while await deliver_outbox(desk.relay(scoring)):
            pass

    async def scenario() -> Mapping[str, RowMapping]:
        for order in orders:
            await desk.write(ASSESS, order, key=order[0])
        while any(row["delivered_at"] is None for row in (await desk.rows()).values()):
            await asyncio.gather(*(run_relay() for _ in range(4)))
        return await desk.rows()

    rows = loop.run(scenario())

    assert sorted(scoring.tried) == sorted(orders)
    for key in "abcdefgh":
        assert [order for order in scoring.tried if order[0] == key] == [f"{key}{n}" for n in "123"]
    assert {row["attempts"] for row in rows.values()} == {1}


def test_work_of_a_relay_that_died_is_taken_up_when_its_lease_runs_out(
    desk: Desk, loop: LoopThread
) -> None:
    scoring = Deliveries()

    async def scenario() -> list[list[str]]:
        await desk.write(ASSESS, "a1", key="a")
        await desk.write(ASSESS, "a2", key="a")
        async with desk.database.transaction() as connection:
            now = desk.relay().clocks.wall()
            assert len(await lease_deliveries(connection, now=now, limit=9)) == 1
        seen = []
        for pause in (LEASE / 2, LEASE, timedelta(0)):
            desk.pass_time(pause)
            await deliver_outbox(desk.relay(scoring))
            seen.append(list(scoring.tried))
        return seen

    assert loop.run(scenario()) == [[], ["a1"], ["a1", "a2"]]


def test_a_relay_that_lost_its_lease_while_delivering_marks_nothing(
    desk: Desk, loop: LoopThread
) -> None:
    async def scenario() -> RowMapping:
        gate = asyncio.Event()
        scoring = Deliveries({"assessment": gate})
        await desk.write(ASSESS, "assessment")
        slow = asyncio.create_task(deliver_outbox(desk.relay(scoring)))
        await scoring.came.wait()
        async with desk.database.transaction() as connection:
            # Another relay took it for dead and holds the row now.
            await connection.execute(update(outbox).values(lease_token="of another"))
        gate.set()
        await slow
        return (await desk.rows())["assessment"]

    row = loop.run(scenario())

    assert row["delivered_at"] is None
    assert row["lease_token"] == "of another"
