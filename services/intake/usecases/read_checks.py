"""Read what the checks of an application's files came to, from the documents service itself."""

import asyncio
from dataclasses import dataclass

from services.intake.domain.applications import Attachment
from services.intake.domain.file_checks import SetAside
from services.intake.store.applications import application_for
from services.intake.store.file_checks import set_aside_of
from services.intake.store.revisions import standing_attachments
from services.intake.usecases.context import Caller, IntakeContext
from shared.contracts.document_checks import DocumentCheck
from shared.identity.principal import Role
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class FileCheck:
    """One attached file, its check, and what officers set aside of it by the finding's number."""

    attachment: Attachment
    check: DocumentCheck
    set_aside: dict[int, SetAside]


async def read_checks(
    context: IntakeContext, transaction: Transaction, caller: Caller, application_id: str
) -> list[FileCheck]:
    """Read the checks of every attached file; raise ApplicationNotFound, ServiceUnavailable.

    The enterprise sees what was found, and not what officers think of it.
    """
    connection = await transaction.connection()
    await application_for(connection, application_id, caller.access)
    attachments = list((await standing_attachments(connection, application_id)).values())
    set_aside = await set_aside_of(connection, application_id)
    await transaction.release()
    if caller.access.principal.role is Role.APPLICANT:
        set_aside = []
    checks = await asyncio.gather(
        *(
            context.documents.read_check(attachment.document_id, attachment.version_id)
            for attachment in attachments
        )
    )
    return [
        FileCheck(
            attachment=attachment,
            check=check,
            set_aside={
                each.number: each
                for each in set_aside
                if (each.version_id, each.result_sha256)
                == (attachment.version_id, check.result_sha256)
            },
        )
        for attachment, check in zip(attachments, checks, strict=True)
    ]
