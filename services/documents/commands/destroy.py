"""``tidu documents-destroy``: carry out what two secrecy officers ordered, with the operator's key."""

import asyncio
from typing import Annotated

import typer
from pydantic import ValidationError

from services.documents.domain.errors import ObjectStoreUnavailable
from services.documents.domain.keeping_errors import LegalHoldStands
from services.documents.settings import DocumentsSettings, OperatorKey
from services.documents.store.lock_bypass import LockBypass, LockHolds
from services.documents.usecases.execute_destruction import Destroyer
from shared.database import Database
from shared.failpoints import arm

#: Exit code: something that was ordered still stands.
NOT_ALL = 2


def documents_destroy(
    operator: Annotated[str, typer.Option(help="执行人，记录在案 · who does it, for the record")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只列出，不执行 · list the orders and touch nothing")
    ] = False,
) -> None:
    """执行两名保密专员确认的销毁 · Destroy what two secrecy officers ordered, locked or not.

    密钥由环境变量 DOCUMENTS_OPERATOR_ACCESS_KEY、DOCUMENTS_OPERATOR_SECRET_KEY 给出 · the key comes from the environment.
    """
    settings = DocumentsSettings()
    arm(*settings.fail_points())
    try:
        key = OperatorKey()
    except ValidationError as error:
        typer.echo(
            "tidu: DOCUMENTS_OPERATOR_ACCESS_KEY / _SECRET_KEY: 未给出密钥 · the key is not given",
            err=True,
        )
        raise typer.Exit(1) from error
    if not asyncio.run(_destroy(settings, key, operator, dry_run=dry_run)):
        raise typer.Exit(NOT_ALL)


async def _destroy(
    settings: DocumentsSettings, key: OperatorKey, operator: str, *, dry_run: bool
) -> bool:
    database = Database.from_url(settings.database_url)
    destroyer = Destroyer(
        database=database,
        bypass=LockBypass(
            endpoint=settings.store_endpoint,
            access_key=key.access_key,
            secret_key=key.secret_key.get_secret_value(),
            bucket=settings.store_bucket,
            is_secure=settings.store_secure,
        ),
        operator=operator,
        business=settings.clocks().business,
    )
    is_done = True
    try:
        for order in await destroyer.ordered():
            if dry_run:
                typer.echo(f"{order.id} {order.version_id} 待执行 · ordered")
                continue
            try:
                executed = await destroyer.execute(order)
            except (LegalHoldStands, LockHolds, ObjectStoreUnavailable) as error:
                typer.echo(
                    f"{order.id} {order.version_id} 未删除 · not removed: {error!r}", err=True
                )
                is_done = False
            else:
                typer.echo(f"{order.id} {order.version_id} 已销毁 · {executed.removed_objects}")
    finally:
        await database.dispose()
    return is_done
