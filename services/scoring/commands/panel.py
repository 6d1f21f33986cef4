"""``tidu panel``: make a secret to commit to, draw a panel again, compute its result again.

``redraw`` and ``recompute`` read one export and nothing else: no service, no database, no network.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from services.scoring.commands.key_files import AlgorithmNames, known_algorithms, read_keys
from services.scoring.domain.panels.commitment import commitment_to
from services.scoring.signing.key_folder import ReceiptKey
from services.scoring.store.export_schema import ExportData
from services.scoring.usecases import check_export
from services.scoring.usecases.check_export import Check
from shared.canonical import canonical_bytes
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads
from shared.validation import faults_of

#: Whatever is larger is no export of ours.
MAX_BYTES = 64 * 1024 * 1024

#: Exit codes: something does not hold; the file cannot be read.
DOES_NOT_HOLD = 1
UNREADABLE = 2

ExportFile = Annotated[Path, typer.Argument(help="The file from GET /v1/panels/{panel_id}/export")]

panel_cli = typer.Typer(
    help="专家组：抽取与结果的离线重现 · Expert panels: draw and result made again offline.",
    no_args_is_help=True,
    add_completion=False,
)


@panel_cli.command()
def secret() -> None:
    """Make a secret and its digest: send the digest now, keep the secret until the draw."""
    made = secrets.token_hex(32)
    typer.echo(f"secret         {made}")
    typer.echo(f"secret_sha256  {commitment_to(made)}")


@panel_cli.command()
def redraw(export: ExportFile) -> None:
    """Draw a panel again from its export, and every replacement; exit 1 if anything differs."""
    data = _read(export)
    try:
        checks, assignment = check_export.redraw(data)
    except ValidationError as error:
        raise _unreadable(export, _places(error, "/basis")) from error
    _report(checks)
    for application_id, experts in sorted(assignment.items()):
        typer.echo(f"  {application_id}  {' '.join(experts)}")
    _conclude(checks)


@panel_cli.command()
def recompute(
    export: ExportFile,
    keys: Annotated[
        Path | None,
        typer.Option(
            help="公钥（/.well-known/jwks.json） · the public keys, to check the signature"
        ),
    ] = None,
    algorithm: AlgorithmNames = None,
) -> None:
    """Compute a closed panel's result again from its ballots; exit 1 if anything differs."""
    data = _read(export)
    if data.ballots is None:
        raise _unreadable(
            export,
            ["专家组尚未结束，导出件中没有打分票 · not closed yet: the export has no ballots"],
        )
    try:
        checks = check_export.recompute(data)
        if keys is not None:
            checks.append(check_export.check_signature(data, _keys(keys, algorithm)))
    except ValidationError as error:
        raise _unreadable(export, _places(error, "/basis")) from error
    _report(checks)
    _conclude(checks)


def _keys(path: Path, algorithm: list[str] | None) -> list[ReceiptKey]:
    try:
        return read_keys(path, known_algorithms(algorithm))
    except OSError as error:
        raise _unreadable(path, [f"无法打开 · cannot be opened: {error.strerror}"]) from error
    except ValueError as error:
        raise _unreadable(path, [f"不是公钥集 · is no set of keys: {error}"]) from error


def _read(path: Path) -> ExportData:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _unreadable(path, ["文件过大 · the file is too large"])
        content = strict_loads(path.read_bytes())
        canonical_bytes(content)  # type: ignore[arg-type]  # refuses what has no exact form
        return ExportData.model_validate(content)
    except ValidationError as error:
        raise _unreadable(path, _places(error, "")) from error
    except OSError as error:
        raise _unreadable(path, [f"无法打开 · cannot be opened: {error.strerror}"]) from error
    except (MalformedJson, InvalidRequest, TypeError, ValueError) as error:
        raise _unreadable(path, ["不是规范的 JSON · is no JSON of ours"]) from error


def _places(error: ValidationError, pointer: str) -> list[str]:
    # faults_of expects FastAPI's locations, which begin with where the value came from.
    errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
    return [
        f"{pointer}{fault.pointer}: {fault.message.zh} · {fault.message.en}"
        for fault in faults_of(errors)
    ]


def _unreadable(path: Path, lines: Sequence[str]) -> typer.Exit:
    for line in lines:
        typer.echo(f"tidu: {path.name}: {line}", err=True)
    return typer.Exit(UNREADABLE)


def _report(checks: Sequence[Check]) -> None:
    for check in checks:
        mark = "一致 · holds  " if check.holds else "不符 · DIFFERS"
        typer.echo(f"{mark}  {check.what.zh} · {check.what.en}")


def _conclude(checks: Sequence[Check]) -> None:
    wrong = sum(not check.holds for check in checks)
    if wrong:
        typer.echo(f"{wrong} 项不符 · {wrong} of {len(checks)} checks do not hold", err=True)
        raise typer.Exit(DOES_NOT_HOLD)
    typer.echo(f"全部 {len(checks)} 项一致 · all {len(checks)} checks hold")
