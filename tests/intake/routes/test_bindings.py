"""绑定: a person acts for an enterprise by the sign-in's claim or the district's word, and never by typing its code."""

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Answer, Api
from tests.harness.authorisation_rows import Relation
from tests.intake.bodies import (
    ANY_VERSION,
    OTHER_UNIT,
    REASON,
    SUB_UNIT,
    UNIT,
    a_binding,
    a_credit_code,
    new_enterprise,
)
from tests.intake.filings import Filings


def a_person(
    filings: Filings, subject: str = "new.person", relation: Relation = Relation.OWN
) -> Api:
    """Give an applicant whose sign-in names no enterprise."""
    return filings.anybody.as_role("applicant", subject=subject, relation=relation)


def decide(officer: Api, path: str, step: str, if_match: str = ANY_VERSION) -> Answer:
    return officer.post(f"{path}/{step}", REASON, headers={"If-Match": if_match})


def requested(person: Api, code: str, unit: str = UNIT) -> str:
    answer = person.post("/v1/binding-requests", a_binding(code, unit))
    answer.ok(201)
    return str(answer.headers["location"])


def test_a_person_acts_for_the_enterprise_once_the_district_has_confirmed(filings: Filings) -> None:
    code, person = a_credit_code(), a_person(filings)
    path = requested(person, code)
    refused = person.post("/v1/enterprises", new_enterprise(code))
    refused.refused(403, "enterprise-not-yours")

    confirmed = decide(filings.officer(UNIT), path, "confirm").ok(200)

    assert (confirmed["state"], confirmed["reason"]) == ("confirmed", REASON["reason"])
    enterprise = person.post("/v1/enterprises", new_enterprise(code)).ok(201)
    other = person.post("/v1/enterprises", new_enterprise(a_credit_code()))
    other.refused(403, "enterprise-not-yours")
    at_the_desk = person.get(f"/v1/enterprises/{enterprise['enterprise_id']}").ok(200)
    assert at_the_desk["credit_code"] == code
    kinds = [event["kind"] for event in filings.feed(confirmed["binding_id"], 2)]
    assert kinds == ["binding.requested", "binding.confirmed"]


def test_typing_a_code_opens_nothing_of_an_enterprise_that_is_here(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED)
    person = a_person(filings, relation=Relation.STRANGER)
    path = requested(person, filing.firm.credit_code)

    person.get(filing.path).refused(404, "application-not-found")
    assert person.get("/v1/applications").ok(200)["items"] == []
    decide(filings.officer(UNIT), path, "refuse").ok(200)
    person.get(filing.path).refused(404, "application-not-found")
    again = requested(person, filing.firm.credit_code)
    decide(filings.officer(UNIT), again, "confirm").ok(200)
    assert person.get(filing.path).status == 200
    decide(filings.officer(UNIT), again, "revoke").ok(200)
    person.get(filing.path).refused(404, "application-not-found")
    assert person.get("/v1/applications").ok(200)["items"] == []


@pytest.mark.parametrize("chosen", [OTHER_UNIT, SUB_UNIT])
def test_no_other_unit_lets_a_person_act_for_an_enterprise_that_is_registered_here(
    filings: Filings, chosen: str
) -> None:
    filing = filings.at(State.SUBMITTED)
    person = a_person(filings, relation=Relation.STRANGER)
    path = requested(person, filing.firm.credit_code, chosen)

    decide(filings.officer(chosen), path, "confirm").refused(409, "enterprise-of-other-unit")

    person.get(filing.path).refused(404, "application-not-found")
    assert person.get(path).ok(200)["state"] == "requested"


def test_the_unit_above_the_enterprises_own_vouches_for_it_too(filings: Filings) -> None:
    firm = filings.firm(unit=SUB_UNIT)
    person = a_person(filings)

    decide(filings.officer(UNIT), requested(person, firm.credit_code), "confirm").ok(200)

    assert person.get(f"/v1/enterprises/{firm.enterprise_id}").status == 200


def test_a_word_given_before_the_enterprise_came_to_another_unit_counts_no_longer(
    filings: Filings,
) -> None:
    code, person = a_credit_code(), a_person(filings, relation=Relation.STRANGER)
    path = requested(person, code, OTHER_UNIT)
    decide(filings.officer(OTHER_UNIT), path, "confirm").ok(200)

    enterprise = filings.applicant(code).post("/v1/enterprises", new_enterprise(code)).ok(201)

    there = person.get(f"/v1/enterprises/{enterprise['enterprise_id']}")
    there.refused(404, "enterprise-not-found")
    person.post("/v1/binding-requests", a_binding(code)).refused(409, "binding-exists")


def test_a_person_registers_with_the_unit_that_vouched_or_below(filings: Filings) -> None:
    code, person = a_credit_code(), a_person(filings)
    decide(filings.officer(UNIT), requested(person, code), "confirm").ok(200)

    elsewhere = person.post("/v1/enterprises", new_enterprise(code, OTHER_UNIT))

    elsewhere.refused(409, "enterprise-of-other-unit")
    below = person.post("/v1/enterprises", new_enterprise(code, SUB_UNIT)).ok(201)
    assert person.get(f"/v1/enterprises/{below['enterprise_id']}").status == 200


def test_a_claim_in_the_sign_in_is_worth_more_than_a_request(filings: Filings) -> None:
    firm = filings.firm()

    answer = firm.api.post("/v1/binding-requests", a_binding())

    answer.refused(409, "bound-by-claim")


def test_a_person_has_one_binding_at_a_time(filings: Filings) -> None:
    person = a_person(filings)
    path = requested(person, a_credit_code())
    person.post("/v1/binding-requests", a_binding()).refused(409, "binding-exists")
    decide(filings.officer(UNIT), path, "confirm").ok(200)
    person.post("/v1/binding-requests", a_binding()).refused(409, "binding-exists")

    decide(filings.officer(UNIT), path, "revoke").ok(200)

    assert requested(person, a_credit_code()) != path


@pytest.mark.parametrize(
    ("before", "step"),
    [((), "revoke"), (("confirm",), "confirm"), (("confirm",), "refuse"), (("refuse",), "confirm")],
)
def test_a_decision_is_taken_where_it_belongs(
    filings: Filings, before: tuple[str, ...], step: str
) -> None:
    path = requested(a_person(filings), a_credit_code())
    for each in before:
        decide(filings.officer(UNIT), path, each).ok(200)

    decide(filings.officer(UNIT), path, step).refused(409, "binding-not-in-state")
    decide(filings.officer(UNIT), path, step, '"0"').refused(412, "stale-version")


def test_everybody_sees_the_bindings_that_are_theirs(filings: Filings) -> None:
    people = {unit: a_person(filings, f"person-{unit}") for unit in (UNIT, SUB_UNIT, OTHER_UNIT)}
    paths = {unit: requested(person, a_credit_code(), unit) for unit, person in people.items()}
    nobody = a_person(filings, "somebody.else", Relation.STRANGER)
    elsewhere = filings.officer("120102", relation=Relation.STRANGER)
    seen = {
        filings.city: {UNIT, SUB_UNIT, OTHER_UNIT},
        filings.auditor: {UNIT, SUB_UNIT, OTHER_UNIT},
        filings.officer(UNIT): {UNIT, SUB_UNIT},
        filings.officer(SUB_UNIT): {SUB_UNIT},
        people[OTHER_UNIT]: {OTHER_UNIT},
        nobody: set(),
        elsewhere: set(),
    }

    for caller, units in seen.items():
        items = caller.get("/v1/binding-requests", params={"state": "requested"}).ok(200)["items"]
        assert {item["unit_code"] for item in items} == units
        for unit, path in paths.items():
            assert caller.get(path).status == (200 if unit in units else 404)
    for step in ("confirm", "refuse", "revoke"):
        decide(elsewhere, paths[UNIT], step).refused(404, "binding-not-found")
    area = filings.officer(SUB_UNIT)
    decide(area, paths[UNIT], "confirm").refused(404, "binding-not-found")


def test_a_request_is_checked_like_every_body(filings: Filings) -> None:
    person = a_person(filings)

    wrong = person.post("/v1/binding-requests", a_binding("91120116MA0000000X"))
    wrong.refused(422, "credit-code-invalid")
    assert wrong.faults == {"/credit_code": "check-digit"}
    person.post("/v1/binding-requests", a_binding(unit="1")).refused(404, "unit-not-found")
    blank = person.post("/v1/binding-requests", a_binding(statement=" "))
    assert set(blank.faults) == {"/statement"}
    assert person.get("/v1/binding-requests").ok(200)["items"] == []
