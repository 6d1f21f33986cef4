"""What the routes of the scoring service need beyond the request's transaction."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.scoring.domain.schemes import Scheme
from services.scoring.printing.receipt_sheets import ReceiptSheets
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.edition_shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Context:
    """Made once by create_app, as ``app.state.context``."""

    #: Editions at hand: those that ship and those that were imported.
    shelf: Shelf
    #: Scoring schemes by id.
    schemes: Mapping[str, Scheme]
    #: Signs receipts.
    signer: ReceiptSigner
    #: Sets receipts on paper.
    sheets: ReceiptSheets
    #: Filings of a simulation that are counted together.
    simulation_part: int

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Stop the threads at the end."""
        try:
            yield
        finally:
            self.sheets.close()
