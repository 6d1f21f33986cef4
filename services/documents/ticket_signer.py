"""Signs tickets and reads them back: JWTs under a secret that only this service has."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey
from pydantic import SecretStr

from services.documents.domain.errors import TicketExpired, TicketInvalid
from services.documents.domain.tickets import Action, TicketClaims

_ALGORITHM = "HS256"
#: Keeps tickets apart from every other token that might be signed with the same secret by mistake.
_ISSUER = "tidu-documents-ticket"


class TicketSigner:
    """Signs by the wall clock: a moved business clock must not revive a ticket."""

    def __init__(self, secret: SecretStr, now: Callable[[], datetime]) -> None:
        self._key = OctKey.import_key(secret.get_secret_value())
        self._now = now

    def sign(self, claims: TicketClaims, *, valid_for_s: int) -> tuple[str, datetime]:
        """Give a ticket and when it expires."""
        issued_at = self._now().replace(microsecond=0)
        expires_at = issued_at + timedelta(seconds=valid_for_s)
        content = {
            "iss": _ISSUER,
            "sub": claims.holder,
            "iat": int(issued_at.timestamp()),
            "exp": int(expires_at.timestamp()),
            "action": claims.action.value,
            "document": claims.document_id,
            "version": claims.version_id,
            "kind": claims.kind,
            "name": claims.file_name,
        }
        present = {name: value for name, value in content.items() if value is not None}
        return jwt.encode({"alg": _ALGORITHM}, present, self._key), expires_at

    def read(self, ticket: str) -> TicketClaims:
        """Give what a ticket allows; raise TicketInvalid or TicketExpired."""
        registry = jwt.JWTClaimsRegistry(
            now=int(self._now().timestamp()),
            leeway=0,
            iss={"essential": True, "value": _ISSUER},
            exp={"essential": True},
        )
        try:
            content = jwt.decode(ticket, self._key, algorithms=[_ALGORITHM]).claims
            registry.validate(content)
        except ExpiredTokenError as error:
            raise TicketExpired from error
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise TicketInvalid from error
        return _claims_of(content)


def _claims_of(content: Mapping[str, object]) -> TicketClaims:
    try:
        return TicketClaims(
            action=Action(str(content["action"])),
            document_id=str(content["document"]),
            holder=str(content["sub"]),
            version_id=_text(content.get("version")),
            kind=_text(content.get("kind")),
            file_name=_text(content.get("name")),
        )
    except (KeyError, ValueError) as error:
        raise TicketInvalid from error


def _text(value: object) -> str | None:
    return None if value is None else str(value)
