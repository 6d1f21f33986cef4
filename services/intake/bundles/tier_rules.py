"""Reads what a round says about one tier."""

from services.intake.bundles.bases import read_basis
from services.intake.bundles.reading import Entry
from services.intake.bundles.round_papers import read_letter, read_paper
from services.intake.bundles.summary_tables import read_summary_table
from services.intake.domain.register import RecognisedBy, Recognition
from services.intake.domain.rounds import (
    Branch,
    Bureau,
    Channel,
    Condition,
    DocumentKind,
    FilingNumbers,
    MinistryResult,
    Prerequisite,
    Publicity,
    RequiredDocument,
    TierRules,
    Window,
)
from services.intake.domain.tiers import Tier

_FIELDS = (
    "channel",
    "branch",
    "is_open_here",
    "portal_url",
    "window",
    "application_form",
    "summary_table",
    "recommendation_letter",
    "required_documents",
    "prerequisite",
    "conditions",
    "recommendation_is_ordered",
    "recommendation_basis",
    "publicity",
    "filing_numbers",
    "bureaus",
    "ministry_result",
)
_WINDOW_DAYS = ("opens_on", "enterprise_closes_on", "unit_closes_on")
_BASES = (*_WINDOW_DAYS, "closing_hour")


def read_tier_rules(tier: Tier, entry: Entry) -> TierRules:
    """Read one tier; faults go to the entry's collection."""
    entry.only(*_FIELDS)
    branch = entry.at("branch").member(Branch)
    return TierRules(
        tier=tier,
        channel=entry.at("channel").member(Channel),
        branch=branch,
        is_open_here=entry.at("is_open_here").answer(),
        portal_url=entry.at("portal_url").text(),
        window=_window(entry.at("window")),
        application_form=read_paper(entry.at("application_form")),
        summary_table=read_summary_table(entry.at("summary_table")),
        recommendation_letter=read_letter(entry.at("recommendation_letter"))
        if entry.has("recommendation_letter")
        else None,
        required_documents=tuple(
            _document(each) for each in entry.at("required_documents").entries()
        ),
        prerequisite=_prerequisite(entry.at("prerequisite")) if entry.has("prerequisite") else None,
        conditions=tuple(_condition(each) for each in entry.at("conditions").entries()),
        recommendation_is_ordered=entry.at("recommendation_is_ordered").answer(),
        recommendation_basis=read_basis(entry.at("recommendation_basis")),
        publicity=_publicity(entry.at("publicity")) if entry.has("publicity") else None,
        filing_numbers=_filing_numbers(entry, branch),
        bureaus=_bureaus(entry, branch),
        ministry_result=_ministry_result(entry, branch),
    )


def _window(entry: Entry) -> Window:
    entry.only(*_WINDOW_DAYS, "bases")
    bases = entry.at("bases").only(*_BASES)
    window = Window(
        opens_on=entry.at("opens_on").day(),
        enterprise_closes_on=entry.at("enterprise_closes_on").day(),
        unit_closes_on=entry.at("unit_closes_on").day(),
        bases={name: read_basis(bases.at(name)) for name in _BASES},
    )
    if not window.opens_on <= window.enterprise_closes_on <= window.unit_closes_on:
        entry.fault("must open first, then close to enterprises, then to units")
    return window


def _document(entry: Entry) -> RequiredDocument:
    entry.only("kind", "title", "basis")
    return RequiredDocument(
        kind=entry.at("kind").member(DocumentKind),
        title=entry.at("title").both_languages(),
        basis=read_basis(entry.at("basis")),
    )


def _prerequisite(entry: Entry) -> Prerequisite:
    entry.only("title", "fact", "recognitions", "basis")
    recognitions = entry.at("recognitions").entries() if entry.has("recognitions") else ()
    return Prerequisite(
        title=entry.at("title").both_languages(),
        fact=entry.at("fact").optional_text(),
        recognitions=tuple(_recognition(each) for each in recognitions),
        basis=read_basis(entry.at("basis")),
    )


def _recognition(entry: Entry) -> Recognition:
    entry.only("tier", "by", "batch")
    return Recognition(
        tier=entry.at("tier").member(Tier),
        by=entry.at("by").member(RecognisedBy),
        batch=entry.at("batch").text(),
    )


def _condition(entry: Entry) -> Condition:
    entry.only("condition_id", "title", "basis")
    return Condition(
        condition_id=entry.at("condition_id").text(),
        title=entry.at("title").both_languages(),
        basis=read_basis(entry.at("basis")),
    )


def _publicity(entry: Entry) -> Publicity:
    entry.only("working_days", "basis")
    return Publicity(
        working_days=entry.at("working_days").integer(minimum=1),
        basis=read_basis(entry.at("basis")),
    )


def _filing_numbers(entry: Entry, branch: Branch) -> FilingNumbers | None:
    if not entry.has("filing_numbers"):
        if branch is Branch.FILING:
            entry.at("filing_numbers").fault("must be there: the branch is filing")
        return None
    numbers = entry.at("filing_numbers").only("prefix", "digits", "basis")
    if branch is not Branch.FILING:
        numbers.fault("must not be there: the branch is not filing")
    return FilingNumbers(
        prefix=numbers.at("prefix").text(),
        digits=numbers.at("digits").integer(minimum=1),
        basis=read_basis(numbers.at("basis")),
    )


def _bureaus(entry: Entry, branch: Branch) -> tuple[Bureau, ...]:
    if not entry.has("bureaus"):
        if branch is Branch.FORWARDING:
            entry.at("bureaus").fault("must be there: the branch is forwarding")
        return ()
    place = entry.at("bureaus")
    if branch is not Branch.FORWARDING:
        place.fault("must not be there: the branch is not forwarding")
    bureaus = tuple(_bureau(each) for each in place.entries())
    if len({bureau.code for bureau in bureaus}) != len(bureaus):
        place.fault("names a bureau twice")
    return bureaus


def _bureau(entry: Entry) -> Bureau:
    entry.only("code", "name", "basis")
    return Bureau(
        code=entry.at("code").text(),
        name=entry.at("name").both_languages(),
        basis=read_basis(entry.at("basis")),
    )


def _ministry_result(entry: Entry, branch: Branch) -> MinistryResult | None:
    if branch is not Branch.FORWARDING:
        if entry.has("ministry_result"):
            entry.at("ministry_result").fault("must not be there: the branch is not forwarding")
        return None
    result = entry.at("ministry_result").only("title", "basis")
    return MinistryResult(
        title=result.at("title").both_languages(), basis=read_basis(result.at("basis"))
    )
