"""``tidu simulate``: the bytes of the service from an exported cohort, without a service."""

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.__main__ import cli
from services.scoring.app import SCHEMA
from services.scoring.store.bundle_files import EDITIONS
from services.scoring.usecases.simulations.read import exported_cohort
from tests.harness.fixtures import DatabaseMaker
from tests.harness.loop_thread import LoopThread
from tests.scoring.simulation_desk import order, record_cohort, result, supervisor

BASE, OTHER = str(EDITIONS / "cn-2024"), str(EDITIONS / "cn-2025")


@pytest.fixture
def exported(make_database: DatabaseMaker, loop: LoopThread, tmp_path: Path) -> tuple[Path, bytes]:
    """A cohort of a service, and what the service made of it."""
    database = make_database("scoring", SCHEMA)
    file = tmp_path / "cohort.jsonl"

    async def scenario() -> bytes:
        async with database.transaction() as connection:
            await record_cohort(connection, 9)
        simulation = await order(database, part_size=4)
        await supervisor(database, processes=1).work()
        file.write_bytes(b"".join([line async for line in exported_cohort(database, simulation)]))
        return await result(database, simulation.simulation_id)

    return file, loop.run(scenario())


def test_the_result_is_the_services_and_an_incomplete_cohort_is_refused(
    exported: tuple[Path, bytes], tmp_path: Path
) -> None:
    file, made = exported
    here = tmp_path / "result.json"

    done = CliRunner().invoke(cli, ["simulate", str(file), BASE, OTHER, "--result", str(here)])

    assert done.exit_code == 0, done.output
    assert here.read_bytes() == made
    assert hashlib.sha256(made).hexdigest() in done.output
    # With another edition than the one that was pinned, it says that it is a folder's.
    CliRunner().invoke(cli, ["simulate", str(file), OTHER, OTHER, "--result", str(here)])
    told = json.loads(here.read_bytes())
    assert (told["base"]["state"], told["other"]["state"]) == ("folder", "published")
    assert told["affected_applications"] == 0

    head, first, second, *rest = file.read_bytes().splitlines(keepends=True)
    for content in (
        b"".join((head, second, *rest)),
        b"".join((head, first, first, second, *rest)),
        b"".join((first, second, *rest)),
        head + b'{"assessment_id": "a"}\n',
        head + b'{"assessment_id": NaN}\n',
        head + b"[]\n",
        b"",
    ):
        file.write_bytes(content)
        refused = CliRunner().invoke(cli, ["simulate", str(file), BASE, OTHER])
        assert refused.exit_code == 2, content


def test_what_cannot_be_opened_or_is_no_edition_is_refused(tmp_path: Path) -> None:
    for arguments in (
        [str(tmp_path / "nothing"), BASE, OTHER],
        [str(tmp_path / "nothing"), str(tmp_path), OTHER],
    ):
        assert CliRunner().invoke(cli, ["simulate", *arguments]).exit_code == 2
