"""What a ticket allows; its signature and expiry are checked where it is decoded."""

from dataclasses import dataclass
from enum import StrEnum

from services.documents.domain.errors import TicketForOtherUse, TicketOfAnotherHolder


class Action(StrEnum):
    UPLOAD = "upload"
    READ = "read"


@dataclass(frozen=True, kw_only=True)
class TicketClaims:
    """One person may do one thing with one document."""

    action: Action
    document_id: str
    #: Subject of the person the ticket was issued for; uploads are recorded under this name.
    holder: str
    #: Only for reading.
    version_id: str | None = None
    #: Only for uploading.
    kind: str | None = None
    file_name: str | None = None


def require_use(
    claims: TicketClaims,
    *,
    action: Action,
    document_id: str,
    version_id: str | None = None,
    caller: str | None = None,
) -> None:
    """Raise unless the ticket is for exactly this use.

    ``caller`` is the subject of a bearer token, when one came along: a ticket needs none, but a
    caller who says who they are must be the holder.
    """
    asked = (action, document_id, version_id)
    if (claims.action, claims.document_id, claims.version_id) != asked:
        raise TicketForOtherUse
    if caller is not None and caller != claims.holder:
        raise TicketOfAnotherHolder
