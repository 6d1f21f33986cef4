"""The way home: takes in what the other services report in their event feeds.

Each event is taken in with the cursor that passes it, in one transaction: once, whatever happens in between.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, VerdictSummary
from services.intake.domain.file_checks import SERIOUS, CheckNote
from services.intake.store.applications import find_application, save_application
from services.intake.store.feed_cursors import advance_cursor, read_cursor
from services.intake.store.file_checks import note_check
from services.intake.store.hand_in_papers import note_paper_printed, note_scan_frozen
from services.intake.store.revisions import (
    applications_with,
    note_frozen,
    note_printed,
    read_receipt,
)
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.steps import AGGREGATE
from shared.canonical import JsonValue
from shared.event_feed import FeedEvent
from shared.event_log import NewEvent, append_event
from shared.failpoints import fail_point

#: Events read at a time.
BATCH = 100

_ACTOR = "intake:poller"


async def poll_home(context: IntakeContext, source: str) -> int:
    """Take in the next events of one service; the number of them."""
    async with context.database.transaction(read_only=True) as connection:
        seen = await read_cursor(connection, source)
    page = await context.feeds[source].read_events(after=seen, limit=BATCH)
    for event in page.events:
        async with context.database.transaction() as connection:
            if not await advance_cursor(connection, source, seen=seen, position=event.position):
                # Another process took it in meanwhile; the next turn reads its cursor.
                return 0
            await _take_in(context, connection, event)
            await fail_point("poller.before-commit")
        seen = event.position
    return len(page.events)


async def _take_in(context: IntakeContext, connection: AsyncConnection, event: FeedEvent) -> None:
    data = event.payload.get("data")
    facts = data if isinstance(data, dict) else {}
    if event.kind == "assessment.recorded":
        await _take_in_assessment(context, connection, event.aggregate_id, facts)
    elif event.kind == "assessment.ruled":
        await _take_in_ruling(context, connection, event.aggregate_id, facts)
    elif event.kind == "document.frozen":
        await _take_in_freeze(context, connection, event.aggregate_id, facts)
    elif event.kind == "document.checked":
        await _take_in_check(context, connection, event.aggregate_id, facts)
    elif event.kind == "printed-form.rendered":
        ids = {"document_id": event.aggregate_id, "version_id": str(facts["version_id"])}
        if await note_printed(connection, **ids) is None:
            await note_paper_printed(connection, **ids)


async def _take_in_assessment(
    context: IntakeContext,
    connection: AsyncConnection,
    assessment_id: str,
    facts: dict[str, object],
) -> None:
    application_id = str(facts["application_id"])
    application = await find_application(connection, application_id, lock=True)
    if application is None or application.receipt_number is None:
        # Nothing is submitted now: this is about a submission that was taken back.
        return
    receipt = await read_receipt(connection, application_id)
    if receipt.revision_number != facts["revision_number"]:
        return
    verdict = VerdictSummary(
        assessment_id=assessment_id,
        outcome=str(facts["outcome"]),
        left_to_a_person=int(str(facts["left_to_a_person"])),
        edition_id=str(facts["edition_id"]),
        edition_hash=str(facts["edition_hash"]),
        assessment_sha256=str(facts["assessment_sha256"]),
    )
    at = context.clocks.business()
    await save_application(connection, replace(application, verdict=verdict).touched(at=at))
    await _note(
        context,
        connection,
        application,
        "application.verdict-arrived",
        {
            "assessment_id": assessment_id,
            "outcome": verdict.outcome,
            "left_to_a_person": verdict.left_to_a_person,
            "assessment_sha256": verdict.assessment_sha256,
        },
    )


async def _take_in_ruling(
    context: IntakeContext,
    connection: AsyncConnection,
    assessment_id: str,
    facts: dict[str, object],
) -> None:
    application = await find_application(connection, str(facts["application_id"]), lock=True)
    verdict = None if application is None else application.verdict
    if application is None or verdict is None or verdict.assessment_id != assessment_id:
        # About a submission that was taken back.
        return
    left = int(str(facts["left_to_a_person"]))
    at = context.clocks.business()
    verdict = replace(verdict, left_to_a_person=left)
    await save_application(connection, replace(application, verdict=verdict).touched(at=at))
    told = ("version", "version_sha256", "criterion_id", "finding", "ruled_by", "ruled_at")
    await _note(
        context,
        connection,
        application,
        "application.verdict-ruled",
        {
            "assessment_id": assessment_id,
            "left_to_a_person": left,
            **{name: str(facts[name]) for name in told},
        },
    )


async def _take_in_freeze(
    context: IntakeContext,
    connection: AsyncConnection,
    document_id: str,
    facts: dict[str, object],
) -> None:
    version_id = str(facts["version_id"])
    # The application's row comes first, as in every step on it: the other way round, whoever attaches
    # another file at the same moment and this would each wait for the other.
    concerned = [
        await find_application(connection, application_id, lock=True)
        for application_id in await applications_with(
            connection, document_id=document_id, version_id=version_id
        )
    ]
    ids = {"document_id": document_id, "version_id": version_id}
    await note_frozen(connection, **ids, at=context.clocks.business())
    await note_scan_frozen(connection, **ids, at=context.clocks.business())
    for application in concerned:
        if application is not None:
            await _note(
                context,
                connection,
                application,
                "application.document-frozen",
                {**ids},
            )


async def _take_in_check(
    context: IntakeContext,
    connection: AsyncConnection,
    document_id: str,
    facts: dict[str, object],
) -> None:
    counts = facts["findings"]
    note = CheckNote(
        version_id=str(facts["version_id"]),
        document_id=document_id,
        state=str(facts["state"]),
        result_sha256=str(facts["result_sha256"]),
        serious=int(str(counts.get(SERIOUS, 0))) if isinstance(counts, dict) else 0,
    )
    await note_check(connection, note, at=context.clocks.business())


async def _note(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    kind: str,
    data: dict[str, JsonValue],
) -> None:
    await append_event(
        connection,
        NewEvent(
            aggregate_type=AGGREGATE,
            aggregate_id=application.application_id,
            kind=kind,
            data=data,
            actor=_ACTOR,
            at=context.clocks.business(),
        ),
    )
