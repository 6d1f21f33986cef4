"""The relay and the pollers against the services themselves."""

from collections import Counter

from sqlalchemy import delete, select, update

from services.intake.domain.applications import Application
from services.intake.store.applications import find_application
from services.intake.store.relay_tables import outbox
from services.intake.store.revisions import standing_attachments
from services.intake.store.schema import SCHEMA
from services.intake.usecases.deliver_outbox import deliver_outbox
from services.intake.usecases.order_consequences import ASSESS
from services.intake.usecases.order_expectations import EXPECT_SCAN
from services.intake.usecases.poll_home import poll_home
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.harness.servers import Stack
from tests.harness.waiting import eventually
from tests.intake.relay.finalised import a_context, make_submitted
from tests.intake.relay.real_services import kinds_in_feed, speaking_to, upload_scans


def test_deliveries_that_are_repeated_have_no_second_effect(
    make_database: DatabaseMaker, stack: Stack, loop: LoopThread
) -> None:
    database = make_database("intake", SCHEMA)
    scoring, documents = stack.api("scoring"), stack.api("documents")
    scans = upload_scans(documents)
    document_ids = [version.document_id for version in scans.both]

    async def deliver_three_times() -> tuple[str, str]:
        submitted = await make_submitted(a_context(database), scans)
        async with database.transaction() as connection:
            # What has a file checked anew is another test's: here its events would be counted too.
            await connection.execute(delete(outbox).where(outbox.c.kind == EXPECT_SCAN))
        async with speaking_to(stack, a_context(database)) as context:
            for _ in range(3):
                assert await deliver_outbox(context) == 3
                async with database.transaction() as connection:
                    # The relay died between delivering and marking, and its leases ran out.
                    await connection.execute(
                        update(outbox)
                        .where(outbox.c.kind != "print-form")
                        .values(delivered_at=None, lease_token=None, lease_until=None)
                    )
                    statement = select(outbox.c.target_id).where(outbox.c.kind == ASSESS)
                    assessment_id = (await connection.execute(statement)).scalar_one()
        return submitted.application_id, assessment_id

    application_id, assessment_id = loop.run(deliver_three_times())
    eventually(lambda: kinds_in_feed(scoring, [assessment_id]))
    eventually(lambda: len(kinds_in_feed(documents, document_ids)) == 4)

    assert kinds_in_feed(scoring, [assessment_id]) == {(assessment_id, "assessment.recorded"): 1}
    assert kinds_in_feed(documents, document_ids) == Counter(
        (one, kind) for one in document_ids for kind in ("document.stored", "document.frozen")
    )

    async def take_home() -> tuple[Application | None, list[bool]]:
        async with speaking_to(stack, a_context(database)) as context:
            for source in ("scoring", "documents"):
                while await poll_home(context, source):
                    pass
        async with database.transaction(read_only=True) as connection:
            standing = await standing_attachments(connection, application_id)
            return await find_application(connection, application_id), [
                attachment.frozen_at is not None for attachment in standing.values()
            ]

    application, frozen = loop.run(take_home())
    assert application is not None
    assert application.verdict is not None
    assert application.verdict.assessment_id == assessment_id
    assert frozen == [True, True]
