"""An intake process that is killed, the applications it was to submit, and what is found of them afterwards."""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import ColumnElement, RowMapping, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.feed_cursors import advance_cursor, read_cursor
from services.intake.store.outbox import LEASE
from services.intake.store.relay_tables import feed_cursors, outbox
from services.intake.store.revisions import standing_attachments
from services.intake.store.tables import (
    applications,
    events,
    idempotency_keys,
    receipts,
)
from services.intake.usecases.order_expectations import EXPECT_SCAN
from shared.contracts.scan_expectations import ScanExpectationOrder
from shared.database import Database
from shared.event_log import chain_break, events_of
from shared.identity.development_issuer import DevelopmentIssuer
from shared.identity.principal import Principal, Role
from tests.harness.servers import Stack
from tests.intake.bodies import ANY_VERSION
from tests.intake.relay.finalised import (
    IN_WINDOW,
    Scans,
    a_context,
    make_finalised,
    make_recordable,
    the_applicant,
)
from tests.kill.points import Way
from tests.kill.process import Process, Service

#: What the loops do meanwhile must not be a matter of chance: they look once, at the start, and rest.
RESTING = {"relay_rest_s": "60", "poll_rest_s": "60"}
WORKING = {"relay_rest_s": "0.02", "poll_rest_s": "0.02"}

#: Kinds of the events up to the eve of the submission.
PREPARATION = frozenset(
    {"application.started", "application.document-attached", "application.finalised"}
)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One application, and the request that submits it: each repeat is the same request."""

    application_id: str
    way: Way
    scans: Scans
    key: str

    @classmethod
    async def prepare(cls, database: Database, way: Way, scans: Scans) -> "Submission":
        make = make_finalised if way is Way.SUBMIT else make_recordable
        application = await make(a_context(database), scans)
        return cls(
            application_id=application.application_id,
            way=way,
            scans=scans,
            key=str(uuid.uuid4()),
        )

    @property
    def document_ids(self) -> list[str]:
        return [version.document_id for version in self.scans.both]


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What the database tells of one submission."""

    state: str
    receipts: int
    kept_answers: int
    orders: int
    undelivered: int
    #: Orders to look into its files as submitted or recorded, delivered or not.
    expectations: int
    #: How often what happened since it was ready.
    events: Counter[str]
    frozen: int
    has_verdict: bool


#: Of a submission that did not happen, but for the state in which it did not.
NO_TRACES = Traces(
    state="",
    receipts=0,
    kept_answers=0,
    orders=0,
    undelivered=0,
    expectations=0,
    events=Counter(),
    frozen=0,
    has_verdict=False,
)


class Intake:
    """The process under test, as the other services, its callers and its database see it."""

    def __init__(self, database: Database, stack: Stack, folder: Path) -> None:
        self.database = database
        self._issuer: DevelopmentIssuer = stack.issuer
        self._service = Service.of(
            "intake",
            folder,
            database_url=database.engine.url.render_as_string(hide_password=False),
            scoring_url=stack.api("scoring").base_url,
            documents_url=stack.api("documents").base_url,
            issuer_url=stack.issuer.issuer_url,
            log_level="ERROR",
        )

    @contextmanager
    def running(self, *, fail_at: str = "", loops: bool) -> Iterator[Process]:
        """Run a process inside the round's window; one that is to live is started as a person does."""
        settings = {"fail_at": fail_at, **(WORKING if loops else RESTING)}
        with self._service.running(afresh=not fail_at, **settings) as process:
            self._call(
                Principal(subject="operator", role=Role.OPERATOR),
                "PUT",
                "/v1/development/clock",
                json={"business": IN_WINDOW.isoformat()},
            )
            yield process

    def submit(self, submission: Submission) -> httpx.Response | None:
        """Press the button once; None when there is no answer."""
        return self._call(
            the_applicant().access.principal,
            "POST",
            f"/v1/applications/{submission.application_id}/{submission.way}",
            json={"revision_number": 1} if submission.way is Way.SUBMIT else None,
            headers={"Idempotency-Key": submission.key, "If-Match": ANY_VERSION},
        )

    def delete(self, submission: Submission, kind: str) -> httpx.Response | None:
        """Delete an attachment; None when there is no answer."""
        return self._call(
            the_applicant().access.principal,
            "DELETE",
            f"/v1/applications/{submission.application_id}/attachments/{kind}",
        )

    def _call(
        self, principal: Principal, method: str, path: str, **options: Any
    ) -> httpx.Response | None:
        headers = {
            "Authorization": f"Bearer {self._issuer.token(principal)}",
            **options.pop("headers", {}),
        }
        try:
            with httpx.Client(
                base_url=self._service.url, timeout=30, trust_env=False, headers=headers
            ) as http:
                return http.request(method, path, **options)
        except httpx.TransportError:
            return None

    async def begin_feeds_at(self, ends: dict[str, int]) -> None:
        """Let nothing that others did before come home; no cursor of an earlier test stays."""
        async with self.database.transaction() as connection:
            await connection.execute(feed_cursors.delete())
            for source, end in ends.items():
                if end:
                    await advance_cursor(connection, source, seen=0, position=end)

    async def cursors(self) -> dict[str, int]:
        async with self.database.transaction(read_only=True) as connection:
            return {name: await read_cursor(connection, name) for name in ("scoring", "documents")}

    async def let_leases_run_out(self) -> None:
        """Let the time pass that a dead relay's leases are honoured for."""
        async with self.database.transaction() as connection:
            await connection.execute(
                update(outbox)
                .where(outbox.c.lease_until.is_not(None))
                .values(lease_until=IN_WINDOW - LEASE)
            )

    async def positions(self) -> list[int | None]:
        """List the places of all events in intake's feed."""
        async with self.database.transaction(read_only=True) as connection:
            statement = select(events.c.position).order_by(events.c.position)
            return list((await connection.execute(statement)).scalars())

    async def attached(self, submission: Submission) -> set[str]:
        """Name the kinds of file that stand."""
        async with self.database.transaction(read_only=True) as connection:
            return set(await standing_attachments(connection, submission.application_id))

    async def traces(self, submission: Submission) -> Traces:
        """Look for everything that a submission leaves; its chain of events has to hold."""
        async with self.database.transaction(read_only=True) as connection:
            application = await _application(connection, submission.application_id)
            orders = await _orders(connection, submission)
            standing = await standing_attachments(connection, submission.application_id)
            chain = await events_of(connection, submission.application_id)
            assert chain_break(chain) is None
            return Traces(
                state=application["state"],
                receipts=await _count(
                    connection, receipts, receipts.c.application_id == submission.application_id
                ),
                kept_answers=await _count(
                    connection, idempotency_keys, idempotency_keys.c.key == submission.key
                ),
                orders=len(orders),
                undelivered=sum(order["delivered_at"] is None for order in orders),
                expectations=await _expectations(connection, submission),
                events=Counter(event.kind for event in chain if event.kind not in PREPARATION),
                frozen=sum(attached.frozen_at is not None for attached in standing.values()),
                has_verdict=application["verdict"] is not None,
            )


async def _application(connection: AsyncConnection, application_id: str) -> RowMapping:
    statement = select(applications).where(applications.c.application_id == application_id)
    return (await connection.execute(statement)).mappings().one()


async def _count(connection: AsyncConnection, table: Table, wanted: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(table).where(wanted)
    return (await connection.execute(statement)).scalar_one()


async def _orders(connection: AsyncConnection, submission: Submission) -> list[RowMapping]:
    keys = [submission.application_id, *submission.document_ids]
    statement = select(outbox).where(outbox.c.ordering_key.in_(keys))
    return list((await connection.execute(statement)).mappings())


async def _expectations(connection: AsyncConnection, submission: Submission) -> int:
    targets = [f"{each.document_id}/{each.version_id}" for each in submission.scans.both]
    statement = select(outbox.c.body).where(
        outbox.c.kind == EXPECT_SCAN, outbox.c.target_id.in_(targets)
    )
    bodies = (await connection.execute(statement)).scalars()
    orders = [ScanExpectationOrder.model_validate_json(body) for body in bodies]
    return sum(order.submitted_at is not None for order in orders)
