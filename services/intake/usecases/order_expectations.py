"""Tell the documents service what a stamped scan, a maturity report or a portal's form should show.

Written to the outbox in the transaction of its cause: a scan that is attached, a submission, a record. What is found
by it is advice to officers; nothing here waits for it.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Attachment, Enterprise, Revision
from services.intake.domain.hand_in_papers import PAPER_OF, HandInAttachment
from services.intake.domain.rounds import DocumentKind
from services.intake.store.enterprises import read_enterprise
from services.intake.store.hand_in_papers import prints_of
from services.intake.store.outbox import write_outbox
from services.intake.usecases.context import IntakeContext
from shared.contracts.scan_expectations import ExpectedFigures, OtherVersion, ScanExpectationOrder

#: The outbox kind of an order to hold a version against what it should show.
EXPECT_SCAN = "expect-scan"


async def order_expectations(
    context: IntakeContext,
    connection: AsyncConnection,
    application: Application,
    revision: Revision,
    attachments: Mapping[str, Attachment],
    *,
    submitted_at: datetime | None = None,
) -> None:
    """Order it of each attached file that there is something to hold against, for one revision."""
    enterprise = await read_enterprise(connection, application.enterprise_id)
    about = partial(
        ScanExpectationOrder,
        application_id=application.application_id,
        revision_number=revision.number,
        submitted_at=submitted_at,
    )
    orders = {
        DocumentKind.STAMPED_SCAN: about(
            printed_document_id=revision.printed_document_id,
            is_seal_expected=True,
            portal_form=_portal_form(attachments),
        ),
        DocumentKind.MATURITY_REPORT: about(typed=_figures(application, enterprise)),
        # Made by the portal: nothing of it was printed here, and it is stamped on paper alone.
        DocumentKind.PORTAL_FORM: about(),
    }
    for kind, order in orders.items():
        attachment = attachments.get(kind.value)
        if attachment is not None:
            await _write(context, connection, attachment, order)


async def order_expectation_of_paper(
    context: IntakeContext, connection: AsyncConnection, scan: HandInAttachment
) -> None:
    """Order it of a hand-in's stamped paper: the pages that were printed with the hand-in, with a stamp."""
    printed = [
        each.document_id
        for each in await prints_of(connection, scan.hand_in_id)
        if each.paper is PAPER_OF[scan.kind]
    ]
    order = ScanExpectationOrder(
        hand_in_id=scan.hand_in_id,
        printed_document_id=printed[0] if printed else None,
        is_seal_expected=True,
    )
    await _write(context, connection, scan, order)


async def _write(
    context: IntakeContext,
    connection: AsyncConnection,
    scan: Attachment | HandInAttachment,
    order: ScanExpectationOrder,
) -> None:
    await write_outbox(
        connection,
        kind=EXPECT_SCAN,
        # The print's own key, so that it is there when the scan is held against it. Never the scan's document: an
        # order that is refused would hold up its freezing.
        ordering_key=order.printed_document_id or scan.version_id,
        target_id=f"{scan.document_id}/{scan.version_id}",
        body=order.model_dump_json().encode(),
        at=context.clocks.wall(),
    )


def _portal_form(attachments: Mapping[str, Attachment]) -> OtherVersion | None:
    form = attachments.get(DocumentKind.PORTAL_FORM.value)
    if form is None:
        return None
    return OtherVersion(document_id=form.document_id, version_id=form.version_id)


def _figures(application: Application, enterprise: Enterprise) -> ExpectedFigures:
    # The scores of a level are the edition's, which scoring owns: no band is told from here.
    report = application.maturity_report
    return ExpectedFigures(
        enterprise=enterprise.name,
        credit_code=enterprise.credit_code,
        level=report.level if report else None,
        score=report.score if report else None,
        report_number=report.report_number if report else None,
        reported_on=report.reported_on if report else None,
    )
