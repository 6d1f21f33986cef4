"""What is returned is kept as it was, even if it is no longer what was submitted."""

import json

from sqlalchemy import update

from services.intake.domain.applications import Correction, Revision, RevisionCause
from services.intake.domain.lifecycle import State
from services.intake.store.applications import decisions_on
from services.intake.store.revisions import revisions_of
from services.intake.store.schema import SCHEMA
from services.intake.store.tables import enterprises
from services.intake.usecases.return_application import return_application
from shared.event_log import chain_break, events_of
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.finalised import a_context, make_submitted, some_scans
from tests.intake.usecases.callers import an_officer


def test_a_return_cuts_what_was_returned_when_it_is_no_longer_what_was_submitted(
    make_database: DatabaseMaker, loop: LoopThread
) -> None:
    """No use case changes a register behind a submission; a hand in the database has."""
    context = a_context(make_database("intake", SCHEMA))

    async def scenario() -> list[Revision]:
        submitted = await make_submitted(context, some_scans())
        about = submitted.application_id
        async with context.database.transaction() as connection:
            changed = update(enterprises).values(registered_address="天津市另一处")
            await connection.execute(changed)
            returned = await return_application(
                context,
                connection,
                an_officer(),
                about,
                corrections=[Correction(pointer="/form/factory", reason="请补正")],
                expected=frozenset({submitted.version}),
            )
            assert (returned.state, returned.revision_number) == (State.RETURNED, 2)
            (decision,) = await decisions_on(connection, about)
            assert decision.revision_number == 2
            events = await events_of(connection, about)
            told = events[-1].content()["data"]
            assert isinstance(told, dict)
            assert (told["revision_number"], told["returned_revision_number"]) == (1, 2)
            assert [event.kind for event in events[-2:]] == [
                "application.revision-cut",
                "application.returned",
            ]
            assert chain_break(events) is None
            return await revisions_of(connection, about)

    first, second = loop.run(scenario())

    assert (first.cause, second.cause) == (RevisionCause.FINALISED, RevisionCause.RETURNED)
    assert (second.cut_by, second.form_code) == ("officer", None)
    addresses = [
        json.loads(each.content)["enterprise"]["registered_address"] for each in (first, second)
    ]
    assert addresses[1] == "天津市另一处" != addresses[0]
