"""``tidu simulate``: count an exported cohort under two editions, with the very code of the service.

Reads the cohort and two folders and nothing else: no service, no database, no network.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from services.scoring.commands.edition import sound_edition
from services.scoring.domain.edition import Edition
from services.scoring.domain.simulation.cohort import digest_of_members
from services.scoring.domain.simulation.comparison import Comparer
from services.scoring.domain.simulation.report import EditionPin, result_bytes
from services.scoring.domain.simulation.simulation import FOLDER, is_pinned, pin_of
from services.scoring.domain.simulation.tally import Counting
from services.scoring.store.simulations import pin_in
from services.scoring.usecases.simulations.read import FORMAT
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads

#: Exit code: the cohort cannot be read, or is not whole.
UNREADABLE = 2

#: Longer lines than this are no kept request of ours.
MOST_BYTES_A_LINE = 4 * 1024 * 1024


def simulate(
    cohort: Annotated[
        Path, typer.Argument(help="GET /v1/simulations/{id}/cohort 的文件 · its file")
    ],
    base: Annotated[Path, typer.Argument(help="基准版次文件夹 · folder of the edition before")],
    other: Annotated[Path, typer.Argument(help="对照版次文件夹 · folder of the edition after")],
    result: Annotated[
        Path | None, typer.Option(help="结果写入此文件 · write the result to this file")
    ] = None,
) -> None:
    """以两个版次离线推演 · Hold an exported cohort against two editions, without a service."""
    editions = (sound_edition(base), sound_edition(other))
    try:
        with cohort.open("rb") as file:
            content = _counted(file, *editions)
    except OSError as error:
        raise _unreadable(cohort, "无法打开 · cannot be opened") from error
    except _NotWhole as error:
        raise _unreadable(cohort, str(error)) from error
    if result is not None:
        result.write_bytes(content)
    _tell(json.loads(content))
    typer.echo(f"sha256 {hashlib.sha256(content).hexdigest()}")


class _NotWhole(Exception):
    """The file is no cohort, or not the whole of it."""


def _counted(file: BinaryIO, base: Edition, other: Edition) -> bytes:
    lines = _lines(file)
    header = _header(next(lines, None))
    comparer = Comparer(base, other)
    counting = Counting(comparer)
    members: list[str] = []
    for number, line in enumerate(lines, start=2):
        try:
            members.append(line["assessment_id"])
            members[-1].encode("ascii")
            counting.add(members[-1], line["request"])
        except (KeyError, TypeError, ValueError, AttributeError, AssertionError) as error:
            raise _NotWhole(
                f"第 {number} 行不是保存的请求 · line {number} is no kept request"
            ) from error
    if digest_of_members(members) != header["cohort"].get("assessments_sha256"):
        raise _NotWhole("申报不全或有改动 · filings are missing, or others were added")
    return result_bytes(
        counting.tally(),
        base=_pin(base, header["base"]),
        other=_pin(other, header["other"]),
        cohort=header["cohort"],
        titles=comparer.titles(),
    )


def _lines(file: BinaryIO) -> Iterator[dict[str, Any]]:
    number = 0
    while line := file.readline(MOST_BYTES_A_LINE + 1):
        number += 1
        try:
            value = strict_loads(line) if len(line) <= MOST_BYTES_A_LINE else None
        except (MalformedJson, InvalidRequest) as error:
            raise _NotWhole(
                f"第 {number} 行不是 JSON · line {number} is no JSON of ours"
            ) from error
        if not isinstance(value, dict):
            raise _NotWhole(f"第 {number} 行不是对象 · line {number} is no object")
        yield value


def _header(header: dict[str, Any] | None) -> dict[str, Any]:
    if (
        header is None
        or header.get("format") != FORMAT
        or not all(isinstance(header.get(name), dict) for name in ("cohort", "base", "other"))
    ):
        raise _NotWhole("首行不是导出的范围 · the first line names no cohort")
    return header


def _pin(edition: Edition, exported: Mapping[str, Any]) -> EditionPin:
    """Name an edition as the service did, if it is the same; any other one is a folder's."""
    try:
        pin = pin_in(exported)
    except KeyError:
        return pin_of(edition, FOLDER)
    return pin if is_pinned(edition, pin) else pin_of(edition, FOLDER)


def _tell(result: Mapping[str, Any]) -> None:
    for one in result["outcomes"]:
        typer.echo(
            f"{one['tier']:<10} {one['before']:>12} → {one['after']:<12} {one['applications']}"
        )
    typer.echo(
        f"{result['cohort']['applications']} 件申报，{result['affected_applications']} 件受影响 · filings, affected"
    )
    typer.echo(f"{result['note']['zh']}\n{result['note']['en']}")


def _unreadable(path: Path, said: str) -> typer.Exit:
    typer.echo(f"tidu simulate: {path.name}: {said}", err=True)
    return typer.Exit(UNREADABLE)
