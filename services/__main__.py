"""The command ``tidu``: start the embedded system, get a token, play the demo."""

import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from services.demo.play import play_demo
from services.demo.sample_data import provide_samples
from services.documents.commands.destroy import documents_destroy
from services.documents.commands.verify import documents_verify
from services.documents.commands.worker import documents_worker
from services.documents.settings import DocumentsSettings
from services.embedded import (
    EmbeddedSettings,
    EmbeddedSystem,
    NotForProduction,
    development_issuer,
)
from services.intake.settings import IntakeSettings
from services.object_store import ObjectStoreError
from services.scenarios.firm import EXAMPLE_FIRM
from services.scenarios.wording import in_china
from services.scoring.commands.edition import edition_cli
from services.scoring.commands.key_files import receipt_keys_cli
from services.scoring.commands.panel import panel_cli
from services.scoring.commands.simulate import simulate
from services.scoring.commands.verify import verify
from services.scoring.settings import ScoringSettings
from shared.identity.principal import Principal, Role
from shared.logs import configure_logs

#: Where the embedded system keeps its databases, objects and keys.
FOLDER = Path("var")

cli = typer.Typer(
    help="Tidu (梯度): the backend of a smart-factory cultivation round.",
    no_args_is_help=True,
    add_completion=False,
)
cli.add_typer(edition_cli, name="edition")
cli.add_typer(panel_cli, name="panel")
cli.add_typer(receipt_keys_cli, name="receipt-keys")
cli.command()(documents_worker)
cli.command()(documents_destroy)
cli.command()(documents_verify)
cli.command()(verify)
cli.command()(simulate)


@cli.command()
def serve(
    *,
    empty: Annotated[
        bool, typer.Option("--empty", help="Leave new databases empty, and business time alone")
    ] = False,
) -> None:
    """Start the three services, the object store and the development issuer, with sample data."""
    settings = _settings()
    configure_logs(level=settings.intake.log_level, as_json=False)
    try:
        system = EmbeddedSystem(settings)
        system.start()
    except (NotForProduction, ObjectStoreError, RuntimeError) as error:
        typer.echo(f"tidu: {error}", err=True)
        raise typer.Exit(1) from error
    try:
        clock = None if empty else provide_samples(system, settings.folder, typer.echo)
        _announce(system, clock)
        _wait_for_signal()
    finally:
        system.stop()


@cli.command()
def demo() -> None:
    """Play the whole round, four tiers, from the first draft to every outcome, and check every step."""
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


def _announce(system: EmbeddedSystem, clock: datetime | None) -> None:
    typer.echo("Tidu is running. API documentation:")
    for name in ("intake", "scoring", "documents"):
        typer.echo(f"  {name:<10} {system.url(name)}/docs")
    if clock is not None:
        typer.echo(f"\nThere are sample data, and business time is {in_china(clock)} in Tianjin.")
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
            enterprise=EXAMPLE_FIRM.credit_code if role is Role.APPLICANT else None,
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
