"""What intake's routes ask FastAPI for."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import StringConstraints

from services.intake.usecases.context import Caller, IntakeContext
from shared.authorisation import current_access
from shared.server import arrival_of
from shared.text_fields import UUID_PATTERN


async def current_context(request: Request) -> IntakeContext:
    """Give the running service's context."""
    context = request.app.state.context
    assert isinstance(context, IntakeContext)  # noqa: S101 - create_app put it there
    return context


async def current_caller(request: Request) -> Caller:
    """Say who calls, and when the request arrived by the business clock."""
    context = await current_context(request)
    return Caller(
        access=current_access(request),
        arrived_at=context.clocks.business_at(arrival_of(request)),
    )


Context = Annotated[IntakeContext, Depends(current_context)]
CurrentCaller = Annotated[Caller, Depends(current_caller)]
#: An id in a path or body: a UUID in its usual lower-case form.
Id = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
