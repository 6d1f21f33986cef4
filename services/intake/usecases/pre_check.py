"""Pre-check (预检): what is still missing, and what scoring would find, without changing anything."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.applications import Application, Attachment
from services.intake.domain.facts import scoring_facts
from services.intake.domain.portal_filing import late_faults, record_faults
from services.intake.domain.rounds import DocumentKind
from services.intake.store.applications import application_for
from services.intake.store.enterprises import read_enterprise, read_factory
from services.intake.store.revisions import standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.look_up_register import prerequisite_of
from shared.canonical import as_json_object
from shared.contracts.scoring import EvaluationRequest
from shared.contracts.verdicts import Verdict
from shared.errors import Fault
from shared.request_errors import ServiceUnavailable
from shared.text import Text
from shared.transactions import Transaction

_FIGURES_MISSING = Text(
    zh="请填写成熟度自评估报告的数据", en="The figures of the maturity report are missing"
)
_REPORT_MISSING = Text(
    zh="请上传成熟度自评估报告", en="The file of the maturity report is not attached"
)


@dataclass(frozen=True, kw_only=True)
class PreCheck:
    """What a pre-check found."""

    #: Whether nothing keeps it from being finalised, or from being recorded.
    is_complete: bool
    faults: tuple[Fault, ...]
    #: None while scoring does not answer; the rest of the pre-check stands all the same.
    verdict: Verdict | None


async def pre_check(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> PreCheck:
    """Check completeness and ask scoring for a dry run; raise ApplicationNotFound."""
    connection = await transaction.connection()
    application = await application_for(connection, application_id, caller.access)
    missing = await completeness_of(context, connection, application)
    beside = await _faults_beside(context, connection, application)
    request = await evaluation_request(context, connection, application)
    await transaction.release()
    try:
        verdict = await context.scoring.evaluate(request)
    except ServiceUnavailable:
        verdict = None
    return PreCheck(is_complete=not missing, faults=(*missing, *beside), verdict=verdict)


async def completeness_of(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> tuple[Fault, ...]:
    """List everything that keeps an application from being finalised, or from being recorded."""
    rules = context.rules_for(application.round_id, application.tier)
    if rules.is_filed_elsewhere:
        attachments = await standing_attachments(connection, application.application_id)
        return (
            *record_faults(application, rules, attachments),
            *late_faults(application.portal_filing, rules),
        )
    enterprise = await read_enterprise(connection, application.enterprise_id)
    factory = await read_factory(connection, application.factory_id)
    attachments = await standing_attachments(connection, application.application_id)
    schema = context.round_named(application.round_id).form_schema
    faults = _in_form(
        schema.completeness_faults(
            application.form, tier=application.tier, enterprise=enterprise, factory=factory
        )
    )
    return (*faults, *_report_faults(application, attachments))


async def _faults_beside(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> list[Fault]:
    """List what is wrong with the form of a national tier: told, though the record does not ask for it."""
    if not context.rules_for(application.round_id, application.tier).is_filed_elsewhere:
        return []
    schema = context.round_named(application.round_id).form_schema
    return _in_form(
        schema.filled_faults(
            application.form,
            enterprise=await read_enterprise(connection, application.enterprise_id),
            factory=await read_factory(connection, application.factory_id),
        )
    )


def _in_form(faults: Iterable[Fault]) -> list[Fault]:
    return [replace(fault, pointer=f"/form{fault.pointer}") for fault in faults]


def _report_faults(application: Application, attachments: dict[str, Attachment]) -> list[Fault]:
    faults = []
    if application.maturity_report is None:
        faults.append(Fault(pointer="/maturity_report", code="required", message=_FIGURES_MISSING))
    if DocumentKind.MATURITY_REPORT.value not in attachments:
        pointer = f"/attachments/{DocumentKind.MATURITY_REPORT.value}"
        faults.append(Fault(pointer=pointer, code="required", message=_REPORT_MISSING))
    return faults


async def evaluation_request(
    context: IntakeContext, connection: AsyncConnection, application: Application
) -> EvaluationRequest:
    """Put an application's facts to its round's edition."""
    enterprise = await read_enterprise(connection, application.enterprise_id)
    loaded = context.round_named(application.round_id)
    facts = scoring_facts(
        loaded.form_schema.root,
        application.form,
        round_=loaded.round,
        maturity=application.maturity_report,
        enterprise=enterprise,
        meets_prerequisite=await prerequisite_of(context, connection, application),
    )
    return EvaluationRequest(
        edition_id=loaded.round.edition_id,
        tier=application.tier.value,
        round_id=application.round_id,
        facts=as_json_object(facts),
    )
