"""Enterprises and factories: registered by the firm that the sign-in names, once, as it is written."""

import pytest

from services.intake.domain.credit_code import organisation_check_holds
from tests.intake.bodies import SUB_UNIT, UNIT, a_credit_code, new_enterprise, new_factory
from tests.intake.filings import Filings


def test_an_enterprise_is_registered_with_its_factories(filings: Filings) -> None:
    code = a_credit_code()
    applicant = filings.applicant(code)

    answer = applicant.post("/v1/enterprises", new_enterprise(code, SUB_UNIT))

    enterprise = answer.ok(201)
    path = answer.headers["location"]
    assert path == f"/v1/enterprises/{enterprise['enterprise_id']}"
    assert applicant.get(path).ok(200) == enterprise
    assert (enterprise["credit_code"], enterprise["unit_code"]) == (code, SUB_UNIT)
    assert applicant.get(f"{path}/factories").ok(200)["items"] == []
    made = [
        applicant.post(f"{path}/factories", new_factory(unit, name=f"{unit}厂")).ok(201)
        for unit in (UNIT, SUB_UNIT)
    ]
    assert applicant.get(f"{path}/factories").ok(200)["items"] == made


@pytest.mark.parametrize(
    "spelling", ["{}", " {} ", "{lower}", "{wide}"], ids=["plain", "blanks", "lower", "full width"]
)
def test_a_credit_code_is_normalised_and_never_registered_twice(
    filings: Filings, spelling: str
) -> None:
    code = a_credit_code()
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    typed = spelling.format(code, lower=code.lower(), wide=wide)
    applicant = filings.applicant(code)

    registered = applicant.post("/v1/enterprises", new_enterprise(typed)).ok(201)

    assert registered["credit_code"] == code
    applicant.post("/v1/enterprises", new_enterprise(code)).refused(409, "enterprise-exists")


@pytest.mark.parametrize(
    "code",
    ["91120116MA0000000X", "9112011MA00000001", "91120116MA0000000I", "91120116-MA0000001", "中"],
)
def test_a_code_that_does_not_check_is_refused(filings: Filings, code: str) -> None:
    answer = filings.applicant(code).post("/v1/enterprises", new_enterprise(code))

    answer.refused(422, "credit-code-invalid")
    assert answer.faults == {"/credit_code": "check-digit"}


def test_an_inner_check_that_fails_is_a_hint_and_stops_nothing(filings: Filings) -> None:
    failing = next(code for code in iter(a_credit_code, "") if not organisation_check_holds(code))
    codes = ["914403001922038216", failing]
    warnings = [
        filings.applicant(code).post("/v1/enterprises", new_enterprise(code)).ok(201)["warnings"]
        for code in codes
    ]

    assert warnings[0] == []
    (hint,) = warnings[1]
    assert set(hint) == {"zh", "en"}


def test_a_branch_names_the_ground_of_its_exception(filings: Filings) -> None:
    code = a_credit_code()
    applicant, branch = filings.applicant(code), new_enterprise(code, is_branch=True)

    applicant.post("/v1/enterprises", branch).refused(422, "branch-ground-missing")
    blank = applicant.post("/v1/enterprises", branch | {"branch_ground": " "})
    assert blank.faults == {"/branch_ground": "blank"}
    registered = applicant.post("/v1/enterprises", branch | {"branch_ground": "石油石化"})

    assert registered.ok(201)["branch_ground"] == "石油石化"


def test_an_unknown_unit_is_refused(filings: Filings) -> None:
    code = a_credit_code()
    applicant = filings.applicant(code)

    for unit in ("120199", "120116-TEDA", "", "120000/120116"):
        applicant.post("/v1/enterprises", new_enterprise(code, unit)).refused(404, "unit-not-found")
    firm = filings.firm()
    path = f"/v1/enterprises/{firm.enterprise_id}/factories"

    firm.api.post(path, new_factory("120199")).refused(404, "unit-not-found")
    assert firm.api.get(path).ok(200)["items"][0]["factory_id"] == firm.factory_id


def test_a_name_keeps_every_character_of_its_own(filings: Filings) -> None:
    name = "天津㐂𠮷锜①“零”（示例）& Söhne's <有限>公司"
    firm = filings.firm(name=f"  {name} ")

    assert firm.name == name
    assert firm.api.get(f"/v1/enterprises/{firm.enterprise_id}").ok(200)["name"] == name


@pytest.mark.parametrize(
    "odd", ["1301", "130100x", "990000", "１３０１００", "", "  130100", "810000", "710000"]
)
def test_a_region_that_is_none_of_the_mainland_is_refused(filings: Filings, odd: str) -> None:
    code = a_credit_code()
    body = new_enterprise(code, registered_region=odd)

    answer = filings.applicant(code).post("/v1/enterprises", body)

    answer.refused(422, "region-code-invalid")
    assert answer.faults == {"/registered_region": "region-code"}


def test_an_enterprise_that_is_registered_elsewhere_says_in_which_region(filings: Filings) -> None:
    code = a_credit_code()
    applicant = filings.applicant(code)
    body = new_enterprise(code, registered_region="130100")

    enterprise = applicant.post("/v1/enterprises", body).ok(201)

    assert enterprise["registered_region"] == "130100"
    path = f"/v1/enterprises/{enterprise['enterprise_id']}"
    assert applicant.get(path).ok(200)["registered_region"] == "130100"


def test_who_is_registered_elsewhere_is_not_registered_locally_wherever_its_factory_is(
    filings: Filings,
) -> None:
    verdicts, declared = {}, {}
    for region in (None, "120101", "130100"):
        filing = filings.completed(filings.firm(registered_region=region))
        verdict = filing.applicant.post(f"{filing.path}/pre-check").ok(200)["verdict"]
        (found,) = (c for c in verdict["criteria"] if c["criterion_id"] == "registered-locally")
        verdicts[region] = found["result"]
        filing.finalise().ok(200)
        content = filing.applicant.get(f"{filing.path}/revisions/1").ok(200)["content"]
        declared[region] = content["enterprise"].get("registered_region")

    assert verdicts == {None: "met", "120101": "met", "130100": "not-met"}
    assert declared == {region: region for region in verdicts}
