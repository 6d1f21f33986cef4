"""Turns what use cases give into the bodies of applications."""

from services.intake.domain.applications import Application, MaturityReport
from services.intake.routes.bodies.applications import (
    ApplicationDetails,
    ApplicationSummary,
    DecisionView,
    MaturityReportBody,
)
from services.intake.routes.bodies.attachments import AttachmentView
from services.intake.usecases.read_applications import ApplicationView


def details_of(view: ApplicationView) -> ApplicationDetails:
    """Show one application whole."""
    return ApplicationDetails(
        **dict(ApplicationSummary.of(view.application)),
        maturity_report=_report_of(view.application),
        attachments=[AttachmentView.of(attachment) for attachment in view.attachments],
        decisions=[
            DecisionView(
                action=decision.action.value,
                reason=decision.reason,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
            )
            for decision in view.decisions
        ],
    )


def _report_of(application: Application) -> MaturityReportBody | None:
    report: MaturityReport | None = application.maturity_report
    return None if report is None else MaturityReportBody.model_validate(report.as_json())
