"""What routes take from the application."""

from typing import Annotated

from fastapi import Depends, Path, Request

from services.scoring.context import Context
from services.scoring.store.edition_shelf import Shelf
from shared.clock import Clocks
from shared.contracts.verdicts import Name


async def _current_shelf(request: Request) -> Shelf:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.shelf


async def _current_clocks(request: Request) -> Clocks:
    clocks = request.app.state.clocks
    assert isinstance(clocks, Clocks)  # noqa: S101 - build_app put it there
    return clocks


CurrentShelf = Annotated[Shelf, Depends(_current_shelf)]
CurrentClocks = Annotated[Clocks, Depends(_current_clocks)]
EditionId = Annotated[Name, Path(description="版次编号 · edition", examples=["cn-2025"])]
OtherEditionId = Annotated[
    Name, Path(description="与之比较的版次编号 · the other edition", examples=["cn-2024"])
]
DraftId = Annotated[Name, Path(description="版次草稿编号 · draft", examples=["example-2027"])]
