"""Sets of errors that kinds of panel operations share."""

from services.scoring.domain import panel_errors
from shared import etags, request_errors
from shared.errors import TiduError

READS: tuple[type[TiduError], ...] = (
    request_errors.TokenMissing,
    request_errors.TokenRefused,
    request_errors.RoleForbidden,
    request_errors.InvalidRequest,
)

#: A PUT with a body.
CHANGES: tuple[type[TiduError], ...] = (
    *READS,
    request_errors.MalformedJson,
    request_errors.RequestBodyTooLarge,
    request_errors.NotJson,
)

#: A POST: it carries an Idempotency-Key.
CREATES: tuple[type[TiduError], ...] = (
    *CHANGES,
    request_errors.IdempotencyKeyMissing,
    request_errors.IdempotencyKeyMalformed,
    request_errors.IdempotencyKeyReused,
    request_errors.RequestInFlight,
)

#: An operation that takes If-Match.
MATCHES: tuple[type[TiduError], ...] = (
    etags.MissingIfMatch,
    etags.MalformedIfMatch,
    etags.StaleETag,
)

#: An officer's step on one panel.
STEPS: tuple[type[TiduError], ...] = (
    *CREATES,
    *MATCHES,
    panel_errors.PanelNotFound,
    panel_errors.PanelNotInState,
)

#: An expert's step on the own ballot.
OWN_STEPS: tuple[type[TiduError], ...] = (
    *MATCHES,
    panel_errors.BallotNotFound,
    panel_errors.BallotVoid,
    panel_errors.PanelNotInState,
)
