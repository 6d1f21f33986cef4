"""One officer's step on one application, as FastAPI reads it from the request."""

from typing import Annotated

from fastapi import Depends, Response

from services.intake.domain.lifecycle import Action
from services.intake.routes.bodies.applications import ApplicationSummary, DecisionRequest
from services.intake.routes.bodies.forwarding import ResultRequest
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.usecases.context import Caller, IntakeContext
from services.intake.usecases.decide import NO_SOURCE, Source, decide
from services.intake.usecases.fresh_checks import note_fresh_checks
from shared.etags import ExpectedVersions, set_etag
from shared.transactions import Transaction, Tx


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
        self._begin(context, tx, caller, application_id, expected, body.reason, response)

    def _begin(
        self,
        context: IntakeContext,
        tx: Transaction,
        caller: Caller,
        application_id: str,
        expected: frozenset[int],
        reason: str,
        response: Response,
    ) -> None:
        self._context = context
        self._tx = tx
        self._caller = caller
        self._application_id = application_id
        self._expected = expected
        self._reason = reason
        self._response = response

    async def take(self, action: Action) -> ApplicationSummary:
        """Take the step and answer with the application as it stands after it."""
        return await self._take(action, NO_SOURCE)

    async def _take(self, action: Action, source: Source) -> ApplicationSummary:
        if action is Action.PASS:
            await note_fresh_checks(self._context, self._tx, self._caller, self._application_id)
        application = await decide(
            self._context,
            await self._tx.connection(),
            self._caller,
            self._application_id,
            action,
            reason=self._reason,
            expected=self._expected,
            source=source,
        )
        set_etag(self._response, application.version)
        return ApplicationSummary.of(application)


class OfficerResult(OfficerStep):
    """One result of the ministry's, which comes with where it stands."""

    def __init__(
        self,
        context: Context,
        tx: Tx,
        caller: CurrentCaller,
        application_id: Id,
        expected: ExpectedVersions,
        body: ResultRequest,
        response: Response,
    ) -> None:
        self._begin(context, tx, caller, application_id, expected, body.reason, response)
        self._source = Source(source_title=body.source_title, source_url=body.source_url)

    async def take(self, action: Action) -> ApplicationSummary:
        """Take the step with its source on record."""
        return await self._take(action, self._source)


Step = Annotated[OfficerStep, Depends()]
ResultStep = Annotated[OfficerResult, Depends()]
