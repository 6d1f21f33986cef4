"""Order a print of the documents service, in the transaction of its cause: what is finalised or handed in, and nothing else."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.store.outbox import write_outbox
from services.intake.usecases.context import IntakeContext
from shared.canonical import as_json_object
from shared.contracts.printing import PrintJob, Unprintable
from shared.fonts import covered_characters
from shared.printability import unprintable_in

#: The outbox kind of an order to print.
PRINT_FORM = "print-form"


async def order_printing(
    context: IntakeContext, connection: AsyncConnection, document_id: str, job: PrintJob
) -> None:
    """Write the order to print a job under a document's id."""
    await write_outbox(
        connection,
        kind=PRINT_FORM,
        ordering_key=document_id,
        target_id=document_id,
        body=job.model_dump_json().encode(),
        at=context.clocks.wall(),
    )


def job_of(printed: Mapping[str, object]) -> PrintJob:
    """Make the job of a paper's fields."""
    return PrintJob.model_validate(as_json_object(printed))


def lost_in_print(job: PrintJob) -> list[Unprintable]:
    """List the characters that will stand as 〓 on paper, each with its field."""
    return unprintable_in(job, covered_characters())
