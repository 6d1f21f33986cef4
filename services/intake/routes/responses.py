"""The errors that operations of one kind share, for their ``responses=``."""

from services.intake.domain import errors
from shared import etags, request_errors
from shared.errors import TiduError

#: Any operation that needs a token.
READS: tuple[type[TiduError], ...] = (
    request_errors.TokenMissing,
    request_errors.TokenRefused,
    request_errors.RoleForbidden,
    request_errors.InvalidRequest,
    request_errors.IdentityProviderUnavailable,
    request_errors.DatabaseUnavailable,
)

_BODY = (
    request_errors.MalformedJson,
    request_errors.RequestBodyTooLarge,
    request_errors.NotJson,
)

#: A POST that creates or decides.
CREATES: tuple[type[TiduError], ...] = (
    *READS,
    *_BODY,
    request_errors.IdempotencyKeyMissing,
    request_errors.IdempotencyKeyMalformed,
    request_errors.IdempotencyKeyReused,
    request_errors.RequestInFlight,
)

#: A PATCH or PUT with a body.
CHANGES: tuple[type[TiduError], ...] = (*READS, *_BODY)

#: An operation that takes If-Match.
MATCHES: tuple[type[TiduError], ...] = (
    etags.MissingIfMatch,
    etags.MalformedIfMatch,
    etags.StaleETag,
)

#: An officer's or enterprise's step on one application.
STEPS: tuple[type[TiduError], ...] = (
    *CREATES,
    *MATCHES,
    errors.ApplicationNotFound,
    errors.IllegalTransition,
)
