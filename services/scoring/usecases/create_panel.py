"""Makes a panel: which applications, on which scheme, with how many experts each; all faults at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import Assessment
from services.scoring.domain.machine_points import machine_points
from services.scoring.domain.panel_errors import ApplicationsTaken, PanelInvalid
from services.scoring.domain.panels.lifecycle import State
from services.scoring.domain.panels.panel import Panel
from services.scoring.domain.panels.pool import (
    Application,
    Basis,
    Line,
    Terms,
    faults_of_terms,
    repeated,
)
from services.scoring.domain.scheme_rules import faults_of_aggregation
from services.scoring.domain.schemes import Aggregation, Scheme
from services.scoring.store.assessments import assessment_of
from services.scoring.store.panels import add_panel, claim_applications, earlier_attempts
from services.scoring.usecases.panel_steps import Caller, note
from shared.canonical import JsonValue
from shared.errors import Fault
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class PanelOrder:
    panel_id: str
    round_id: str
    tier: str
    scheme_id: str
    #: As they were stated: without machine points.
    applications: Sequence[Application]
    experts_each: int
    quorum: int
    aggregation: Aggregation | None
    line: Line | None


async def create_panel(
    connection: AsyncConnection, schemes: Mapping[str, Scheme], caller: Caller, order: PanelOrder
) -> Panel:
    """Make the panel; raise PanelInvalid, ApplicationsTaken."""
    faults: list[Fault] = []
    scheme = schemes.get(order.scheme_id)
    faults.extend(_faults_of_scheme(scheme))
    ids = [one.application_id for one in order.applications]
    faults.extend(repeated(ids, pointer="/applications", name="application_id"))
    if scheme is None or not scheme.is_usable:
        raise PanelInvalid(faults=faults)
    aggregation, of_aggregation = _settled(order.aggregation, scheme)
    faults.extend(of_aggregation)
    applications, of_assessments = await _with_points(connection, scheme, order.applications)
    faults.extend(of_assessments)
    if aggregation is None:
        raise PanelInvalid(faults=faults)
    terms = Terms(
        experts_each=order.experts_each,
        quorum=order.quorum,
        aggregation=aggregation,
        line=order.line,
    )
    faults.extend(faults_of_terms(terms))
    if faults:
        raise PanelInvalid(faults=faults)
    basis = Basis(
        panel_id=order.panel_id,
        round_id=order.round_id,
        tier=order.tier,
        scheme=scheme,
        terms=terms,
        applications=tuple(applications),
        experts=(),
    )
    return await _stored(connection, caller, basis)


async def _stored(connection: AsyncConnection, caller: Caller, basis: Basis) -> Panel:
    ids = [one.application_id for one in basis.applications]
    panel = Panel(
        panel_id=basis.panel_id,
        state=State.ASSEMBLING,
        version=1,
        basis=basis,
        attempt=1 + await earlier_attempts(connection, ids),
        steps={"create": caller.signed()},
    )
    await add_panel(connection, panel)
    taken = await claim_applications(
        connection, panel_id=panel.panel_id, round_id=basis.round_id, application_ids=ids
    )
    if taken:
        raise ApplicationsTaken(
            faults=[
                Fault(pointer=f"/applications/{place}", code="taken", message=_TAKEN)
                for place, one in enumerate(ids)
                if one in taken
            ]
        )
    data: dict[str, JsonValue] = {
        "round_id": basis.round_id,
        "tier": basis.tier,
        "scheme_id": basis.scheme.scheme_id,
        "scheme_sha256": basis.scheme.content_hash.sha256,
        "attempt": panel.attempt,
    }
    await note(connection, panel.panel_id, "panel.created", caller, data)
    return panel


def _faults_of_scheme(scheme: Scheme | None) -> list[Fault]:
    if scheme is None:
        return [Fault(pointer="/scheme_id", code="scheme-unknown", message=_NO_SCHEME)]
    if not scheme.is_usable:
        return [Fault(pointer="/scheme_id", code="scheme-not-filled-in", message=_TEMPLATE)]
    return []


def _settled(stated: Aggregation | None, scheme: Scheme) -> tuple[Aggregation | None, list[Fault]]:
    """Take the scheme's rule, or the one stated when the scheme has none; never two."""
    if scheme.aggregation is not None:
        if stated is not None and stated != scheme.aggregation:
            return scheme.aggregation, [
                Fault(pointer="/aggregation", code="aggregation-differs", message=_DIFFERS)
            ]
        return scheme.aggregation, []
    if stated is None:
        return None, [Fault(pointer="/aggregation", code="required", message=_NO_RULE)]
    ids = [item.item_id for item in scheme.items]
    return stated, faults_of_aggregation(stated, ids, pointer="/aggregation")


async def _with_points(
    connection: AsyncConnection, scheme: Scheme, applications: Sequence[Application]
) -> tuple[list[Application], list[Fault]]:
    """Score each application by the machine, on the facts of its assessment."""
    scored: list[Application] = []
    faults: list[Fault] = []
    for place, one in enumerate(applications):
        pointer = f"/applications/{place}/assessment_id"
        if one.assessment_id is None:
            if scheme.machine_items():
                faults.append(Fault(pointer=pointer, code="required", message=_NO_ASSESSMENT))
            scored.append(one)
            continue
        assessment = await assessment_of(connection, one.assessment_id)
        found = _faults_of_assessment(one, assessment, scheme, pointer)
        faults.extend(found)
        if found or assessment is None:
            continue
        points, unknown = machine_points(scheme, _facts_of(assessment), pointer=pointer)
        faults.extend(unknown)
        scored.append(
            replace(one, assessment_sha256=assessment.document.sha256, machine_points=points)
        )
    return scored, faults


def _faults_of_assessment(
    application: Application, assessment: Assessment | None, scheme: Scheme, pointer: str
) -> list[Fault]:
    if assessment is None:
        return [Fault(pointer=pointer, code="assessment-unknown", message=_UNKNOWN_ASSESSMENT)]
    if assessment.subject.application_id != application.application_id:
        return [Fault(pointer=pointer, code="assessment-of-another", message=_OF_ANOTHER)]
    if scheme.machine_items() and assessment.edition_id != scheme.edition_id:
        return [Fault(pointer=pointer, code="assessment-other-edition", message=_OTHER_EDITION)]
    return []


def _facts_of(assessment: Assessment) -> dict[str, Decimal]:
    """Read the numbers among an assessment's facts, and its two counts of scenes."""
    stated = dict(json.loads(assessment.request.content).get("facts") or {})
    verdict = json.loads(assessment.document.content).get("verdict") or {}
    for name in ("scenes_built", "scenes_with_ai"):
        stated.setdefault(name, verdict.get(name))
    # The facts were checked against their edition's catalogue when the assessment was recorded, so a text
    # under the name of a numeric fact is a decimal; names of other facts are never asked for.
    return {
        name: Decimal(value)
        for name, value in stated.items()
        if not isinstance(value, bool)
        and (isinstance(value, int) or (isinstance(value, str) and _is_decimal(value)))
    }


def _is_decimal(text: str) -> bool:
    whole, _, part = text.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))


_NO_SCHEME = Text(zh="没有此评分表", en="There is no such scheme")
_TEMPLATE = Text(
    zh="这是尚未填写的模板，不能用于专家组",
    en="It is a template that is not filled in; no panel can use it",
)
_NO_RULE = Text(
    zh="评分表未规定汇总办法，须在此说明",
    en="The scheme has no way of combining ballots: state one here",
)
_DIFFERS = Text(
    zh="评分表已规定汇总办法，不能另定",
    en="The scheme states how ballots are combined; another way cannot be stated",
)
_NO_ASSESSMENT = Text(
    zh="评分表有机器计分项，须指明评估记录",
    en="The scheme has machine-scored items, so an assessment must be named",
)
_UNKNOWN_ASSESSMENT = Text(zh="没有此评估记录", en="There is no such assessment")
_OF_ANOTHER = Text(zh="该评估记录属于另一件申报", en="The assessment is of another application")
_OTHER_EDITION = Text(
    zh="该评估记录所依版次与评分表不同",
    en="The assessment was made under another edition than the scheme's",
)
_TAKEN = Text(zh="已由另一专家组评审", en="is before another panel already")
