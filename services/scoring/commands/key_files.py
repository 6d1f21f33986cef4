"""``tidu receipt-keys``: make the keys that sign receipts, and write down the public ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from services.scoring.signing.algorithms import (
    ED25519,
    Algorithm,
    NoSuchAlgorithm,
    algorithms_of,
)
from services.scoring.signing.key_folder import (
    BrokenKeys,
    ReceiptKey,
    key_of,
    read_folder,
    write_new_key,
)
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads

AlgorithmNames = Annotated[
    list[str] | None,
    typer.Option(help="自备算法，module:object · an algorithm of your own; may be repeated"),
]
Folder = Annotated[Path, typer.Argument(help="密钥文件夹 · folder of keys")]

receipt_keys_cli = typer.Typer(
    help="评估回执的密钥：新建、导出公钥 · Keys of receipts: make one, write down the public ones.",
    no_args_is_help=True,
    add_completion=False,
)


@receipt_keys_cli.command()
def new(
    folder: Folder,
    signs_from: Annotated[
        datetime | None,
        typer.Option(
            help="UTC；默认即刻 · when it begins to sign, in UTC; at once by default",
            formats=["%Y-%m-%dT%H:%M:%S"],
        ),
    ] = None,
    algorithm: AlgorithmNames = None,
) -> None:
    """新建密钥 · Make a key; the newest that has begun signs, the older ones stay published."""
    known = known_algorithms(algorithm)
    chosen = list(known.values())[-1] if algorithm else ED25519
    at = datetime.now(UTC) if signs_from is None else signs_from.replace(tzinfo=UTC)
    try:
        file = write_new_key(folder, chosen, not_before=at)
    except OSError as error:
        typer.echo(f"tidu receipt-keys: {folder}: {error.strerror}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{file}  {chosen.name}  {at:%Y-%m-%dT%H:%M:%SZ}")


@receipt_keys_cli.command()
def public(folder: Folder, algorithm: AlgorithmNames = None) -> None:
    """导出公钥 · Print the public keys of a folder as the service publishes them."""
    try:
        keys = read_folder(folder, known_algorithms(algorithm)).published()
    except BrokenKeys as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps({"keys": keys}, indent=2))


def read_keys(path: Path, known: dict[str, Algorithm]) -> list[ReceiptKey]:
    """Read a published set of keys; raise ValueError for what is none, OSError for what cannot be read."""
    try:
        found = strict_loads(path.read_bytes())
    except (MalformedJson, InvalidRequest) as error:
        raise ValueError("is no JSON of ours") from error
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list):
        raise ValueError("has no keys")  # noqa: TRY004 - one kind of error for an unreadable file
    return [key_of(one, known) for one in keys]


def known_algorithms(names: list[str] | None) -> dict[str, Algorithm]:
    """Give the algorithms at hand; end the command for a name that cannot be loaded."""
    try:
        return algorithms_of(names or ())
    except NoSuchAlgorithm as error:
        typer.echo(f"tidu: {error}", err=True)
        raise typer.Exit(2) from error
