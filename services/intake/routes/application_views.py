"""Turns what use cases give into the bodies of applications."""

from services.intake.domain.applications import Application, MaturityReport
from services.intake.domain.rates import computed_rates
from services.intake.routes.bodies.applications import (
    ApplicationDetails,
    ApplicationSummary,
    CorrectionBody,
    DecisionView,
    FormBody,
    ForwardedView,
    MaturityReportBody,
    RateView,
)
from services.intake.routes.bodies.attachments import AttachmentView
from services.intake.routes.bodies.portal import PortalFilingBody
from services.intake.usecases.context import IntakeContext
from services.intake.usecases.read_applications import ApplicationView


def details_of(view: ApplicationView) -> ApplicationDetails:
    """Show one application whole."""
    return ApplicationDetails(
        **dict(ApplicationSummary.of(view.application)),
        maturity_report=_report_of(view.application),
        portal_filing=PortalFilingBody.of(filing)
        if (filing := view.application.portal_filing)
        else None,
        attachments=[AttachmentView.of(attachment) for attachment in view.attachments],
        decisions=[
            DecisionView(
                action=decision.action.value,
                reason=decision.reason,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
                source_title=decision.source_title,
                source_url=decision.source_url,
                corrections=[
                    CorrectionBody(pointer=each.pointer, reason=each.reason)
                    for each in decision.corrections
                ],
                revision_number=decision.revision_number,
            )
            for decision in view.decisions
        ],
        forwarded=_forwarded(view),
    )


def form_of(context: IntakeContext, application: Application) -> FormBody:
    """Show the form with the rates that follow from it."""
    root = context.round_named(application.round_id).form_schema.root
    return FormBody(
        application_id=application.application_id,
        version=application.version,
        form=dict(application.form),
        computed_rates=[
            RateView(pointer=rate.pointer, title=rate.title.as_json(), percent=rate.percent)
            for rate in computed_rates(root, application.form)
        ],
    )


def _forwarded(view: ApplicationView) -> ForwardedView | None:
    forwarding = view.forwarding
    place = forwarding.place_of(view.application.application_id) if forwarding else None
    if forwarding is None or place is None:
        return None
    return ForwardedView(forwarding_id=forwarding.forwarding_id, place=place)


def _report_of(application: Application) -> MaturityReportBody | None:
    report: MaturityReport | None = application.maturity_report
    return None if report is None else MaturityReportBody.model_validate(report.as_json())
