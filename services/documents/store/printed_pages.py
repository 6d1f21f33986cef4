"""Rows of printed pages: what each code stands for."""

from collections.abc import Collection

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.page_codes import page_code
from services.documents.domain.printed_pages import PrintedPage
from services.documents.domain.versions import Version
from services.documents.store.tables import printed_pages
from shared.contracts.printing import PrintJob

#: Codes asked for at a time; databases bound the values of a statement.
_AT_A_TIME = 500


async def add_printed_pages(
    connection: AsyncConnection, version: Version, job: PrintJob, print_sha256: str
) -> None:
    """Record the codes of a print's pages, in the transaction that records the print."""
    rows = [
        {
            "code": page_code(print_sha256, page),
            "document_id": version.document_id,
            "version_id": version.version_id,
            "layout": job.layout.value,
            "application_id": job.application_id,
            "revision_number": job.revision_number,
            "hand_in_id": job.hand_in_id,
            "page": page,
            "pages": version.page_count,
            "content_sha256": job.content_sha256,
        }
        for page in range(1, version.page_count + 1)
    ]
    await connection.execute(insert(printed_pages), rows)


async def pages_of_print(connection: AsyncConnection, document_id: str) -> list[PrintedPage]:
    """List the pages of a print in their order; none for what was printed before pages had codes."""
    statement = (
        select(printed_pages)
        .where(printed_pages.c.document_id == document_id)
        .order_by(printed_pages.c.page)
    )
    return [PrintedPage(**row) for row in (await connection.execute(statement)).mappings()]


async def pages_by_code(
    connection: AsyncConnection, codes: Collection[str]
) -> dict[str, PrintedPage]:
    """Tell what each of these codes stands for; a code that is not among the answers was never printed."""
    found: dict[str, PrintedPage] = {}
    wanted = sorted(set(codes))
    for start in range(0, len(wanted), _AT_A_TIME):
        some = wanted[start : start + _AT_A_TIME]
        statement = select(printed_pages).where(printed_pages.c.code.in_(some))
        for row in (await connection.execute(statement)).mappings():
            found[row["code"]] = PrintedPage(**row)
    return found
