"""Errors that several operations of this service share, for their OpenAPI responses."""

from services.documents.domain import errors
from services.documents.domain.dangers import REFUSALS
from shared import request_errors

#: Of every operation that needs a bearer token.
TOKEN_ERRORS = (
    request_errors.TokenMissing,
    request_errors.TokenRefused,
    request_errors.RoleForbidden,
    request_errors.InvalidRequest,
    request_errors.IdentityProviderUnavailable,
    request_errors.DatabaseUnavailable,
)

#: Of every operation that takes JSON, besides the former.
JSON_ERRORS = (
    *TOKEN_ERRORS,
    request_errors.MalformedJson,
    request_errors.NotJson,
    request_errors.RequestBodyTooLarge,
)

#: Of every operation that needs a ticket.
TICKET_ERRORS = (
    errors.TicketMissing,
    errors.TicketInvalid,
    errors.TicketExpired,
    errors.TicketForOtherUse,
    errors.TicketOfAnotherHolder,
    request_errors.InvalidRequest,
    # A bearer token that comes along with the ticket is verified too.
    request_errors.TokenRefused,
    request_errors.IdentityProviderUnavailable,
    request_errors.DatabaseUnavailable,
)

#: Of a file that would harm whoever opens it.
DANGER_ERRORS = tuple(REFUSALS.values())
