"""What intake tells scoring of where a filing belongs: frozen in the order that its submission writes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from services.intake.domain.applications import Application
from services.intake.store.relay_tables import outbox
from services.intake.store.schema import SCHEMA
from services.intake.usecases.order_consequences import ASSESS, labels_of
from shared.database import Database
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.relay.finalised import a_context, make_submitted, some_scans


@pytest.fixture
def database(make_database: DatabaseMaker) -> Database:
    return make_database("intake", SCHEMA)


async def submitted(database: Database) -> tuple[Application, dict[str, Any]]:
    """Submit an application; give it with the order to assess it."""
    application = await make_submitted(a_context(database), some_scans())
    async with database.transaction(read_only=True) as connection:
        statement = select(outbox.c.body).where(outbox.c.kind == ASSESS)
        body = (await connection.execute(statement)).scalar_one()
    return application, json.loads(body)


def test_a_submission_orders_its_assessment_with_unit_and_industry(
    database: Database, loop: LoopThread
) -> None:
    application, order = loop.run(submitted(database))

    code = application.form["applicant"]["industry_code"]  # type: ignore[index,call-overload]
    assert order["labels"] == {"unit_code": application.unit_code, "industry": code}
    assert order["round_id"] == application.round_id
    for industry, label in (("36", "36"), ("C36", None), (" 3610", None), (None, None)):
        form = {**application.form, "applicant": {"industry_code": industry}}
        assert labels_of(replace(application, form=form)).industry == label
