"""``tidu edition``: check an edition's folder, hash it, compare two, with the very code of the service.

Reads the folders and nothing else: no service, no database, no network.
"""

from pathlib import Path
from typing import Annotated

import typer

from services.scoring.domain.edition import Edition
from services.scoring.domain.edition_diff import difference
from services.scoring.store.bundle import BundleFault
from services.scoring.store.bundle_files import CheckedBundle, check_folder

#: Exit codes: the edition has faults, or the two differ; the folder cannot be read.
FOUND = 1
UNREADABLE = 2

Folder = Annotated[
    Path, typer.Argument(help="版次文件夹，以版次编号命名 · folder, named by its id")
]

edition_cli = typer.Typer(
    help="版次：检查、比较、摘要 · Editions: check, compare, hash.",
    no_args_is_help=True,
    add_completion=False,
)


@edition_cli.command()
def check(folder: Folder) -> None:
    """检查一个版次 · Name every fault with file and line; exit 1 if there is one."""
    checked = _checked(folder)
    _print(checked.faults, "错误 fault")
    _print(checked.warnings, "提示 warning")
    edition = checked.edition
    if edition is None:
        typer.echo(f"{len(checked.faults)} 处错误 · faults")
        raise typer.Exit(FOUND)
    rounds = "、".join(edition.conditions) or "—"
    typer.echo(
        f"{edition.edition_id}: {len(edition.criteria)} 条条件 criteria · {len(edition.tiers)} 个等级 tiers · "
        f"{len(edition.facts)} 个事实 facts · 批次 rounds {rounds}"
    )
    typer.echo(f"无错误 · no fault; {len(checked.warnings)} 处提示 · warnings")


@edition_cli.command("hash")
def hash_edition(folder: Folder) -> None:
    """内容摘要值 · Print the content hash of an edition, and of the conditions of each round."""
    edition = sound_edition(folder)
    typer.echo(f"{edition.edition_id} sha256 {edition.content_hash.sha256}")
    typer.echo(f"{edition.edition_id} sm3 {edition.content_hash.sm3}")
    for round_id, conditions in edition.conditions.items():
        typer.echo(f"{round_id} sha256 {conditions.content_hash.sha256}")
        typer.echo(f"{round_id} sm3 {conditions.content_hash.sm3}")


@edition_cli.command()
def diff(before: Folder, after: Folder) -> None:
    """比较两个版次 · Say what leads from one edition to the other; exit 1 if they differ."""
    changes = difference(sound_edition(before), sound_edition(after))
    for one in changes:
        mark = {"added": "+", "removed": "-", "changed": "~", "not-covered": "?"}[one.kind.value]
        typer.echo(f"{mark} {one.summary.zh}\n  {one.summary.en}")
    typer.echo(f"{len(changes)} 处差异 · differences")
    if changes:
        raise typer.Exit(FOUND)


def sound_edition(folder: Path) -> Edition:
    """Load an edition from a folder, or name its faults and exit."""
    checked = _checked(folder)
    if checked.edition is None:
        _print(checked.faults, "错误 fault")
        raise typer.Exit(UNREADABLE)
    return checked.edition


def _checked(folder: Path) -> CheckedBundle:
    try:
        return check_folder(folder.resolve())
    except OSError as error:
        typer.echo(f"tidu edition: 无法读取 · cannot be read: {folder}", err=True)
        raise typer.Exit(UNREADABLE) from error


def _print(found: tuple[BundleFault, ...], word: str) -> None:
    for one in found:
        typer.echo(f"{word}  {one}")
