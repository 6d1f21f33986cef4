"""No lost updates, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.harness.api import Answer, Api


@pytest.fixture
def firm(notes_on: Api, request: pytest.FixtureRequest) -> Api:
    return notes_on.as_role("applicant", enterprise=str(abs(hash(request.node.name)))[:18])


@pytest.fixture
def path(firm: Api) -> str:
    return str(firm.post("/v1/notes", {"text": "first"}).headers["location"])


def test_a_change_on_the_version_read_succeeds_and_gives_the_next_one(firm: Api, path: str) -> None:
    assert firm.get(path).etag == '"1"'

    changed = firm.patch(path, {"text": "second"}, if_match='"1"')

    assert changed.etag == '"2"'
    assert firm.get(path).etag == '"2"'
    assert firm.get(path).body["text"] == "second"


def test_a_change_on_an_older_version_is_refused_and_says_which_stands(
    firm: Api, path: str
) -> None:
    firm.patch(path, {"text": "second"}, if_match='"1"').ok()

    problem = firm.patch(path, {"text": "third"}, if_match='"1"').refused(412, "stale-version")

    assert '"2"' in problem["detail"]
    assert firm.get(path).body["text"] == "second"


def test_a_change_must_name_its_version(firm: Api, path: str) -> None:
    firm.patch(path, {"text": "second"}, if_match=None).refused(428, "if-match-missing")


@pytest.mark.parametrize("if_match", ["1", "", 'W/"1"', '"1', "*", '"1", 2'])
def test_a_version_that_cannot_be_read_is_malformed(firm: Api, path: str, if_match: str) -> None:
    firm.patch(path, {"text": "second"}, if_match=if_match).refused(400, "if-match-malformed")


@pytest.mark.parametrize("if_match", ['"one"', '""', '"-1"', '"1.0"', '"99999999999999999999999"'])
def test_an_unknown_version_matches_nothing(firm: Api, path: str, if_match: str) -> None:
    firm.patch(path, {"text": "second"}, if_match=if_match).refused(412, "stale-version")


def test_one_of_several_versions_may_match(firm: Api, path: str) -> None:
    assert firm.patch(path, {"text": "second"}, if_match='"7", "1"').status == 200


def test_of_ten_changes_at_once_on_one_version_one_succeeds(firm: Api, path: str) -> None:
    together = threading.Barrier(10)

    def change(number: int) -> Answer:
        together.wait()
        return firm.patch(path, {"text": f"by {number}"}, if_match='"1"')

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(change, range(10)))

    assert sorted(answer.status for answer in answers) == [200] + [412] * 9
    assert firm.get(path).etag == '"2"'
