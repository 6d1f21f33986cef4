"""Assessments stay as they are when receipts come and go, and get receipts afterwards."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from services.scoring.app import SCHEMA
from services.scoring.store.assessments import add_assessment, assessment_of
from services.scoring.store.receipts import add_receipt, receipt_of
from services.scoring.store.tables import assessments
from services.scoring.usecases.issue_receipt import issue_late_receipt
from shared.database import Database
from shared.migrate import differences, downgrade, upgrade
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.scoring.receipts import an_assessment
from tests.scoring.signers import a_signer


def test_what_was_recorded_before_receipts_gets_one_afterwards(
    dialect: str, databases: Databases, loop: LoopThread, tmp_path: Path
) -> None:
    url = (
        databases.empty_sqlite(tmp_path)
        if dialect == "sqlite"
        else databases.empty_postgres("scoring_migrations_receipts")
    )
    assessment, _ = an_assessment(documents=None)

    async def scenario() -> None:
        database = Database.from_url(url)
        try:
            await upgrade(database, SCHEMA)
            async with database.transaction() as connection:
                await add_assessment(connection, assessment)
            await downgrade(database, SCHEMA, "0003")
            for _ in range(2):
                await upgrade(database, SCHEMA)
                assert await differences(database, SCHEMA) == []
                async with database.transaction() as connection:
                    kept = await assessment_of(connection, assessment.assessment_id)
                    assert kept is not None
                    # The labels come out of the request, where there were none before.
                    assert replace(kept, labels=assessment.labels) == assessment
                    assert await receipt_of(connection, assessment.assessment_id) is None
                    receipt = await issue_late_receipt(connection, a_signer(), kept)
                    assert not await add_receipt(connection, receipt)
                await downgrade(database, SCHEMA, "0003")
                async with database.transaction(read_only=True) as connection:
                    assert len((await connection.execute(select(assessments.c.id))).all()) == 1
        finally:
            await database.dispose()

    loop.run(scenario())
