"""基础级: tabulated by its unit, handed in, filed by the city under a number, or not."""

from services.intake.domain.lifecycle import State
from tests.intake.bodies import UNIT
from tests.intake.filings import Filings


def test_a_basic_factory_is_filed_under_the_rounds_next_number(filings: Filings) -> None:
    first = filings.at(State.FILED, tier="basic")
    refused = filings.at(State.NOT_FILED, tier="basic")
    second = filings.at(State.FILED, tier="basic")

    assert [each.read()["filing_number"] for each in (first, refused, second)] == [
        "津智基备〔2025〕2-0001",
        None,
        "津智基备〔2025〕2-0002",
    ]
    # A verdict or a freeze that comes home late may stand behind the officer's step.
    facts = [event["payload"]["data"] for event in second.history()["events"]]
    data = [each for each in facts if "action" in each][-1]
    assert (data["action"], data["filing_number"]) == ("file", "津智基备〔2025〕2-0002")
    assert second.read()["decisions"][-1]["action"] == "file"


def test_the_way_of_a_basic_factory_leaves_its_events(filings: Filings) -> None:
    filing = filings.at(State.FILED, tier="basic").settled()

    way = [
        (data["from_state"], data["action"])
        for event in filing.history()["events"]
        if "action" in (data := event["payload"]["data"])
    ]
    assert way == [
        ("draft", "finalise"),
        ("finalised", "submit"),
        ("submitted", "pass"),
        ("district-passed", "tabulate"),
        ("tabulated", "hand-in"),
        ("handed-in", "receive"),
        ("received", "file"),
    ]
    assert filing.history()["chain_holds"] is True


def test_a_basic_factory_has_its_receipt_and_its_own_tiers_verdict(filings: Filings) -> None:
    filing = filings.at(State.SUBMITTED, tier="basic").settled()

    receipt = filing.applicant.get(f"{filing.path}/receipt").ok(200)
    assessment = filing.applicant.get(f"{filing.path}/verdict").ok(200)["assessment"]

    assert receipt["content"]["tier"] == "basic"
    assert assessment["verdict"]["tier"] == "basic"
    assert filing.read()["verdict"]["outcome"] == assessment["verdict"]["outcome"]


def test_a_number_that_was_refused_its_filing_is_given_to_the_next(filings: Filings) -> None:
    one, two = (filings.at(State.RECEIVED, tier="basic") for _ in range(2))
    stale = {"If-Match": '"1"'}
    filings.city.post(f"{one.path}/file", {"reason": "备案"}, headers=stale).refused(
        412, "stale-version"
    )
    one.step(filings.city, "not-file").ok(200)
    one.step(filings.city, "file").refused(409, "illegal-transition")

    filed = two.step(filings.city, "file").ok(200)

    assert filed["filing_number"].endswith("-0001")


def test_a_filing_sent_twice_is_filed_once(filings: Filings) -> None:
    one, two = (filings.at(State.RECEIVED, tier="basic") for _ in range(2))

    first = one.step(filings.city, "file", key="k-1").ok(200)
    again = one.step(filings.city, "file", key="k-1").ok(200)

    assert first == again
    assert two.step(filings.city, "file").ok(200)["filing_number"].endswith("-0002")


def test_each_tier_takes_its_own_branch(filings: Filings) -> None:
    basic = filings.at(State.DISTRICT_PASSED, tier="basic")
    advanced = filings.at(State.DISTRICT_PASSED)
    basic.step(basic.officer, "recommend").refused(422, "step-of-other-branch")
    advanced.step(advanced.officer, "tabulate").refused(422, "step-of-other-branch")
    untabulated = filings.hand_in(basic.officer, UNIT, basic, tier="basic")
    assert untabulated.faults == {"/application_ids/0": "not-recommended"}

    for filing, branch in ((basic, "filing"), (advanced, "recognition")):
        assert filing.read()["state"] == "district-passed"
        tiers = filings.city.get("/v1/rounds/tianjin-2025-2").ok(200)["tiers"]
        assert {each["tier"]: each["branch"] for each in tiers}[filing.tier] == branch


def test_what_was_received_to_be_filed_is_not_reviewed(filings: Filings) -> None:
    basic, advanced = filings.at(State.RECEIVED, tier="basic"), filings.at(State.RECEIVED)

    for step in ("start-review", "propose", "decline"):
        basic.step(filings.city, step).refused(422, "step-of-other-branch")
    for step in ("file", "not-file"):
        advanced.step(filings.city, step).refused(422, "step-of-other-branch")

    assert basic.read()["state"] == advanced.read()["state"] == "received"
