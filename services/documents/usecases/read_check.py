"""Where the checks of a version stand and what they found, as far as the caller may know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.documents.domain.checks import WITHHELD, Hold, KeptFinding
from services.documents.domain.findings import Finding
from services.documents.domain.versions import Version
from services.documents.store.check_results import KeptResult, result_of
from services.documents.store.quarantine import quarantine_of
from services.documents.usecases.read_version import read_version
from shared.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Check:
    """A version, its result if there is one, and what of it is shown."""

    version: Version
    result: KeptResult | None
    is_withheld: bool
    findings: Sequence[KeptFinding]


async def read_check(
    transaction: Transaction, document_id: str, version_id: str, *, sees_secrets: bool
) -> Check:
    """Read the check; of a version under secrecy examination others learn no more than that."""
    connection = await transaction.connection()
    # The result first: a check that ends in between is then told without it, never as still under way with it.
    result = await result_of(connection, version_id)
    version = await read_version(transaction, document_id, version_id)
    quarantine = await quarantine_of(connection, version_id)
    is_withheld = quarantine is not None and quarantine.stands
    findings: Sequence[KeptFinding] = () if result is None else result.findings
    if (
        is_withheld
        and quarantine is not None
        and quarantine.cause is Hold.SECRECY
        and not sees_secrets
    ):
        findings = [KeptFinding(finding=Finding(kind=WITHHELD))]
    return Check(version=version, result=result, is_withheld=is_withheld, findings=findings)
