"""Reads the receipt of an assessment; one from before there were receipts gets its own here."""

from services.scoring.domain.errors import AssessmentNotFound
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.assessments import assessment_of
from services.scoring.store.receipts import Receipt, receipt_of
from services.scoring.usecases.issue_receipt import issue_late_receipt
from shared.database import Database
from shared.transactions import Transaction


async def read_receipt(
    transaction: Transaction, database: Database, signer: ReceiptSigner, assessment_id: str
) -> Receipt:
    """Give the receipt of the newest version of an assessment; raise AssessmentNotFound."""
    connection = await transaction.connection()
    receipt = await receipt_of(connection, assessment_id)
    if receipt is not None:
        return receipt
    assessment = await assessment_of(connection, assessment_id)
    if assessment is None:
        raise AssessmentNotFound
    # The transaction of a reading writes nothing, so the receipt gets one of its own.
    await transaction.release()
    async with database.transaction() as writing:
        return await issue_late_receipt(writing, signer, assessment)
