"""``tidu documents-verify``: read everything in the store again and hold it against the database."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from typing import Annotated

import typer

from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.domain.keeping import Discrepancy, DiscrepancyKind
from services.documents.domain.verifications import Phase, Verification
from services.documents.settings import DocumentsSettings
from services.documents.store.store_survey import StoreSurvey
from services.documents.usecases.verify_store import VerificationTakenOver, Verifier
from shared.database import Database
from shared.failpoints import arm

#: Exit codes: store and database disagree; the comparison did not come to its end, and goes on when asked again.
DIFFERS = 1
BROKEN_OFF = 2

_FORMAT = "tidu-store-verification-1"


def documents_verify(
    *,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="不续做中断的核对，从头开始 · drop a run that was broken off"),
    ] = False,
    batch: Annotated[
        int, typer.Option(min=1, max=1000, help="每批数量 · versions or objects of one step")
    ] = 200,
    grace_s: Annotated[
        int,
        typer.Option(
            min=0, help="更新的对象不算无主（秒） · younger objects may still get their row"
        ),
    ] = 3600,
) -> None:
    """核对存储与数据库 · Re-hash the store against the database; killed, it goes on where it was.

    结果为标准输出上的 JSON：missing 缺失、changed 内容不符、unreadable 无法读取、orphaned 无主。只读，不作任何修改。
    退出码：0 一致；1 有出入；2 未完成，再次运行即续做 · exit 0 they agree, 1 they do not, 2 not finished: run it again.
    """
    settings = DocumentsSettings()
    arm(*settings.fail_points())
    try:
        found = asyncio.run(_verify(settings, anew=anew, batch=batch, grace_s=grace_s))
    except (ObjectStoreUnavailable, VerificationTakenOver) as error:
        typer.echo(
            f"tidu: 未完成，再次运行即续做 · not finished, run it again: {error!r}", err=True
        )
        raise typer.Exit(BROKEN_OFF) from error
    if found:
        raise typer.Exit(DIFFERS)


async def _verify(settings: DocumentsSettings, *, anew: bool, batch: int, grace_s: int) -> int:
    database = Database.from_url(settings.database_url)
    survey = StoreSurvey(
        endpoint=settings.store_endpoint,
        access_key=settings.store_access_key,
        secret_key=settings.store_secret_key.get_secret_value(),
        bucket=settings.store_bucket,
        region=settings.store_region,
        is_secure=settings.store_secure,
        timeout_s=settings.store_timeout_s,
    )
    verifier = Verifier(
        database=database,
        survey=survey,
        wall=settings.clocks().wall,
        batch=batch,
        at_once=settings.store_threads,
        grace=timedelta(seconds=grace_s),
    )
    try:
        run = await verifier.begin(anew=anew)
        if run.after or run.phase is not Phase.VERSIONS:
            typer.echo(f"续做 · going on with {run.id} ({run.started_at.isoformat()})", err=True)
        while run.phase is not Phase.DONE:
            run = await verifier.step(run)
            _tell(run)
        findings = await verifier.findings(run)
    finally:
        survey.close()
        await database.dispose()
    typer.echo(json.dumps(_report(run, findings), ensure_ascii=False, indent=2))
    return len(findings)


def _tell(run: Verification) -> None:
    typer.echo(
        f"文件版本 · versions {run.versions}  字节 · bytes {run.size_bytes}  对象 · objects {run.objects}",
        err=True,
    )


def _report(run: Verification, findings: list[Discrepancy]) -> dict[str, object]:
    counts = Counter(each.kind for each in findings)
    return {
        "format": _FORMAT,
        "verification_id": run.id,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at and run.finished_at.isoformat(),
        "versions": run.versions,
        "size_bytes": run.size_bytes,
        "objects": run.objects,
        "young_objects": run.young_objects,
        "counts": {kind.value: counts[kind] for kind in DiscrepancyKind},
        "findings": [
            {
                "kind": each.kind.value,
                "object_key": each.name.key,
                "object_version": each.name.version,
                "version_id": each.version_id,
                "is_delete_marker": each.is_delete_marker,
            }
            for each in findings
        ],
    }
