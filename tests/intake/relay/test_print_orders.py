"""Orders to print, as the relay finds them in the outbox."""

import json
from typing import Any

import structlog.testing

from services.intake.store.outbox import write_outbox
from services.intake.store.schema import SCHEMA
from services.intake.usecases.deliver_outbox import deliver_outbox
from services.intake.usecases.order_printing import PRINT_FORM
from shared.clock import system_wall_clock
from tests.documents import samples
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.fakes import Deliveries, FakeDocuments
from tests.intake.relay.finalised import a_context

DOCUMENT = "5a0c0b9e-8f4e-4d44-8a43-0c9a2f5b7d10"


def delivered(
    make_database: DatabaseMaker, loop: LoopThread, job: dict[str, Any]
) -> tuple[list[str], list[Any]]:
    """Deliver one order; tell what was asked of the documents service, and what stands in the log."""
    database, deliveries = make_database("intake", SCHEMA), Deliveries()

    async def scenario() -> None:
        async with database.transaction() as connection:
            await write_outbox(
                connection,
                kind=PRINT_FORM,
                ordering_key=DOCUMENT,
                target_id=DOCUMENT,
                body=json.dumps(job).encode(),
                at=system_wall_clock(),
            )
        await deliver_outbox(a_context(database, documents=FakeDocuments(deliveries)))

    with structlog.testing.capture_logs() as logged:
        loop.run(scenario())
    return deliveries.tried, list(logged)


def test_an_order_from_before_papers_had_layouts_is_still_delivered(
    make_database: DatabaseMaker, loop: LoopThread
) -> None:
    job = samples.a_print_job()
    del job["layout"]

    assert delivered(make_database, loop, job) == ([DOCUMENT], [])


def test_what_a_paper_lost_is_told_in_the_log_without_what_was_typed(
    make_database: DatabaseMaker, loop: LoopThread
) -> None:
    fields = [{"label": "法定代表人", "value": "王\U0003134a"}]
    job = samples.a_print_job(sections=[{"heading": "一", "fields": fields}])

    tried, (entry,) = delivered(make_database, loop, job)

    assert tried == [DOCUMENT]
    assert (entry["event"], entry["characters"]) == ("print.unprintable", ["U+3134A"])
    assert "王" not in str(entry)
