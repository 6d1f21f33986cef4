"""Simulations over HTTP: ordered, followed to their result, cancelled; they change nothing."""

import hashlib
import json
import uuid
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from services.scoring.app import SCHEMA
from services.scoring.store.tables import assessments
from shared.canonical import canonical_bytes
from shared.database import Database
from tests.harness.api import Api
from tests.harness.databases import Databases
from tests.harness.loop_thread import LoopThread
from tests.harness.waiting import eventually
from tests.scoring.builders import ROUND_ID, a_recording, a_subject, facts_of_a_factory
from tests.scoring.bundles import RAISED, a_bundle
from tests.scoring.cohorts import seeded, varied_request

ID = "city-2027"


def record(scoring: Api, request: dict[str, Any]) -> str:
    assessment_id = str(uuid.uuid4())
    scoring.as_role("service", subject="intake").put(
        f"/v1/assessments/{assessment_id}", request
    ).ok(201)
    return assessment_id


def labelled(unit: str, *, industry: str | None = "3610", **facts: Any) -> dict[str, Any]:
    return a_recording(
        facts=facts_of_a_factory(**facts), labels={"unit_code": unit, "industry": industry}
    )


def an_order(other: str = "cn-2024", **cohort: Any) -> dict[str, Any]:
    return {"base_edition_id": "cn-2025", "other_edition_id": other, "cohort": cohort}


def ended(by: Api, path: str) -> dict[str, Any]:
    """Wait for the end of a simulation."""
    found: dict[str, Any] = {}

    def is_ended() -> bool:
        found.update(by.get(path).ok(200))
        return found["state"] not in ("queued", "running")

    eventually(is_ended, timeout_s=60, what="the end of a simulation")
    return found


def run(by: Api, order: dict[str, Any]) -> dict[str, Any]:
    """Order a simulation and give its result."""
    answer = by.post("/v1/simulations", order)
    answer.ok(202)
    path = answer.headers["location"]
    done = ended(by, path)
    assert (done["state"], done["progress_percent"]) == ("done", 100)
    result = by.get(f"{path}/result")
    assert hashlib.sha256(result.content).hexdigest() == done["result_sha256"]
    return dict(result.ok(200))


@pytest.fixture
def officer(scoring: Api) -> Api:
    return scoring.as_role("city-officer", subject="officer-li")


@pytest.fixture
def draft(scoring: Api) -> str:
    files = a_bundle(ID, changes=RAISED)
    scoring.as_role("operator").post("/v1/editions", {"files": files}).ok(201)
    return ID


def test_a_draft_is_held_against_last_years_filings(scoring: Api, officer: Api, draft: str) -> None:
    short = labelled("120116-teda", maturity_level=2)
    record(scoring, short)
    record(scoring, labelled("120101", industry="2710", maturity_level=3, maturity_score="3.10"))
    record(scoring, a_recording())  # of before there were labels

    result = run(officer, an_order(draft, round_id=ROUND_ID, tier="advanced"))

    assert result["other"]["state"] == "draft"
    assert result["cohort"]["applications"] == 3
    assert result["affected_applications"] == 2
    moved = {"tier": "advanced", "before": "met", "after": "not-met", "applications": 2}
    assert moved in result["outcomes"]
    assert {"before": "advanced", "after": "none", "applications": 2} in result["highest_tier_met"]
    flip = next(one for one in result["criteria"] if one["tier"] == "advanced")
    assert (flip["criterion_id"], flip["before"], flip["after"], flip["applications"]) == (
        "br-5-maturity", "met", "not-met", 2
    )  # fmt: skip
    assert result["rounds"] == [{"round_id": ROUND_ID, "conditions": "held", "applications": 3}]
    assert result["without_labels"] == {"unit_code": 1, "industry": 1}
    units = {one["unit_code"]: (one["applications"], one["affected"]) for one in result["units"]}
    assert units == {None: (1, 1), "120101": (1, 0), "120116-teda": (1, 1)}
    industries = {one["industry_division"]: one["affected"] for one in result["industries"]}
    assert industries == {None: 1, "27": 0, "36": 1}
    told = {one["application_id"]: one for one in result["affected"]}
    filing = told[short["subject"]["application_id"]]
    assert (filing["unit_code"], filing["industry"]) == ("120116-teda", "3610")
    assert {"tier": "advanced", "before": "met", "after": "not-met"} in filing["flipped"][
        "outcomes"
    ]


def test_the_same_again_is_the_same_bytes_and_no_assessment_is_touched(
    scoring: Api, officer: Api, databases: Databases, loop: LoopThread
) -> None:
    random = seeded("again")
    for _ in range(12):
        record(scoring, varied_request(random))
    url = databases.postgresql("scoring", SCHEMA)
    before = loop.run(rows(url))

    first = run(officer, an_order())
    again = run(scoring.as_role("operator"), an_order())

    assert canonical_bytes(first) == canonical_bytes(again)
    assert loop.run(rows(url)) == before
    assert len(before) == 12


async def rows(url: str) -> list[tuple[Any, ...]]:
    database = Database.from_url(url)
    try:
        async with database.transaction(read_only=True) as connection:
            found = await connection.execute(select(assessments).order_by(assessments.c.id))
            return [tuple(row) for row in found]
    finally:
        await database.dispose()


def test_the_latest_assessment_of_an_application_counts_and_later_ones_come_too_late(
    scoring: Api, officer: Api
) -> None:
    application = str(uuid.uuid4())
    for revision in (1, 2):
        subject = a_subject(application_id=application, revision_number=revision)
        latest = record(scoring, a_recording(subject=subject))
    order = officer.post("/v1/simulations", an_order())
    assert order.ok(202)["cohort"]["applications"] == 1
    record(scoring, a_recording())
    ended(officer, order.headers["location"])

    export = officer.get(f"{order.headers['location']}/cohort").content

    header, *lines = [json.loads(line) for line in export.splitlines()]
    assert header["cohort"] == order.body["cohort"]
    assert [line["assessment_id"] for line in lines] == [latest]
    assert lines[0]["request"]["subject"]["revision_number"] == 2


@pytest.mark.parametrize(
    ("cohort", "applications", "not_chosen"),
    [
        ({}, 4, (0, 0)),
        ({"units": ["120116"]}, 2, (0, 1)),
        ({"units": ["120116-teda", "120101"]}, 2, (0, 1)),
        ({"round_id": ROUND_ID, "units": ["120101"]}, 1, (0, 1)),
        ({"tier": "advanced", "round_id": ROUND_ID}, 4, (0, 0)),
    ],
)
def test_a_cohort_is_chosen_by_round_tier_and_units_and_tells_what_it_could_not_choose(
    scoring: Api,
    officer: Api,
    cohort: dict[str, Any],
    applications: int,
    not_chosen: tuple[int, int],
) -> None:
    for unit in ("120116", "120116-teda", "120101"):
        record(scoring, labelled(unit))
    record(scoring, a_recording())

    answer = officer.post("/v1/simulations", an_order(**cohort))

    found = answer.ok(202)["cohort"]
    assert found["applications"] == applications
    assert tuple(found["not_chosen"].values()) == not_chosen
    ended(officer, answer.headers["location"])


def test_a_record_without_a_round_is_told_when_a_round_is_asked_for(
    scoring: Api, officer: Api
) -> None:
    record(scoring, a_recording(round_id=None))
    record(scoring, a_recording())

    answer = officer.post("/v1/simulations", an_order(round_id=ROUND_ID))

    assert answer.ok(202)["cohort"]["not_chosen"] == {"without_round": 1, "without_unit": 0}
    ended(officer, answer.headers["location"])


def test_a_simulation_over_nothing_is_refused(scoring: Api, officer: Api) -> None:
    record(scoring, a_recording())

    for cohort in ({"tier": "leading"}, {"round_id": "nobodys-round"}, {"units": ["120102"]}):
        officer.post("/v1/simulations", an_order(**cohort)).refused(409, "simulation-cohort-empty")
    assert officer.get("/v1/simulations").ok(200)["items"] == []


def test_all_faults_of_an_order_are_named_at_once(officer: Api) -> None:
    order = {
        "base_edition_id": "nobodys",
        "other_edition_id": "nobodys-either",
        "cohort": {"tier": "gold"},
    }

    answer = officer.post("/v1/simulations", order)

    answer.refused(422, "simulation-invalid")
    assert answer.faults == {
        "/base_edition_id": "edition-unknown",
        "/other_edition_id": "edition-unknown",
        "/cohort/tier": "tier-unknown",
    }


def test_what_has_ended_cannot_be_cancelled_and_what_is_not_done_has_no_result(
    scoring: Api, officer: Api
) -> None:
    record(scoring, a_recording())
    answer = officer.post("/v1/simulations", an_order())
    path = answer.headers["location"]
    ended(officer, path)

    officer.post(f"{path}/cancel").refused(409, "simulation-not-in-state")
    nobodys = f"/v1/simulations/{uuid.uuid4()}"
    for one in (nobodys, f"{nobodys}/result", f"{nobodys}/result.xlsx", f"{nobodys}/cohort"):
        officer.get(one).refused(404, "simulation-not-found")
    officer.post(f"{nobodys}/cancel").refused(404, "simulation-not-found")


@pytest.mark.parametrize("role", ["city-officer", "operator"])
def test_what_waits_or_runs_can_be_cancelled_and_has_no_result(scoring: Api, role: str) -> None:
    record(scoring, a_recording())
    caller = scoring.as_role(role)
    path = caller.post("/v1/simulations", an_order()).headers["location"]

    cancelled = caller.post(f"{path}/cancel").ok(200)

    assert (cancelled["state"], cancelled["progress_percent"]) == ("cancelled", 0)
    for one in ("result", "result.xlsx"):
        caller.get(f"{path}/{one}").refused(409, "simulation-not-in-state")
    assert caller.get(path).ok(200) == cancelled


def test_simulations_are_listed_newest_first(scoring: Api, officer: Api) -> None:
    record(scoring, a_recording())
    made = [officer.post("/v1/simulations", an_order()).ok(202) for _ in range(2)]
    auditor = scoring.as_role("auditor")

    page = auditor.get("/v1/simulations", params={"limit": 1}).ok(200)
    rest = auditor.get("/v1/simulations", params={"cursor": page["next_cursor"]}).ok(200)

    listed = [one["simulation_id"] for one in (*page["items"], *rest["items"])]
    assert listed == [one["simulation_id"] for one in reversed(made)]
    auditor.get("/v1/simulations", params={"cursor": "x"}).refused(422, "cursor-invalid")
    for one in made:
        ended(auditor, f"/v1/simulations/{one['simulation_id']}")


def test_the_workbook_holds_texts_and_no_formula(scoring: Api, officer: Api) -> None:
    record(scoring, labelled("120116", maturity_level=2))
    answer = officer.post("/v1/simulations", an_order("cn-2024"))
    path = answer.headers["location"]
    digest = ended(officer, path)["result_sha256"]

    for role in ("city-officer", "auditor", "operator"):
        content = scoring.as_role(role).get(f"{path}/result.xlsx").content
    book = openpyxl.load_workbook(BytesIO(content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert digest in {cell.value for cell in cells}
    [_, filing, *_] = book["受影响申报"].iter_rows(values_only=True)
    assert filing[3:5] == ("120116", "3610")


def test_who_may_and_who_may_not(scoring: Api, officer: Api) -> None:
    record(scoring, a_recording())
    path = officer.post("/v1/simulations", an_order()).headers["location"]
    ended(officer, path)

    for role in ("auditor", "operator", "city-officer"):
        reader = scoring.as_role(role)
        for one in (path, f"{path}/result", "/v1/simulations"):
            reader.get(one).ok(200)
    assert scoring.as_role("auditor").get(f"{path}/cohort").content
    scoring.as_role("operator").get(f"{path}/cohort").refused(403, "role-forbidden")
    scoring.as_role("auditor").post("/v1/simulations", an_order()).refused(403, "role-forbidden")
    for role in ("applicant", "district-officer", "expert", "service"):
        scoring.as_role(role, unit="120116").get(path).refused(403, "role-forbidden")


def test_evaluations_are_answered_while_a_simulation_runs(scoring: Api, officer: Api) -> None:
    random = seeded("meanwhile")
    for _ in range(8):
        record(scoring, varied_request(random))
    path = officer.post("/v1/simulations", an_order()).headers["location"]

    answers = 0
    while officer.get(path).ok(200)["state"] in ("queued", "running"):
        body = {key: a_recording()[key] for key in ("edition_id", "tier", "round_id", "facts")}
        officer.post("/v1/evaluations", body, key=None).ok(200)
        answers += 1

    assert answers
    assert officer.get(path).ok(200)["state"] == "done"
