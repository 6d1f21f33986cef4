"""会同意见: each partner bureau gives its own opinion on what it was asked about, and reads just that."""

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import OTHER_UNIT, UNIT, scan
from tests.intake.filings import Filing, Filings

DESK = "/v1/joint-opinions"


def on_the_desk(caller: Api, waiting: str | None = None) -> list[str]:
    """Walk all pages of a desk, one application a page."""
    question = {"limit": 1} if waiting is None else {"limit": 1, "waiting": waiting}
    seen: list[str] = []
    cursor = None
    while True:
        page = caller.get(DESK, params=question | ({"cursor": cursor} if cursor else {})).ok(200)
        seen += [item["application"]["application_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return seen


def asked_about(filings: Filings, *tiers: str) -> list[Filing]:
    """Give one of each tier: a unit hands in a tier once."""
    return [filings.at(State.AWAITING_OPINIONS, tier=tier) for tier in tiers]


def test_each_bureau_gives_its_own_opinion_and_may_change_it_until_the_decision(
    filings: Filings,
) -> None:
    filing = filings.at(State.AWAITING_OPINIONS, tier="leading")
    finance = filings.bureau("finance")

    first = filing.opine(finance, "finance", opinion="disagree", reason="投资数据待核")
    again = filing.opine(finance, "finance", opinion="disagree", reason="投资数据待核")
    filing.opine(finance, "finance", if_match=first.headers["etag"]).ok(200)
    filing.opine(finance, "data").refused(403, "bureau-not-yours")
    assert first.ok(200) == again.ok(200)
    for wrong in ({"opinion": "perhaps"}, {"reason": ""}):
        assert set(filing.opine(finance, "finance", **wrong).faults) == {f"/{next(iter(wrong))}"}

    listed = filings.city.get(f"{filing.path}/joint-opinions").ok(200)["items"]
    assert [(each["version"], each["opinion"]) for each in listed] == [
        (1, "disagree"),
        (2, "agree"),
    ]
    assert finance.get(f"{filing.path}/joint-opinions").ok(200)["items"] == listed
    filing.step(filings.city, "not-forward").ok(200)
    filing.opine(finance, "finance", if_match='"2"').refused(409, "opinion-not-asked")
    assert filing.kinds_of_events().count("application.opinion-given") == 2


def test_no_opinion_is_overwritten_by_who_has_not_read_it(filings: Filings) -> None:
    filing = filings.at(State.AWAITING_OPINIONS, tier="excellent")
    one, other = (filings.bureau("finance", subject=f"finance-{number}") for number in (1, 2))
    filing.opine(one, "finance", if_match='"7"').refused(412, "stale-version")
    filing.opine(one, "finance", if_match='"0"').ok(200)

    unread = filing.opine(other, "finance", opinion="disagree")
    unread.refused(428, "if-match-missing")
    filing.opine(other, "finance", opinion="disagree", if_match='"0"').refused(412, "stale-version")
    filing.opine(other, "finance", opinion="disagree", if_match="2").refused(400, "if-match-malformed")  # fmt: skip

    (stands,) = filings.city.get(f"{filing.path}/joint-opinions").ok(200)["items"]
    assert (stands["opinion"], stands["given_by"]) == ("agree", "finance-1")


def test_a_bureaus_desk_holds_what_it_was_asked_and_what_still_waits(filings: Filings) -> None:
    finance, data = filings.bureau("finance"), filings.bureau("data")
    assert on_the_desk(finance) == []
    first, second = asked_about(filings, "excellent", "leading")
    both = [second.application_id, first.application_id]
    filings.at(State.IN_REVIEW, filings.firm(unit=OTHER_UNIT), tier="excellent")

    assert on_the_desk(finance) == on_the_desk(finance, "true") == both
    first.opine(finance, "finance").ok(200)

    assert on_the_desk(finance, "true") == [second.application_id]
    assert on_the_desk(finance, "false") == [first.application_id]
    assert on_the_desk(data, "true") == on_the_desk(finance) == both
    entry = finance.get(DESK, params={"waiting": "false"}).ok(200)["items"][0]
    assert (entry["opinion"]["bureau"], entry["opinion"]["version"]) == ("finance", 1)
    assert entry["application"]["state"] == "awaiting-opinions"
    second.step(filings.city, "not-forward").ok(200)
    assert on_the_desk(finance, "true") == []
    assert on_the_desk(finance, "false") == both


def test_a_desk_of_nobody_is_empty(filings: Filings) -> None:
    """A unit's code in a bureau officer's token opens nothing, and neither does none at all."""
    asked_about(filings, "excellent")

    for code in ("statistics", UNIT, "120000", "", None):
        stranger = filings.bureau(code, relation="stranger")
        assert on_the_desk(stranger) == on_the_desk(stranger, "true") == []
        assert stranger.get("/v1/applications").ok(200)["items"] == []


def test_a_unit_of_a_bureaus_name_is_no_bureau_and_a_bureau_no_unit(filings: Filings) -> None:
    (filing,) = asked_about(filings, "excellent")

    for code in ("finance", "data"):
        caller = filings.officer(code, relation="stranger")
        caller.get(filing.path).refused(404, "application-not-found")
        caller.get(DESK).refused(403, "role-forbidden")
    filings.bureau("finance").get(filing.hand_in_path).refused(403, "role-forbidden")


def test_a_bureau_reads_the_files_of_what_it_was_asked_about_and_of_nothing_else(
    filings: Filings,
) -> None:
    (asked,) = asked_about(filings, "excellent")
    other = filings.at(State.IN_REVIEW, filings.firm(unit=OTHER_UNIT), tier="excellent")
    finance = filings.bureau("finance")

    ticket = finance.get(f"{asked.path}/attachments/portal-form/content").ok(200)
    assert filings.documents.send("GET", ticket["url"]).content == scan()
    refused = finance.get(f"{other.path}/attachments/portal-form/content")
    refused.refused(404, "application-not-found")
    asked.step(filings.city, "not-forward").ok(200)
    # What it has opined on it may still look up.
    for part in ("", "/form", "/receipt", "/revisions", "/paper-copies", "/joint-opinions"):
        assert finance.get(f"{asked.path}{part}").status == 200, part
