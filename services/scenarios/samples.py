"""Sample data for a system that somebody wants to look at: a few applications, each left in another state.

All of it comes about over HTTP, as front ends would do it. Playing it again does nothing to a firm that is
registered already, so that an interrupted play can be taken up again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from services.scenarios.cast import Member, Tier, the_cast
from services.scenarios.front_end import Unexpected, Venue
from services.scenarios.lives import Scanner, fill_in, make_ready
from services.scenarios.national_lives import bring_export, prepare_record
from services.scenarios.people import CITY_OFFICER, OPERATOR, district_officer_of
from services.scenarios.portal_form import PortalFiling
from services.scenarios.steps import correcting, deciding, recording, submitting
from services.scenarios.steps.clock import move_clock

_FILE = Path(__file__).parent / "data" / "samples.yaml"
#: Fine enough to be read back without a word about it.
_DPI = 120


class Stop(StrEnum):
    """Where a sample is left, in the order of a life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PORTAL_FILED = "portal-filed"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    HANDED_IN = "handed-in"
    FILED = "filed"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One firm of the cast, and how far it gets."""

    member: str
    state: Stop


@dataclass(frozen=True, kw_only=True)
class SampleData:
    """All samples, and the moment at which business time is left."""

    clock: datetime
    samples: tuple[Sample, ...]


@cache
def the_samples() -> SampleData:
    """Read the samples."""
    text = _FILE.read_text(encoding="utf-8")
    return TypeAdapter(SampleData).validate_python(yaml.safe_load(text))


def set_clock(venue: Venue) -> datetime:
    """Move business time to where the samples can be tried."""
    clock = the_samples().clock
    move_clock(venue.front_end(OPERATOR), clock)
    return clock


def play_samples(venue: Venue, scanner: Scanner) -> None:
    """Bring about every sample that is not there yet."""
    members = {member.key: member for member in the_cast()}
    for sample in the_samples().samples:
        try:
            _play(venue, members[sample.member], sample.state, scanner)
        except Unexpected as refusal:
            if refusal.code != "enterprise-exists":
                raise


def _play(venue: Venue, member: Member, state: Stop, scanner: Scanner) -> None:
    if state is Stop.PORTAL_FILED:
        _record(venue, member)
        return
    draft = fill_in(venue, member.firm, tier=member.tier, form=member.form())
    application_id = draft.application_id
    if state is Stop.DRAFT:
        return
    ready = make_ready(draft, dpi=_DPI, scanner=scanner)
    submitting.submit(ready.applicant, application_id, ready.revision_number)
    officer = venue.front_end(district_officer_of(member.firm.factory_unit_code))
    if state is Stop.RETURNED:
        places = [{"pointer": "/form/effects/next_plan", "reason": "请补充时间安排"}]
        correcting.return_for_correction(officer, application_id, places)
    if state in {Stop.SUBMITTED, Stop.RETURNED}:
        return
    deciding.pass_review(officer, application_id)
    if member.tier is Tier.BASIC:
        deciding.tabulate(officer, application_id)
    else:
        deciding.recommend(officer, application_id)
    if state is Stop.RECOMMENDED:
        return
    unit_code = member.firm.factory_unit_code
    handed_in = deciding.hand_in(officer, [application_id], unit_code, member.tier)
    if state is Stop.FILED:
        city = venue.front_end(CITY_OFFICER)
        deciding.receive(city, str(handed_in["hand_in_id"]))
        deciding.file_basic(city, application_id)


def _record(venue: Venue, member: Member) -> None:
    draft = prepare_record(venue, member)
    filed_at = the_samples().clock - timedelta(days=1)
    filing = PortalFiling(portal_number=member.portal_number or "", filed_at=filed_at)
    bring_export(draft, member, filing)
    recording.record(draft.applicant, draft.application_id)
