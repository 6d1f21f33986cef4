"""What the OpenAPI document shows as an example is accepted by the running service, and is what it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.contracts import scoring, verdicts
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.scoring.bundles import a_bundle


@pytest.fixture
def document(stack: Stack) -> dict[str, Any]:
    return stack.app("scoring").openapi()


@pytest.fixture
def caller(scoring: Api) -> Api:
    return scoring.as_role("service", subject="intake")


def operation_of(document: dict[str, Any], name: str) -> tuple[str, str, dict[str, Any]]:
    [found] = [
        (path, method, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if one["operationId"] == name
    ]
    return found


def filled_in(path: str, operation: dict[str, Any]) -> str:
    """Put the documented examples into the path."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            [example] = parameter["schema"]["examples"]
            path = path.replace(f"{{{parameter['name']}}}", example)
    return path


def bodies_of(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    examples: list[dict[str, Any]] = document["components"]["schemas"][
        reference.rpartition("/")[2]
    ]["examples"]
    return examples


def answered(document: dict[str, Any], caller: Api, name: str) -> dict[str, Any]:
    """Send the documented example of an operation that takes a body."""
    path, method, operation = operation_of(document, name)
    [body] = bodies_of(document, operation)
    answer = caller.send(method.upper(), filled_in(path, operation), json=body)
    found: dict[str, Any] = answer.ok(200 if method == "post" else 201)
    return found


def test_every_operation_that_takes_a_body_has_an_example_that_is_tried_here(
    document: dict[str, Any],
) -> None:
    takers = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
        # A panel's operations build on one another: their own tests take them in their order.
        if "requestBody" in operation and not {"panels", "ballots"} & set(operation["tags"])
    }

    assert takers == {
        "evaluate-facts",
        "record-assessment",
        "import-edition",
        "rule-on-criterion",
        "create-simulation",
    }


def test_the_documented_simulation_is_taken_over_the_documented_assessment(
    document: dict[str, Any], caller: Api, scoring: Api
) -> None:
    answered(document, caller, "record-assessment")
    path, _, operation = operation_of(document, "create-simulation")
    [body] = bodies_of(document, operation)
    draft = {"files": a_bundle(body["other_edition_id"])}
    scoring.as_role("operator").post("/v1/editions", draft).ok(201)

    simulation = scoring.as_role("city-officer").post(path, body).ok(202)

    assert simulation["state"] == "queued"


def test_the_documented_ruling_is_taken_on_the_documented_assessment(
    document: dict[str, Any], caller: Api
) -> None:
    answered(document, caller, "record-assessment")
    path, _, operation = operation_of(document, "rule-on-criterion")
    [body] = bodies_of(document, operation)

    version = caller.post(filled_in(path, operation), body, headers={"If-Match": '"1"'}).ok(201)

    assert version["ruling"]["ruled_by"] == body["on_behalf_of"]


def test_the_documented_bundle_is_a_sound_edition(document: dict[str, Any], scoring: Api) -> None:
    path, _, operation = operation_of(document, "import-edition")
    [body] = bodies_of(document, operation)

    draft = scoring.as_role("operator").post(path, body).ok(201)

    assert draft["life"]["edition_id"] == "example-2027"
    assert draft["warnings"] == []


def test_the_documented_evaluation_tells_all_tiers(document: dict[str, Any], caller: Api) -> None:
    verdict = answered(document, caller, "evaluate-facts")

    assert verdict["outcome"] == "not-met"
    assert len(verdict["tiers"]) == 4


def test_the_documented_assessment_is_recorded_and_read(
    document: dict[str, Any], caller: Api
) -> None:
    recorded = answered(document, caller, "record-assessment")

    path, _, operation = operation_of(document, "read-assessment")
    assert caller.get(filled_in(path, operation)).ok(200) == recorded


@pytest.mark.parametrize("name", ["read-edition", "read-scene-guide"])
def test_the_documented_edition_is_there(document: dict[str, Any], caller: Api, name: str) -> None:
    path, _, operation = operation_of(document, name)

    caller.get(filled_in(path, operation)).ok(200)


@pytest.mark.parametrize("model", ["CriterionVerdict", "Gap", "NextTier", "FactReference"])
def test_what_is_shown_of_an_answer_is_what_the_documented_request_is_answered(
    document: dict[str, Any], caller: Api, model: str
) -> None:
    verdict = answered(document, caller, "evaluate-facts")
    edition = caller.get("/v1/editions/cn-2025").ok(200)
    told = list(objects_in(verdict)) + list(objects_in(edition))

    for example in document["components"]["schemas"][model]["examples"]:
        assert any(is_within(example, one) for one in told)


def is_within(example: object, found: object) -> bool:
    """Tell whether the example is what was found, or an excerpt of its lists."""
    if isinstance(example, dict) and isinstance(found, dict):
        return set(example) == set(found) and all(
            is_within(value, found[name]) for name, value in example.items()
        )
    if isinstance(example, list) and isinstance(found, list):
        return all(item in found for item in example)
    return example == found


def objects_in(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from objects_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects_in(item)


def test_every_example_of_a_body_is_a_body_of_that_kind(document: dict[str, Any]) -> None:
    tried = 0
    for name, schema in document["components"]["schemas"].items():
        model = getattr(scoring, name, None) or getattr(verdicts, name, None)
        for example in schema.get("examples", []):
            if model is not None:
                TypeAdapter(model).validate_python(example)
                tried += 1

    assert tried > 0
