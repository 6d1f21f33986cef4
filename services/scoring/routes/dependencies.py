"""What routes take from the application."""

from typing import Annotated

from fastapi import Depends, Path, Request

from services.scoring.context import Context
from services.scoring.domain.library import Library
from shared.clock import Clocks
from shared.contracts.verdicts import Name


async def _current_library(request: Request) -> Library:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.library


async def _current_clocks(request: Request) -> Clocks:
    clocks = request.app.state.clocks
    assert isinstance(clocks, Clocks)  # noqa: S101 - build_app put it there
    return clocks


CurrentLibrary = Annotated[Library, Depends(_current_library)]
CurrentClocks = Annotated[Clocks, Depends(_current_clocks)]
EditionId = Annotated[Name, Path(description="版次编号 · edition", examples=["cn-2025"])]
