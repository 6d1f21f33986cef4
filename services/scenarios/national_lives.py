"""Stretches of the life of an application that is filed in the national portal (卓越级, 领航级)."""

from services.scenarios.cast import Member
from services.scenarios.front_end import Venue
from services.scenarios.lives import Draft, start
from services.scenarios.portal_form import PortalFiling, portal_form
from services.scenarios.steps import filling_in, recording
from services.scenarios.steps.filling_in import LocalFile
from services.scenarios.steps.recording import PORTAL_FORM


def prepare_record(venue: Venue, member: Member) -> Draft:
    """Register the firm and repeat here what it filled in there."""
    draft = start(venue, member.firm, tier=member.tier)
    applicant, application_id = draft.applicant, draft.application_id
    filling_in.autosave(applicant, application_id, member.form())
    filling_in.record_maturity(applicant, application_id, member.firm.maturity)
    return draft


def bring_export(draft: Draft, member: Member, filing: PortalFiling) -> LocalFile:
    """Note the portal's number and time, and attach the form exported from it; give that form."""
    applicant, application_id = draft.applicant, draft.application_id
    recording.note_portal_filing(applicant, application_id, filing)
    export = portal_form(member.firm, member.tier, member.form(), filing)
    stored = filling_in.upload(applicant, application_id, PORTAL_FORM, export)
    filling_in.attach(applicant, application_id, PORTAL_FORM, stored)
    return export
