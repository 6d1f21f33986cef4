"""Turns errors into RFC 9457 problem details; the one place where an error meets a status code.

No stack trace and no text of another system ever leaves here.
"""

import json
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from shared import errors
from shared.errors import Fault, TiduError
from shared.operations import methods_at
from shared.request_errors import (
    DatabaseUnavailable,
    IdentityProviderUnavailable,
    InternalFault,
    InvalidRequest,
    MethodNotAllowed,
    NoSuchPath,
    RequestBodyTooLarge,
)
from shared.text import preferred_language
from shared.validation import faults_of

MEDIA_TYPE = "application/problem+json"

#: The status of an error is that of the first class of its lineage in this table.
STATUS: dict[type[TiduError], HTTPStatus] = {
    InternalFault: HTTPStatus.INTERNAL_SERVER_ERROR,
    MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.StaleVersion: HTTPStatus.PRECONDITION_FAILED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Malformed: HTTPStatus.BAD_REQUEST,
    errors.PreconditionMissing: HTTPStatus.PRECONDITION_REQUIRED,
    errors.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.RangeNotSatisfiable: HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

#: Seconds after which a caller may try an unavailable service again.
RETRY_AFTER_S = 2

#: PostgreSQL's SQLSTATE classes for a server that is away, busy or full rather than for a fault of ours.
_PASSING_SQLSTATES = ("08", "53", "55", "57", "58", "40")

log = structlog.get_logger()


def status_of(error: type[TiduError]) -> HTTPStatus:
    """Look up the status of an error class."""
    return next(STATUS[kind] for kind in error.__mro__ if kind in STATUS)


def problem_json(error: TiduError, *, language: str, request_id: str) -> dict[str, object]:
    """Write an error as a problem details object in one language."""
    status = status_of(type(error))
    problem: dict[str, object] = {
        "type": f"urn:tidu:error:{error.code}",
        "title": error.title.in_language(language),
        "status": int(status),
        "code": error.code,
        "detail": (error.detail or error.remedy).in_language(language),
        "remedy": error.remedy.in_language(language),
        "request_id": request_id,
        "errors": [_fault_json(fault, language) for fault in error.faults],
    }
    return problem


def _fault_json(fault: Fault, language: str) -> dict[str, object]:
    written: dict[str, object] = {
        "pointer": fault.pointer,
        "code": fault.code,
        "detail": fault.message.in_language(language),
    }
    # Only texts that came within the body have lines and paths.
    if fault.line is not None:
        written["line"] = fault.line
    if fault.path is not None:
        written["path"] = fault.path
    return written


def problem_response(request: Request, error: TiduError) -> Response:
    """Answer a request with an error."""
    language = preferred_language(request.headers.get("accept-language"))
    request_id = str(request.scope.get("tidu.request_id", ""))
    status = status_of(type(error))
    headers = {"Content-Language": language, "Cache-Control": "no-store", "Vary": "Accept-Language"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.RangeNotSatisfiable) and error.size_bytes is not None:
        headers["Content-Range"] = f"bytes */{error.size_bytes}"
    content = problem_json(error, language=language, request_id=request_id)
    return Response(
        json.dumps(content, ensure_ascii=False).encode(),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application leave as a problem."""
    app.add_exception_handler(TiduError, _answer_tidu_error)
    app.add_exception_handler(RequestValidationError, _answer_validation_error)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    app.add_exception_handler(DBAPIError, _answer_database_error)
    app.add_exception_handler(PoolTimeout, _answer_database_error)
    # The last resort: Starlette's outermost middleware calls it and re-raises for the log.
    app.add_exception_handler(Exception, _answer_unforeseen)


async def _answer_tidu_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, TiduError)  # noqa: S101 - registered for this class alone
    if isinstance(error, errors.Unavailable):
        log.warning("request.unavailable", code=error.code, cause=repr(error.__cause__))
    if isinstance(error, IdentityProviderUnavailable | DatabaseUnavailable):
        log.error("dependency.down", code=error.code)
    return problem_response(request, error)


async def _answer_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    return problem_response(request, InvalidRequest(faults=faults_of(error.errors())))


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    known: dict[int, type[TiduError]] = {
        HTTPStatus.NOT_FOUND: NoSuchPath,
        HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowed,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: RequestBodyTooLarge,
    }
    response = problem_response(request, known.get(error.status_code, InvalidRequest)())
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # The framework names the methods of the first route that fits, which is only one of several.
        response.headers["Allow"] = ", ".join(methods_at(request.app, request.url.path))
    return response


async def _answer_database_error(request: Request, error: Exception) -> Response:
    if is_passing_database_fault(error):
        log.error("database.unavailable", error=type(error).__name__)
        return problem_response(request, DatabaseUnavailable())
    return await _answer_unforeseen(request, error)


async def _answer_unforeseen(request: Request, error: Exception) -> Response:
    log.error("request.failed", exc_info=error)
    response = problem_response(request, InternalFault())
    # Starlette re-raises for the log, and uvicorn then closes the connection: unannounced, that would cost
    # a caller who sends the next request over it.
    response.headers["Connection"] = "close"
    return response


def is_passing_database_fault(error: Exception) -> bool:
    """Tell a database that is away or busy from a statement of ours that is wrong."""
    if isinstance(error, PoolTimeout | InterfaceError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_PASSING_SQLSTATES)
    return isinstance(error, OperationalError) or error.connection_invalidated


def fault_json(fault: Fault) -> dict[str, object]:
    """Write one fault in both languages, for answers that report faults without failing."""
    return {"pointer": fault.pointer, "code": fault.code, "message": fault.message.as_json()}
