"""Looks up what the step that reads scans needs: what is expected, where codes come from, files to compare with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.checking.scan_sources import LookedUp
from services.documents.domain.printed_pages import PrintedPage
from services.documents.domain.scan_expectation import (
    CodeMeaning,
    CodeOrigin,
    ExpectedPrint,
    ScanExpectation,
    ScoreBand,
    TypedFigures,
)
from services.documents.store.object_store import ObjectStore
from services.documents.store.printed_pages import pages_by_code, pages_of_print
from services.documents.store.queries import version_of
from services.documents.store.scan_expectations import expectation_of
from services.documents.usecases.read_version import stored_object
from shared.contracts.scan_expectations import ExpectedFigures, OtherVersion, ScanExpectationOrder
from shared.database import Database


class PrintNotThere(Exception):
    """The print that a scan should show is not made yet: the check is tried again."""


@dataclass(frozen=True, kw_only=True)
class StoredSources:
    """Looks things up in this service's database and store."""

    database: Database
    objects: ObjectStore
    #: Folder of root certificates that the operator trusts.
    trusted_roots: str | None

    async def expected_of(self, version_id: str, folder: Path) -> LookedUp | None:
        """See ScanSources."""
        async with self.database.transaction(read_only=True) as connection:
            order = await expectation_of(connection, version_id)
            if order is None:
                return None
            printed = await _print_of(connection, order)
        portal = None if order.portal_form is None else await self._fetch(order.portal_form, folder)
        expectation = ScanExpectation(
            print=printed,
            is_seal_expected=order.is_seal_expected,
            portal_pdf=None if portal is None else str(portal),
            typed=None if order.typed is None else _figures(order.typed),
            submitted_at=order.submitted_at,
            trusted_roots=self.trusted_roots,
        )
        return LookedUp(
            expectation=expectation,
            application_id=order.application_id,
            revision_number=order.revision_number,
            hand_in_id=order.hand_in_id,
        )

    async def meanings(
        self, codes: Collection[str], looked_up: LookedUp
    ) -> Mapping[str, CodeMeaning]:
        """See ScanSources."""
        async with self.database.transaction(read_only=True) as connection:
            pages = await pages_by_code(connection, codes)
        unknown = CodeMeaning(origin=CodeOrigin.UNKNOWN)
        return {
            code: _meaning(pages[code], looked_up) if code in pages else unknown for code in codes
        }

    async def _fetch(self, other: OtherVersion, folder: Path) -> Path | None:
        async with self.database.transaction(read_only=True) as connection:
            version = await version_of(connection, other.document_id, other.version_id)
        if version is None or version.deleted_at is not None:
            return None
        path = folder / "portal-form.pdf"
        chunks = await self.objects.open(stored_object(version), None)
        with path.open("wb") as file:
            async for chunk in chunks:
                file.write(chunk)
        return path


async def _print_of(
    connection: AsyncConnection, order: ScanExpectationOrder
) -> ExpectedPrint | None:
    if order.printed_document_id is None:
        return None
    pages = await pages_of_print(connection, order.printed_document_id)
    if not pages:
        raise PrintNotThere(order.printed_document_id)
    return ExpectedPrint(
        codes=tuple(page.code for page in pages), content_sha256=pages[0].content_sha256
    )


def _meaning(page: PrintedPage, looked_up: LookedUp) -> CodeMeaning:
    """Say where a page comes from; of another's page no more than that it is another's."""
    printed = looked_up.expectation.print
    if printed is not None and page.content_sha256 == printed.content_sha256:
        return CodeMeaning(origin=CodeOrigin.SAME_CONTENT, page=page.page)
    if page.application_id is not None and page.application_id == looked_up.application_id:
        number = page.revision_number
        return CodeMeaning(
            origin=CodeOrigin.OLDER_REVISION,
            page=page.page,
            label="" if number is None else str(number),
        )
    return CodeMeaning(origin=CodeOrigin.OTHER_APPLICATION, page=page.page)


def _figures(typed: ExpectedFigures) -> TypedFigures:
    bands = tuple(ScoreBand(**band.model_dump()) for band in typed.bands)
    return TypedFigures(**typed.model_dump(exclude={"bands"}), bands=bands)
