"""The register on both databases: entered once however many bring a line, and what it tells scoring, tier by tier."""

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.tiers import Tier
from services.intake.store.register import RegisterFilter, RegisterImport, page_of_register
from services.intake.store.schema import SCHEMA
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.import_register import Source, import_register
from services.intake.usecases.pre_check import evaluation_request
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.intake.forms import a_factory, an_enterprise
from tests.intake.register_files import SOURCE, a_file, a_line
from tests.intake.relay.finalised import a_context, make_draft
from tests.intake.usecases.callers import a_city_officer
from tests.intake.usecases.test_at_once import Step, at_once


@pytest.fixture
def context(make_database: DatabaseMaker) -> IntakeContext:
    return a_context(make_database("intake", SCHEMA))


def test_a_line_that_two_imports_bring_at_once_is_entered_once(
    context: IntakeContext, loop: LoopThread
) -> None:
    shared = [a_line(f"天津某某{number}示例有限公司") for number in range(300)]
    files = [
        a_file(*shared, a_line("天津某某甲示例有限公司")),
        a_file(*reversed(shared), a_line("天津某某乙示例有限公司")),
    ]
    done: list[RegisterImport] = []

    def bring(content: bytes) -> Step:
        async def step(connection: AsyncConnection) -> None:
            source = Source(title=SOURCE, url=None)
            done.append(
                await import_register(context, connection, a_city_officer(), content, source)
            )

        return step

    async def scenario() -> tuple[list[str], int]:
        outcomes = await at_once(context.database, *map(bring, files))
        async with context.database.transaction(read_only=True) as connection:
            entries = await page_of_register(connection, RegisterFilter(), after=None, limit=1000)
        return outcomes, len(entries)

    outcomes, entered = loop.run(scenario())

    assert outcomes == ["done", "done"]
    assert entered == 302
    counts = sorted((each.new_entries, each.known_entries) for each in done)
    assert counts == [(1, 300), (301, 0)]


@pytest.mark.parametrize("tier", list(Tier))
def test_each_tiers_lists_are_a_fact_of_their_own_whatever_tier_is_asked_for(
    context: IntakeContext, loop: LoopThread, tier: Tier
) -> None:
    """One verdict tells of all tiers: being on the list of one must not read as being on that of another."""
    enterprise, factory = an_enterprise(), a_factory()
    on_the_ministrys = a_line(
        enterprise.name, enterprise.credit_code, tier="卓越级", by="国家", factory=factory.name
    )
    citys = [a_line("天津某某癸示例有限公司", batch=batch) for batch in ("2024", "2025-1")]

    async def scenario() -> list[object]:
        async with context.database.transaction() as connection:
            draft = await make_draft(context, connection, tier)
            before = (await evaluation_request(context, connection, draft)).facts
            source = Source(title=SOURCE, url=None)
            await import_register(
                context, connection, a_city_officer(), a_file(on_the_ministrys, *citys), source
            )
            after = (await evaluation_request(context, connection, draft)).facts
        names = ("listed_as_advanced", "listed_as_excellent")
        return [{name: facts.get(name) for name in names} for facts in (before, after)]

    before, after = loop.run(scenario())

    assert before == {"listed_as_advanced": None, "listed_as_excellent": None}
    assert after == {"listed_as_advanced": False, "listed_as_excellent": True}
