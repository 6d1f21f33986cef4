"""Takes a person's ruling on one criterion: a new version of the assessment, and the versions before stay."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.assessment import Assessment, AssessmentVersion
from services.scoring.domain.rulings import (
    MachineFinding,
    Ruling,
    RulingFinding,
    left_to_a_person,
    require_open,
    standing_rulings,
)
from services.scoring.signing.digest_signatures import Signed, sign_digests, version_name
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.assessment_versions import (
    add_version,
    lock_assessment,
    versions_of,
)
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.usecases.read_assessment import read_assessment
from shared.canonical import JsonValue
from shared.etags import require_version
from shared.event_log import NewEvent, append_event
from shared.failpoints import fail_point


@dataclass(frozen=True, kw_only=True)
class RulingOrder:
    """Which ruling is to be taken, on which version."""

    assessment_id: str
    ruling: Ruling
    #: Who sent it: the person, or the service that the person used.
    sent_by: str
    expected: frozenset[int]


async def rule_on_criterion(
    connection: AsyncConnection, order: RulingOrder, signer: ReceiptSigner
) -> AssessmentVersion:
    """Give the new version; raise AssessmentNotFound, StaleETag, CriterionNotInVerdict or RulingNotOpen."""
    await lock_assessment(connection, order.assessment_id)
    assessment = await read_assessment(connection, order.assessment_id)
    earlier = await versions_of(connection, order.assessment_id)
    require_version(1 + len(earlier), order.expected)
    verdict = json.loads(assessment.document.content)["verdict"]
    found = [
        MachineFinding(criterion_id=one["criterion_id"], kind=one["kind"], result=one["result"])
        for one in verdict["criteria"]
    ]
    require_open(found, order.ruling)
    rulings = [ruling_in(one.content["ruling"]) for one in earlier]
    standing = standing_rulings(found, [*rulings, order.ruling])
    previous = earlier[-1].document.sha256 if earlier else assessment.document.sha256
    number = len(earlier) + 2
    document: dict[str, JsonValue] = {
        "assessment_id": order.assessment_id,
        "version": number,
        "previous_sha256": previous,
        "assessment_sha256": assessment.document.sha256,
        "edition_id": assessment.edition_id,
        "edition_hash": verdict["edition_hash"],
        "tier": assessment.tier,
        "outcome": assessment.outcome,
        "left_to_a_person": left_to_a_person(found, standing),
        "ruling": ruling_document(order.ruling),
        "rulings": [ruling_document(one) for one in standing],
    }
    version = _version(order, number, document, signer)
    await add_version(connection, version)
    await fail_point("rule-on-criterion.after-version")
    await append_event(connection, _ruled(assessment, version, order))
    return version


def _version(
    order: RulingOrder, number: int, document: dict[str, JsonValue], signer: ReceiptSigner
) -> AssessmentVersion:
    kept = kept_bytes(document)
    name = version_name(order.assessment_id, number)
    return AssessmentVersion(
        assessment_id=order.assessment_id,
        version=number,
        document=kept,
        content=document,
        signature=sign_digests(signer, Signed.ASSESSMENT_VERSION, name, kept),
        ruled_at=order.ruling.ruled_at,
        ruled_by=order.ruling.ruled_by,
    )


def ruling_document(ruling: Ruling) -> dict[str, JsonValue]:
    """Write a ruling down as versions have it."""
    return {
        "criterion_id": ruling.criterion_id,
        "finding": ruling.finding.value,
        "reason": ruling.reason,
        "ruled_by": ruling.ruled_by,
        "ruled_at": ruling.ruled_at.isoformat(),
    }


def ruling_in(document: Mapping[str, str]) -> Ruling:
    """Read a ruling back."""
    return Ruling(
        criterion_id=document["criterion_id"],
        finding=RulingFinding(document["finding"]),
        reason=document["reason"],
        ruled_by=document["ruled_by"],
        ruled_at=datetime.fromisoformat(document["ruled_at"]),
    )


def _ruled(assessment: Assessment, version: AssessmentVersion, order: RulingOrder) -> NewEvent:
    return NewEvent(
        aggregate_type="assessment",
        aggregate_id=assessment.assessment_id,
        kind="assessment.ruled",
        data={
            "application_id": assessment.subject.application_id,
            "revision_number": assessment.subject.revision_number,
            "version": version.version,
            "version_sha256": version.document.sha256,
            "left_to_a_person": version.content["left_to_a_person"],
            **ruling_document(order.ruling),
        },
        actor=order.sent_by,
        at=order.ruling.ruled_at,
    )
