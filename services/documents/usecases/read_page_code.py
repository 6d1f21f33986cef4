"""What the code of a printed page stands for."""

from services.documents.domain.errors import PageCodeUnknown, PageCodeWrong
from services.documents.domain.page_codes import normalised_code
from services.documents.domain.printed_pages import PrintedPage
from services.documents.store.printed_pages import pages_by_code
from shared.errors import Fault
from shared.transactions import Transaction


async def read_page_code(transaction: Transaction, typed: str) -> PrintedPage:
    """Find the page of a code as scanned or typed; raise PageCodeWrong or PageCodeUnknown."""
    code = normalised_code(typed)
    if code is None:
        fault = Fault(pointer="path:code", code="page-code", message=PageCodeWrong.title)
        raise PageCodeWrong(faults=[fault])
    page = (await pages_by_code(await transaction.connection(), [code])).get(code)
    if page is None:
        raise PageCodeUnknown
    return page
