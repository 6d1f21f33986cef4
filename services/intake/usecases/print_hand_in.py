"""The papers of a hand-in: ordered with it, and read once they are printed."""

import asyncio
import uuid
from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import HandIn
from services.intake.domain.document_errors import PrintedFormNotReady
from services.intake.domain.hand_in_papers import (
    HandInContent,
    HandInPaper,
    HandInPrint,
    PrintedPaper,
    printed_letter,
    printed_table,
)
from services.intake.domain.rounds import TierRules
from services.intake.store.hand_in_papers import add_print, print_of
from services.intake.store.lists import hand_in_for
from services.intake.usecases.ask_tickets import read_ticket_request
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.order_printing import job_of, order_printing
from services.intake.usecases.summarise_hand_in import HandInTable, table_of_hand_in
from shared.canonical import as_json_object, canonical_bytes
from shared.contracts.documents import Ticket
from shared.contracts.printing import PrintJob
from shared.digests import digests_of
from shared.transactions import Transaction


async def order_papers(
    context: IntakeContext, connection: AsyncConnection, hand_in: HandIn
) -> None:
    """Order the summary table, and the letter where the round asks for one."""
    rules = context.rules_for(hand_in.round_id, hand_in.tier)
    table = await table_of_hand_in(context, connection, hand_in)
    # Up to 500 lines are written from their forms: off the loop.
    for job in await asyncio.to_thread(_jobs, hand_in, rules, table):
        ordered = HandInPrint(
            hand_in_id=hand_in.hand_in_id,
            paper=HandInPaper(job.layout.value),
            document_id=str(uuid.uuid4()),
            ordered_at=hand_in.handed_in_at,
        )
        await add_print(connection, ordered)
        await order_printing(context, connection, ordered.document_id, job)


async def open_paper(
    context: IntakeContext,
    transaction: Transaction,
    caller: Caller,
    hand_in_id: str,
    paper: HandInPaper,
) -> Ticket:
    """Give a ticket to read a paper of a hand-in.

    Raises HandInNotFound, HandInNotPrinted, PrintedFormNotReady, ServiceUnavailable.
    """
    connection = await transaction.connection()
    await hand_in_for(connection, hand_in_id, caller.access)
    printed = await print_of(connection, hand_in_id, paper)
    await transaction.release()
    if printed.version_id is None:
        raise PrintedFormNotReady
    return await context.documents.request_ticket(
        read_ticket_request(context, caller, printed.document_id, printed.version_id)
    )


def _jobs(hand_in: HandIn, rules: TierRules, table: HandInTable) -> list[PrintJob]:
    content = HandInContent(
        hand_in=hand_in,
        round_=table.loaded.round,
        unit_name=table.unit_name,
        table=table.table,
        lines=list(table.lines()),
    )
    sha256 = digests_of(canonical_bytes(as_json_object(content.as_json()))).sha256
    return [job_of(asdict(paper)) for paper in _papers(content, rules, sha256)]


def _papers(content: HandInContent, rules: TierRules, sha256: str) -> Iterator[PrintedPaper]:
    # A table of which nobody has seen or set the columns is not printed.
    if content.table.columns:
        yield printed_table(content, sha256=sha256)
    if rules.recommendation_letter is not None:
        yield printed_letter(content, rules.recommendation_letter, sha256=sha256)
