"""One officer's step on one application, as FastAPI reads it from the request."""

from typing import Annotated

from fastapi import Depends, Response

from services.intake.domain.lifecycle import Action
from services.intake.routes.bodies.applications import ApplicationSummary, DecisionRequest
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.usecases.decide import decide
from shared.etags import ExpectedVersions, set_etag
from shared.transactions import Tx


class OfficerStep:
    """See the module's first line."""

    def __init__(
        self,
        context: Context,
        tx: Tx,
        caller: CurrentCaller,
        application_id: Id,
        expected: ExpectedVersions,
        body: DecisionRequest,
        response: Response,
    ) -> None:
        self._context = context
        self._tx = tx
        self._caller = caller
        self._application_id = application_id
        self._expected = expected
        self._body = body
        self._response = response

    async def take(self, action: Action) -> ApplicationSummary:
        """Take the step and answer with the application as it stands after it."""
        application = await decide(
            self._context,
            await self._tx.connection(),
            self._caller,
            self._application_id,
            action,
            reason=self._body.reason,
            expected=self._expected,
        )
        set_etag(self._response, application.version)
        return ApplicationSummary.of(application)


Step = Annotated[OfficerStep, Depends()]
