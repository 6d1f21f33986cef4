"""What routes take from the application."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Path, Request

from services.scoring.context import Context
from services.scoring.domain.schemes import Scheme
from services.scoring.printing.receipt_sheets import ReceiptSheets
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.edition_shelf import Shelf
from services.scoring.usecases.panel_steps import Caller
from services.scoring.usecases.simulations.steps import Signed
from shared.authorisation import CurrentAccess
from shared.clock import Clocks
from shared.contracts.scoring import Identifier
from shared.contracts.verdicts import Name
from shared.database import Database


async def _current_shelf(request: Request) -> Shelf:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.shelf


async def _current_clocks(request: Request) -> Clocks:
    clocks = request.app.state.clocks
    assert isinstance(clocks, Clocks)  # noqa: S101 - build_app put it there
    return clocks


async def _current_schemes(request: Request) -> Mapping[str, Scheme]:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.schemes


async def _current_caller(
    access: CurrentAccess, clocks: Annotated[Clocks, Depends(_current_clocks)]
) -> Caller:
    return Caller(subject=access.principal.subject, at=clocks.business())


async def _current_signer(request: Request) -> ReceiptSigner:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.signer


async def _current_sheets(request: Request) -> ReceiptSheets:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.sheets


async def _current_part_size(request: Request) -> int:
    context = request.app.state.context
    assert isinstance(context, Context)  # noqa: S101 - create_app put it there
    return context.simulation_part


async def _current_signed(
    access: CurrentAccess, clocks: Annotated[Clocks, Depends(_current_clocks)]
) -> Signed:
    return Signed(by=access.principal.subject, at=clocks.wall())


async def _current_database(request: Request) -> Database:
    database = request.app.state.database
    assert isinstance(database, Database)  # noqa: S101 - build_app put it there
    return database


CurrentPartSize = Annotated[int, Depends(_current_part_size)]
CurrentSigned = Annotated[Signed, Depends(_current_signed)]
SimulationId = Annotated[
    Identifier,
    Path(description="推演编号 · simulation", examples=["7a1c2d3e-4b5f-4a6b-8c7d-9e0f1a2b3c4d"]),
]
CurrentShelf = Annotated[Shelf, Depends(_current_shelf)]
CurrentSchemes = Annotated[Mapping[str, Scheme], Depends(_current_schemes)]
CurrentCaller = Annotated[Caller, Depends(_current_caller)]
CurrentClocks = Annotated[Clocks, Depends(_current_clocks)]
CurrentSigner = Annotated[ReceiptSigner, Depends(_current_signer)]
CurrentSheets = Annotated[ReceiptSheets, Depends(_current_sheets)]
CurrentDatabase = Annotated[Database, Depends(_current_database)]
AssessmentId = Annotated[
    Identifier,
    Path(
        description="评估编号，由调用方给出 · id of the assessment, made by the caller",
        examples=["5f0c1d2e-7a64-4f6e-9b0a-3c2d1e0f9a8b"],
    ),
]
EditionId = Annotated[Name, Path(description="版次编号 · edition", examples=["cn-2025"])]
SchemeId = Annotated[
    Name, Path(description="评分表编号 · scheme", examples=["liaoning-dalian-example"])
]
PanelId = Annotated[
    Identifier,
    Path(description="专家组编号 · panel", examples=["3b9d6f0a-58a1-4c53-9f3c-2f1b7d0c8e11"]),
]
ApplicationId = Annotated[
    Identifier,
    Path(description="申报编号 · application", examples=["0b8f8f0e-3c2e-4f0a-9d55-6f6c9a4b1c11"]),
]
OtherEditionId = Annotated[
    Name, Path(description="与之比较的版次编号 · the other edition", examples=["cn-2024"])
]
DraftId = Annotated[Name, Path(description="版次草稿编号 · draft", examples=["example-2027"])]
