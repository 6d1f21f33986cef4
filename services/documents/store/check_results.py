"""What checks came to, as bytes that were hashed, and the state of a version's checks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.domain.check_life import CheckState
from services.documents.domain.checks import (
    CheckResult,
    Crop,
    KeptFinding,
    StepOutcome,
    StepRun,
)
from services.documents.domain.findings import Box, Finding, FindingKind, Severity
from services.documents.store.check_tables import version_checks
from services.documents.store.tables import document_versions
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of
from shared.text import Text

_FORMAT = "tidu-document-check-1"


@dataclass(frozen=True, kw_only=True)
class KeptResult:
    """A result as it was kept."""

    findings: Sequence[KeptFinding]
    steps: Sequence[StepRun]
    sha256: str
    sm3: str
    checked_at: datetime
    #: Page → quarter turns clockwise, in degrees, that make it upright.
    turns: Mapping[int, int]


async def set_check_state(connection: AsyncConnection, version_id: str, state: CheckState) -> None:
    """Record where a version's checks stand."""
    await connection.execute(
        update(document_versions)
        .where(document_versions.c.id == version_id)
        .values(check_state=state.value)
    )


async def keep_result(
    connection: AsyncConnection, version_id: str, result: CheckResult, *, at: datetime
) -> str:
    """Keep a result in place of an earlier one; give its SHA-256."""
    content = canonical_bytes(
        {
            "format": _FORMAT,
            "version_id": version_id,
            "hold": result.hold and result.hold.value,
            "steps": [_step_written(step) for step in result.steps],
            "findings": [_finding_written(kept) for kept in result.findings],
            "turns": {str(page): turn for page, turn in sorted(result.turns.items())},
        }
    )
    digests = digests_of(content)
    await connection.execute(
        delete(version_checks).where(version_checks.c.version_id == version_id)
    )
    await connection.execute(
        insert(version_checks).values(
            version_id=version_id,
            content=content,
            # Beside the bytes that are hashed: the same findings have new pictures each time, and the same digest.
            crops=canonical_bytes(
                {
                    str(number): _crop_written(kept.crop)
                    for number, kept in enumerate(result.findings)
                    if kept.crop is not None
                }
            ),
            sha256=digests.sha256,
            sm3=digests.sm3,
            checked_at=at,
        )
    )
    return digests.sha256


async def result_of(connection: AsyncConnection, version_id: str) -> KeptResult | None:
    """Read what a version's checks came to."""
    statement = select(version_checks).where(version_checks.c.version_id == version_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    content, crops = json.loads(row.content), json.loads(row.crops)
    return KeptResult(
        findings=[
            KeptFinding(finding=_finding_read(each), crop=_crop_read(crops.get(str(number))))
            for number, each in enumerate(content["findings"])
        ],
        steps=[
            StepRun(name=step["name"], outcome=StepOutcome(step["outcome"]), engine=step["engine"])
            for step in content["steps"]
        ],
        sha256=row.sha256,
        sm3=row.sm3,
        checked_at=row.checked_at,
        turns={int(page): turn for page, turn in content.get("turns", {}).items()},
    )


def _step_written(step: StepRun) -> dict[str, JsonValue]:
    return {"name": step.name, "outcome": step.outcome.value, "engine": step.engine}


def _finding_written(kept: KeptFinding) -> dict[str, JsonValue]:
    finding, box = kept.finding, kept.finding.box
    return {
        "code": finding.kind.code,
        "severity": finding.kind.severity.value,
        "title": _text_written(finding.kind.title),
        "page": finding.page,
        "box": None if box is None else _box_written(box),
        "expected": _text_written(finding.expected),
        "found": _text_written(finding.found),
    }


def _box_written(box: Box) -> dict[str, JsonValue]:
    return {"left": box.left, "top": box.top, "width": box.width, "height": box.height}


def _crop_written(crop: Crop) -> dict[str, JsonValue]:
    return {"key": crop.object_key, "version": crop.object_version}


def _text_written(text: Text | None) -> JsonValue:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _crop_read(written: dict[str, str] | None) -> Crop | None:
    return (
        None
        if written is None
        else Crop(object_key=written["key"], object_version=written["version"])
    )


def _finding_read(written: dict[str, Any]) -> Finding:
    box = written["box"]
    return Finding(
        kind=FindingKind(
            code=written["code"],
            severity=Severity(written["severity"]),
            title=Text(**written["title"]),
        ),
        page=written["page"],
        box=Box(**box) if box else None,
        expected=Text(**written["expected"]) if written["expected"] else None,
        found=Text(**written["found"]) if written["found"] else None,
    )
