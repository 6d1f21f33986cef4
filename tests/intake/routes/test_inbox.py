"""The inbox over HTTP: every state of every tier waits for whom the table says, and for nobody else."""

from collections.abc import Iterator

import pytest

from services.intake.domain.lifecycle import State
from services.intake.domain.tiers import Tier
from shared.identity.principal import Role
from tests.harness.api import Api
from tests.intake.bodies import BUREAUS, CLOSE, INSIDE, UNIT_CLOSE
from tests.intake.filings import Filing, Filings
from tests.intake.inbox_answers import answer_for
from tests.intake.routes.inbox_reading import found_on, ids, inbox, walked
from tests.intake.ways import ways_of

#: The last state of each tier's way, and those beside it.
ENDS = {
    "basic": (State.FILED, State.RETURNED, State.WITHDRAWN),
    "advanced": (State.IN_PUBLICITY, State.RETURNED),
    "excellent": (State.SELECTED, State.RETURNED),
    "leading": (State.NOT_SELECTED,),
}


def way_to(tier: str, end: State) -> list[State]:
    """List the states of the shortest way to a state, from the draft on."""
    way = [end]
    while way[0] in ways_of(tier):
        way.insert(0, ways_of(tier)[way[0]][0])
    return way if way[0] is State.DRAFT else [State.DRAFT, *way]


def everybody(filings: Filings, filing: Filing) -> dict[Role, Api]:
    return {
        Role.APPLICANT: filing.applicant,
        Role.DISTRICT_OFFICER: filing.officer,
        Role.CITY_OFFICER: filings.city,
        Role.BUREAU_OFFICER: filings.bureau(BUREAUS[-1]),
    }


def steps_along(filings: Filings, tier: str, end: State) -> Iterator[tuple[Filing, State]]:
    """Take one filing along its way and stop at each state."""
    filing = filings.completed(tier=tier)
    yield filing, State.DRAFT
    for state in way_to(tier, end)[1:]:
        if state is State.FINALISED:
            filing.finalise().ok(200)
            filing.attach("stamped-scan").ok(200)
        else:
            ways_of(tier)[state][1](filing)
        yield filing, state


@pytest.mark.parametrize(("tier", "end"), [(tier, end) for tier in ENDS for end in ENDS[tier]])
def test_an_application_goes_from_inbox_to_inbox(filings: Filings, tier: str, end: State) -> None:
    wrong, seen = {}, set()

    for filing, state in steps_along(filings, tier, end):
        seen.add(state)
        for role, caller in everybody(filings, filing).items():
            found = found_on(caller, filing)
            if found != answer_for(state, role, Tier(tier)):
                wrong[f"{state} {role}"] = found

    assert wrong == {}
    assert end in seen


def test_what_was_returned_waits_for_its_enterprise(filings: Filings) -> None:
    filing = filings.at(State.RETURNED)

    (item,) = inbox(filing.applicant)

    waiting_since = item.pop("waiting_since")
    assert item == {
        "kind": "application",
        "id": filing.application_id,
        "path": filing.path,
        "state": "returned",
        "round_id": "tianjin-2025-2",
        "tier": "advanced",
        "unit_code": filing.firm.unit,
        "enterprise_name": filing.firm.name,
        "factory_name": filing.firm.factory_name,
        "steps": [
            {
                "operation": "finalise-application",
                "closes_at": "2025-07-18T16:00:00Z",
                "awaits": None,
            }
        ],
        "closes_at": "2025-07-18T16:00:00Z",
        "portal_closes_at": None,
        "opens_at": None,
    }
    assert waiting_since >= filing.read()["created_at"]
    assert filing.applicant.get(item["path"]).ok(200)["state"] == "returned"
    assert inbox(filing.officer) == []


def test_what_is_to_be_recorded_names_the_portals_close_and_ours(filings: Filings) -> None:
    draft = filings.draft(tier="excellent")

    (item,) = inbox(draft.applicant)

    assert (item["portal_closes_at"], item["closes_at"]) == (
        "2025-07-18T16:00:00Z",
        "2025-07-20T16:00:00Z",
    )


def test_waiting_is_counted_from_the_step_and_not_from_the_last_change(filings: Filings) -> None:
    filing = filings.draft()
    (before,) = inbox(filing.applicant)
    filings.clock.move_business_to(INSIDE.replace(day=12))

    filing.save({"applicant": {"employees": 412}}).ok(200)

    (after,) = inbox(filing.applicant)
    assert after == before


def test_the_longest_wait_comes_first_and_pages_follow_it(filings: Filings) -> None:
    made = []
    for day in (13, 11, 12):
        filings.clock.move_business_to(INSIDE.replace(day=day))
        made.append(filings.at(State.SUBMITTED).application_id)
    officer = filings.officer(filings.firm().unit)
    oldest_first = [made[1], made[2], made[0]]

    assert ids(officer) == oldest_first
    assert walked(officer) == oldest_first


def test_an_inbox_ends_with_its_window(filings: Filings) -> None:
    filing, draft = filings.at(State.SUBMITTED), filings.draft()
    recorded, national = (
        filings.at(State.PORTAL_FILED, tier="excellent"),
        filings.draft(tier="excellent"),
    )

    filings.clock.move_business_to(CLOSE)
    assert inbox(draft.applicant) == []
    assert found_on(national.applicant, national) == {"record-portal-filing"}
    assert found_on(filing.officer, filing) == {"pass-application", "not-pass-application"}
    assert "return-application" in found_on(recorded.officer, recorded)
    filings.clock.move_business_to(UNIT_CLOSE)
    assert inbox(filing.officer) == inbox(national.applicant) == []


def needs(caller: Api, filing: Filing) -> dict[str, str | None]:
    (item,) = (each for each in inbox(caller) if each["id"] == filing.application_id)
    return {step["operation"]: step["awaits"] for step in item["steps"]}


def test_a_pass_awaits_the_paper_copy_of_this_very_record(filings: Filings) -> None:
    filing = filings.at(State.PORTAL_FILED, tier="excellent")

    assert needs(filing.officer, filing)["pass-application"] == "paper-copy"
    filing.log_paper(filings.city).ok(201)
    filing.log_paper(equals_online=False).ok(201)
    assert needs(filing.officer, filing)["pass-application"] == "paper-copy"
    filing.log_paper().ok(201)
    assert needs(filing.officer, filing)["pass-application"] is None
    filing.undo("take-back").ok(200)
    filing.record().ok(201)
    assert needs(filing.officer, filing)["pass-application"] == "paper-copy"


def test_a_hand_in_awaits_the_priority_order(filings: Filings) -> None:
    first, second = (filings.at(State.RECOMMENDED, tier="excellent") for _ in range(2))
    officer = first.officer

    filings.set_order(officer, first.firm.unit, second).ok(200)

    assert needs(officer, first)["hand-in-applications"] == "priority-order"
    assert needs(officer, second)["hand-in-applications"] is None


def test_forwarding_awaits_every_bureau_and_a_bureau_waits_until_it_has_answered(
    filings: Filings,
) -> None:
    filing = filings.at(State.AWAITING_OPINIONS, tier="excellent")
    finance = filings.bureau("finance")

    assert ids(finance) == [filing.application_id]
    filing.give_opinions("finance")
    assert ids(finance) == []
    assert needs(filings.city, filing)["forward-applications"] == "joint-opinions"
    filing.give_opinions(*(bureau for bureau in BUREAUS if bureau != "finance"))
    assert needs(filings.city, filing) == {
        "forward-applications": None,
        "not-forward-application": None,
    }


def test_what_can_be_recommended_no_more_waits_no_more(filings: Filings) -> None:
    """Its unit has handed in what it ordered; what is of another tier is not touched by it."""
    left = filings.at(State.DISTRICT_PASSED, tier="excellent")
    other_tier = filings.at(State.DISTRICT_PASSED, tier="leading")
    assert set(ids(left.officer)) == {left.application_id, other_tier.application_id}

    filings.at(State.HANDED_IN, tier="excellent")

    left.step(left.officer, "recommend").refused(409, "order-frozen")
    assert ids(left.officer) == [other_tier.application_id]


def test_what_a_forwarding_left_behind_can_only_be_given_up(filings: Filings) -> None:
    left = filings.at(State.AWAITING_OPINIONS, tier="excellent")
    assert "forward-applications" in found_on(filings.city, left)

    filings.at(State.FORWARDED, filings.firm(unit="120102"), tier="excellent")

    left.give_opinions()
    assert found_on(filings.city, left) == {"not-forward-application"}
    filings.forward(left).refused(409, "already-forwarded")
