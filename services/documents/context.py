"""What the use cases of this service stand on, made once by ``create_app``."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.documents.checking.steps import CheckContext, Step
from services.documents.domain.kinds import KindRules
from services.documents.domain.layouts import Layouts
from services.documents.inspection.pool import InspectionPool
from services.documents.printing.renderer import FormRenderer
from services.documents.reading.check_sheet import CheckSheetRenderer
from services.documents.settings import DocumentsSettings
from services.documents.store.object_store import S3ObjectStore
from services.documents.store.part_urls import PartUrlSigner
from services.documents.store.spool import Spool
from services.documents.ticket_signer import TicketSigner
from shared.clock import Clocks
from shared.identity.verifier import TokenVerifier


@dataclass(frozen=True, kw_only=True)
class DocumentsContext:
    """The service's parts."""

    settings: DocumentsSettings
    clocks: Clocks
    verifier: TokenVerifier
    kinds: KindRules
    tickets: TicketSigner
    objects: S3ObjectStore
    part_urls: PartUrlSigner
    spool: Spool
    inspection: InspectionPool
    layouts: Layouts
    renderer: FormRenderer
    #: Processes that draw pages: neither uploads nor checks wait for pictures.
    drawing: InspectionPool
    #: How many requests may hold a fetched file, or the pictures of a sheet, to draw from; the others wait in line.
    drawing_places: asyncio.Semaphore
    check_sheets: CheckSheetRenderer
    checking: CheckContext
    check_steps: Sequence[Step]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hold the spool folder, and stop processes and threads at the end."""
        self.spool.open()
        try:
            yield
        finally:
            self.inspection.close()
            self.checking.pool.close()
            self.drawing.close()
            self.renderer.close()
            self.check_sheets.close()
            self.objects.close()
            self.spool.close()


async def current_context(request: Request) -> DocumentsContext:
    """Give the application's context."""
    context = request.app.state.context
    assert isinstance(context, DocumentsContext)  # noqa: S101 - create_app put it there
    return context


Context = Annotated[DocumentsContext, Depends(current_context)]
