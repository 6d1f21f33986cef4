"""Stretches of an application's life, put together from single steps: how far a play wants to go."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.scenarios.firm import Firm, JsonObject
from services.scenarios.front_end import FrontEnd, Venue
from services.scenarios.maturity_report import maturity_report
from services.scenarios.people import applicant_of, district_officer_of
from services.scenarios.scan import AS_IT_SHOULD_BE, DPI, Handling, stamped_scan
from services.scenarios.steps import deciding, filling_in, submitting
from services.scenarios.steps.filling_in import MATURITY_REPORT, STAMPED_SCAN, TIER, LocalFile
from services.scenarios.wording import CHINA


class Scanner(Protocol):
    """Makes the stamped scan of a printed form."""

    def __call__(
        self,
        printed_form: bytes,
        firm: Firm,
        *,
        signed_on: date,
        dpi: int,
        handling: Handling = AS_IT_SHOULD_BE,
    ) -> LocalFile: ...


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft, and who works on it."""

    firm: Firm
    applicant: FrontEnd
    application_id: str


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A finalised application with its stamped scan: one click from being submitted."""

    firm: Firm
    applicant: FrontEnd
    application_id: str
    revision: JsonObject
    printed_form: bytes
    scan: LocalFile

    @property
    def revision_number(self) -> int:
        """The revision that the scan proves."""
        return int(self.revision["number"])


def fill_in(venue: Venue, firm: Firm, *, tier: str = TIER, form: JsonObject | None = None) -> Draft:
    """Fill in a firm's application until nothing is missing."""
    draft = start(venue, firm, tier=tier)
    applicant, application_id = draft.applicant, draft.application_id
    filling_in.autosave(applicant, application_id, form or firm.form())
    add_maturity(draft)
    return draft


def start(venue: Venue, firm: Firm, *, tier: str = TIER) -> Draft:
    """Register a firm and start an empty draft."""
    applicant = venue.front_end(applicant_of(firm))
    filling_in.read_round(applicant, tier)
    registered = filling_in.register(applicant, firm)
    return Draft(
        firm=firm,
        applicant=applicant,
        application_id=filling_in.start_application(applicant, registered, tier),
    )


def add_maturity(draft: Draft) -> None:
    """Record the figures of the maturity report, and attach the report itself."""
    applicant, application_id = draft.applicant, draft.application_id
    filling_in.record_maturity(applicant, application_id, draft.firm.maturity)
    report = maturity_report(draft.firm)
    stored = filling_in.upload(applicant, application_id, MATURITY_REPORT, report)
    filling_in.attach(applicant, application_id, MATURITY_REPORT, stored)


def make_ready(
    draft: Draft,
    *,
    dpi: int = DPI,
    scanner: Scanner = stamped_scan,
    handling: Handling = AS_IT_SHOULD_BE,
) -> Ready:
    """Finalise a draft, print it, stamp it, scan it, and attach the scan."""
    applicant, application_id = draft.applicant, draft.application_id
    revision = submitting.finalise(applicant, application_id)
    printed = submitting.fetch_printed_form(applicant, application_id, int(revision["number"]))
    signed_on = applicant.business_time().astimezone(CHINA).date()
    scan = scanner(printed, draft.firm, signed_on=signed_on, dpi=dpi, handling=handling)
    applicant.tell("打印、签字、盖章、扫描 · signs, stamps and scans it", f"{signed_on}，{dpi} dpi")
    stored = filling_in.upload(applicant, application_id, STAMPED_SCAN, scan)
    filling_in.attach(applicant, application_id, STAMPED_SCAN, stored)
    return Ready(
        firm=draft.firm,
        applicant=applicant,
        application_id=application_id,
        revision=revision,
        printed_form=printed,
        scan=scan,
    )


def recommend(venue: Venue, firm: Firm, application_id: str) -> JsonObject:
    """Let the firm's unit pass the application, recommend it and hand it in; give the hand-in."""
    officer = venue.front_end(district_officer_of(firm.factory_unit_code))
    deciding.pass_review(officer, application_id)
    deciding.recommend(officer, application_id)
    return deciding.hand_in(officer, [application_id], firm.factory_unit_code)
