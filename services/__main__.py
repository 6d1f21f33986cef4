"""The command ``tidu``: start the embedded system, get a token, play the demo."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from services.demo.play import play_demo
from services.documents.settings import DocumentsSettings
from services.embedded import (
    EmbeddedSettings,
    EmbeddedSystem,
    NotForProduction,
    development_issuer,
)
from services.intake.settings import IntakeSettings
from services.object_store import ObjectStoreError
from services.scoring.commands.edition import edition_cli
from services.scoring.settings import ScoringSettings
from shared.identity.principal import Principal, Role
from shared.logs import configure_logs

#: Where the embedded system keeps its databases, objects and keys.
FOLDER = Path("var")

#: A firm that does not exist; its credit code has a valid check character.
EXAMPLE_CREDIT_CODE = "91120116MA00000001"

cli = typer.Typer(
    help="Tidu (梯度): the backend of a smart-factory cultivation round.",
    no_args_is_help=True,
    add_completion=False,
)
cli.add_typer(edition_cli, name="edition")


@cli.command()
def serve() -> None:
    """Start the three services, the object store and the development issuer in this process."""
    settings = _settings()
    configure_logs(level=settings.intake.log_level, as_json=False)
    try:
        system = EmbeddedSystem(settings)
        system.start()
    except (NotForProduction, ObjectStoreError, RuntimeError) as error:
        typer.echo(f"tidu: {error}", err=True)
        raise typer.Exit(1) from error
    try:
        _announce(system)
        _wait_for_signal()
    finally:
        system.stop()


@cli.command()
def demo() -> None:
    """Play one application from its first autosave to the published list, and check every step."""
    try:
        went_well = play_demo(FOLDER / "demo", typer.echo)
    except ValidationError as error:
        typer.echo("tidu: the demo runs in development, on settings that are sound", err=True)
        raise typer.Exit(1) from error
    except (NotForProduction, ObjectStoreError, RuntimeError) as error:
        typer.echo(f"tidu: {error}", err=True)
        raise typer.Exit(1) from error
    if not went_well:
        raise typer.Exit(1)


@cli.command()
def token(
    role: Annotated[Role, typer.Option(help="Role of the caller")],
    subject: Annotated[
        str | None, typer.Option(help="Who it is; the role's name if absent")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="Unit code, such as 120116")] = None,
    enterprise: Annotated[str | None, typer.Option(help="Credit code of the enterprise")] = None,
) -> None:
    """Sign a token of the development issuer; worthless anywhere else."""
    settings = _settings()
    if not settings.intake.is_development:
        typer.echo("tidu: tokens of the development issuer are refused in production", err=True)
        raise typer.Exit(1)
    principal = Principal(
        subject=subject or role.value, role=role, unit=unit, enterprise=enterprise
    )
    typer.echo(development_issuer(settings.folder, settings.intake).token(principal))


def _settings() -> EmbeddedSettings:
    return EmbeddedSettings(
        folder=FOLDER,
        intake=IntakeSettings(),
        scoring=ScoringSettings(),
        documents=DocumentsSettings(),
    )


def _announce(system: EmbeddedSystem) -> None:
    typer.echo("Tidu is running. API documentation:")
    for name in ("intake", "scoring", "documents"):
        typer.echo(f"  {name:<10} {system.url(name)}/docs")
    typer.echo("\nOne token a role (Authorize in the documentation, or Authorization: Bearer …):")
    for principal in _example_principals():
        belongs = principal.unit or principal.enterprise or ""
        typer.echo(f"\n  {principal.role.value} {belongs}\n  {system.issuer.token(principal)}")
    typer.echo("\nCtrl-C stops it.")


def _example_principals() -> list[Principal]:
    units = {Role.DISTRICT_OFFICER: "120116", Role.CITY_OFFICER: "120000"}
    return [
        Principal(
            subject=f"example-{role.value}",
            role=role,
            unit=units.get(role),
            enterprise=EXAMPLE_CREDIT_CODE if role is Role.APPLICANT else None,
        )
        for role in Role
    ]


def _wait_for_signal() -> None:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
