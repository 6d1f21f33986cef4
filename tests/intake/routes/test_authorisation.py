"""Who may do what to whose object: every row of the reviewed table, by a caller who is what the row says.

That the table is the one the service decides by, that nobody calls without a token and no role beyond
its rows, is shown for all services in tests/architecture/test_authorisation.py.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.intake.domain.lifecycle import State
from shared.authorisation import Scope
from shared.identity.principal import Role
from tests.architecture.reviewed_rules import reviewed_rules
from tests.harness.api import Answer, Api
from tests.intake.bodies import BUREAUS, OTHER_UNIT, SUB_UNIT, UNIT, a_credit_code
from tests.intake.filings import Filing, Filings
from tests.intake.hand_in_papers import TABLE, attach, printed
from tests.intake.routes.calls import CALLS, PAGES, READS, REFERENCE, Objects
from tests.intake.ways import ways_of

#: What only an application on its way to the ministry has.
OF_THE_MINISTRY = {"read-forwarding", "read-forwarding-table"}

RULES = reviewed_rules()["intake"]


def operations(role: Role, scope: Scope) -> Iterator[str]:
    return (name for name, roles in RULES.table.items() if roles.get(role) is scope)


def in_other_hands(filings: Filings) -> Filing:
    """Give a filing of the functional area with all that can hang on one, a drawn list included."""
    filing = filings.at(State.HANDED_IN, filings.firm(unit=SUB_UNIT))
    printed(filing.officer, filing.hand_in_path)
    attach(filings, filing.officer, filing.hand_in_path, TABLE).ok(200)
    for state in (State.RECEIVED, State.IN_REVIEW, State.PROPOSED):
        ways_of(filing.tier)[state][1](filing)
    filing.settled().draw_list().ok(201)
    return filing


def seen_by(filing: Filing, names: Iterator[str], strangers: Mapping[str, Api]) -> dict[str, str]:
    """Tell how the refusal of somebody's object differs from that of nobody's."""
    wrong = {}
    for operation in names:
        if operation in PAGES:
            continue
        nobodys = CALLS[operation](Objects())(next(iter(strangers.values())))
        for who, stranger in strangers.items():
            theirs = CALLS[operation](Objects.of(filing))(stranger)
            if theirs.status not in {403, 404} or told(theirs) != told(nobodys):
                wrong[f"{operation} by {who}"] = theirs.response.text
    return wrong


def told(answer: Answer) -> dict[str, Any]:
    """Give what an answer says, without what differs from one request to the next."""
    return dict(answer.body) | {"request_id": ""}


def test_every_operation_of_the_table_is_called_here() -> None:
    assert set(CALLS) == set(RULES.table)


def test_another_enterprise_sees_and_does_nothing(filings: Filings) -> None:
    filing = in_other_hands(filings)
    code = a_credit_code()
    strangers = {
        "same unit": filings.applicant(filings.firm(unit=SUB_UNIT).credit_code, relation="same-unit"),
        "other unit": filings.applicant(filings.firm(unit=OTHER_UNIT).credit_code, relation="stranger"),
        "unregistered": filings.applicant(code, relation="stranger"),
        "no enterprise": filings.applicant(None, relation="stranger"),
        "a unit's claim": filings.anybody.as_role("applicant", unit=SUB_UNIT, relation="stranger"),
    }  # fmt: skip
    before = (filing.read(), filing.kinds_of_events())

    names = operations(Role.APPLICANT, Scope.OWN_ENTERPRISE)
    assert seen_by(filing, names, strangers) == {}
    assert (filing.read(), filing.kinds_of_events()) == before
    for stranger in strangers.values():
        assert stranger.get("/v1/applications").ok()["items"] == []


def test_an_officer_sees_and_does_nothing_beyond_its_own_subtree(filings: Filings) -> None:
    filing = in_other_hands(filings)
    units = (OTHER_UNIT, "120116-tjftz", "1201", None)
    strangers = {str(unit): filings.officer(unit, relation="stranger") for unit in units}
    before = (filing.read(), filing.kinds_of_events())

    names = operations(Role.DISTRICT_OFFICER, Scope.OWN_UNITS)
    assert seen_by(filing, names, strangers) == {}
    assert (filing.read(), filing.kinds_of_events()) == before
    for stranger in strangers.values():
        assert stranger.get("/v1/applications").ok()["items"] == []


def test_a_bureau_sees_and_does_nothing_about_what_it_was_not_asked(filings: Filings) -> None:
    asked = filings.at(State.AWAITING_OPINIONS, tier="excellent")
    in_review = filings.at(State.RECOMMENDED, tier="leading")
    codes = ("statistics", UNIT, "120000", None)
    nobodys = {str(code): filings.bureau(code, relation="stranger") for code in codes}
    before = (asked.read(), asked.kinds_of_events())

    names = list(operations(Role.BUREAU_OFFICER, Scope.ASKED_BUREAU))
    assert seen_by(asked, iter(names), nobodys) == {}
    too_early = {"finance": filings.bureau("finance", relation="stranger")}
    assert seen_by(in_review, iter(names), too_early) == {}
    assert (asked.read(), asked.kinds_of_events()) == before
    for stranger in nobodys.values():
        for page in ("/v1/applications", "/v1/joint-opinions"):
            assert stranger.get(page).ok()["items"] == []
    seen = filings.bureau("finance").get("/v1/applications").ok()["items"]
    assert [each["application_id"] for each in seen] == [asked.application_id]


def test_a_functional_area_is_no_officer_of_its_district(filings: Filings) -> None:
    filing = filings.draft(filings.firm(unit=UNIT))
    area = filings.officer(SUB_UNIT, relation="stranger")

    names = iter(("read-application", "pass-application", "hand-in-applications"))
    assert seen_by(filing, names, {"the area": area}) == {}
    assert area.get("/v1/applications").ok()["items"] == []


def test_everybody_of_the_table_reads_what_is_theirs(filings: Filings) -> None:
    filing = in_other_hands(filings)
    forwarded = filings.at(State.FORWARDED, filings.firm(unit=SUB_UNIT), tier="excellent").settled()
    callers = {
        Role.APPLICANT: [filing.applicant],
        Role.DISTRICT_OFFICER: [filings.officer(unit) for unit in (SUB_UNIT, UNIT, "120000")],
        Role.CITY_OFFICER: [filings.city],
        Role.AUDITOR: [filings.auditor],
        Role.BUREAU_OFFICER: [filings.bureau(bureau) for bureau in BUREAUS],
    }

    refused = {
        f"{operation} by {role} {caller.principal}": answer.response.text
        for operation, call in READS.items()
        for role in RULES.table[operation]
        for caller in callers[role]
        for read in [
            forwarded if role is Role.BUREAU_OFFICER or operation in OF_THE_MINISTRY else filing
        ]
        if (answer := call(Objects.of(read))(caller)).status != 200
    }

    assert refused == {}


def test_what_everybody_may_read_everybody_reads(filings: Filings) -> None:
    statuses = {
        f"{operation} {role}": call(Objects())(filings.anybody.as_role(role)).status
        for operation, call in {**REFERENCE, **PAGES}.items()
        for role in RULES.table[operation]
    }

    assert statuses == dict.fromkeys(statuses, 200)


def test_a_page_holds_what_the_caller_may_see_whatever_it_asks_for(filings: Filings) -> None:
    area, district, elsewhere = (
        filings.draft(filings.firm(unit=unit)) for unit in (SUB_UNIT, UNIT, OTHER_UNIT)
    )
    everything = {filing.application_id for filing in (area, district, elsewhere)}
    visible = {
        filings.city: everything,
        filings.auditor: everything,
        filings.officer("120000"): everything,
        filings.officer(UNIT): everything - {elsewhere.application_id},
        filings.officer(SUB_UNIT): {area.application_id},
        area.applicant: {area.application_id},
        filings.officer("120102", relation="stranger"): set(),
    }

    for caller, expected in visible.items():
        for question in _questions(filings):
            seen = _walk(caller, question)
            assert seen <= expected, f"{caller.principal} asked {question}"
        assert _walk(caller, {}) == expected
        assert _walk(caller, {"limit": 1}) == expected


def _questions(filings: Filings) -> Iterator[dict[str, Any]]:
    """What a curious caller would try: every filter, and the place in the city's own list."""
    yield {"state": "draft"}
    yield {"tier": "advanced", "round_id": "tianjin-2025-2"}
    for unit in ("120000", UNIT, SUB_UNIT, OTHER_UNIT):
        yield {"unit_code": unit, "limit": 2}
    cursor = filings.city.get("/v1/applications", params={"limit": 1}).ok()["next_cursor"]
    yield {"cursor": cursor}


def _walk(caller: Api, question: dict[str, Any]) -> set[str]:
    """Read all pages of a question; fail when an application comes twice."""
    seen: list[str] = []
    asked: dict[str, Any] | None = question
    while asked is not None:
        page = caller.get("/v1/applications", params=asked).ok(200)
        seen += [item["application_id"] for item in page["items"]]
        more = page["next_cursor"]
        asked = None if more is None else question | {"cursor": more}
    assert len(seen) == len(set(seen))
    return set(seen)


def test_a_list_is_the_citys_until_it_is_everybodys(filings: Filings) -> None:
    filing = filings.at(State.PROPOSED)
    filing.draw_list().ok(201)
    public = filing.list_path.replace("/lists/", "/public-lists/")
    stale = {"Authorization": "Bearer not-a-token"}

    for caller in (filing.applicant, filing.officer):
        caller.get("/v1/lists").refused(403, "role-forbidden")
        caller.get(filing.list_path).refused(403, "role-forbidden")
        caller.post(f"{filing.list_path}/open-publicity").refused(403, "role-forbidden")
    for address in (public, f"{public}/xlsx"):
        filings.anybody.get(address).refused(404, "list-not-found")

    filings.list_step(filing.list_path, "open-publicity").ok(200)
    for address in ("/v1/time", "/v1/public-lists", public, f"{public}/xlsx"):
        assert filings.anybody.get(address).status == 200
        assert filings.anybody.get(address, headers=stale).status == 200


def test_a_role_that_may_not_is_told_so_before_anything_else(filings: Filings) -> None:
    """Neither a body that cannot be read nor an id that is none may tell a forbidden caller more."""
    expert = filings.anybody.as_role("expert")
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}

    for address in ("/v1/applications/7/submit", "/v1/enterprises"):
        answer = expert.send("POST", address, content=json.dumps({"a": 1})[:-1], headers=headers)
        answer.refused(403, "role-forbidden")
