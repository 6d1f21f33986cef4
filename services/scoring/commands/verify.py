"""``tidu verify``: check a receipt and compute its verdict again, on a machine that has no service.

Reads the receipt, the public keys and an edition's folder, and nothing else: no database, no network.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from services.scoring.commands.key_files import AlgorithmNames, known_algorithms, read_keys
from services.scoring.domain.edition import Edition
from services.scoring.signing.algorithms import Algorithm
from services.scoring.signing.jws import NotSigned, SignedDocument, canonical_file, read_signed
from services.scoring.signing.key_folder import ReceiptKey
from services.scoring.store.bundle import BrokenBundle
from services.scoring.store.bundle_files import EDITIONS, load_edition
from services.scoring.usecases import check_receipt, check_versions
from services.scoring.usecases.check_receipt import Check, Payload
from shared.digests import digests_of

#: Whatever is larger is no receipt of ours.
MAX_BYTES = 16 * 1024 * 1024

#: Exit codes: something differs; it cannot be read, or not all of it can be checked here.
DIFFERS = 1
CANNOT_CHECK = 2


def verify(
    receipt: Annotated[Path, typer.Argument(help="回执文件 · the file of the receipt")],
    keys: Annotated[
        Path | None,
        typer.Option(help="公钥（/.well-known/jwks.json） · the public keys, as a JWK set"),
    ] = None,
    edition: Annotated[
        Path | None,
        typer.Option(
            help="版次文件夹；默认为随附的版次 · edition's folder; those that ship by default"
        ),
    ] = None,
    rulings: Annotated[
        Path | None,
        typer.Option(
            help="人工裁定各版本（/v1/applications/{id}/verdict/rulings） · the versions that rulings made"
        ),
    ] = None,
    algorithm: AlgorithmNames = None,
) -> None:
    """离线核对回执 · Check a receipt offline: exit 0 proven, 1 something differs, 2 cannot be checked."""
    known = known_algorithms(algorithm)
    public = None if keys is None else _keys(keys, known)
    content, signed = _read(receipt)
    digest = digests_of(canonical_file(content)).sha256
    typer.echo(f"回执摘要值（二维码） · digest of the receipt (QR code)  sha256:{digest}")
    checks = [check_receipt.check_signature(signed, public)]
    _report(checks)
    try:
        payload = check_receipt.read_payload(signed)
    except NotSigned as error:
        _complain(receipt, str(error))
        raise typer.Exit(DIFFERS if checks[0].holds is False else CANNOT_CHECK) from error
    checks.extend(_checked(payload, edition))
    if rulings is not None:
        checks.extend(_checked_rulings(payload, rulings, public))
    _conclude(checks)


def _checked(payload: Payload, folder: Path | None) -> list[Check]:
    checks = list(check_receipt.check_statements(payload))
    bundle = _edition(payload.form.edition.edition_id, folder)
    of_edition = check_receipt.check_edition(payload, bundle)
    checks.append(of_edition)
    if of_edition.holds and bundle is not None:
        checks.extend(check_receipt.check_verdict(payload, bundle))
    _report(checks)
    return checks


def _checked_rulings(
    payload: Payload, path: Path, keys: Sequence[ReceiptKey] | None
) -> list[Check]:
    try:
        found = check_versions.read_versions(_bytes_of(path))
    except check_versions.NoVersions as error:
        _complain(path, str(error))
        raise typer.Exit(CANNOT_CHECK) from error
    checks = list(check_versions.check_versions(payload, found, keys))
    _report(checks)
    return checks


def _read(path: Path) -> tuple[bytes, SignedDocument]:
    content = _bytes_of(path)
    try:
        return content, read_signed(content)
    except NotSigned as error:
        _complain(path, str(error))
        raise typer.Exit(CANNOT_CHECK) from error


def _keys(path: Path, known: dict[str, Algorithm]) -> list[ReceiptKey]:
    try:
        _bytes_of(path)
        return read_keys(path, known)
    except ValueError as error:
        _complain(path, f"is no set of keys: {error}")
        raise typer.Exit(CANNOT_CHECK) from error


def _edition(edition_id: str, folder: Path | None) -> Edition | None:
    """Give the edition in a folder, or the one that ships under an id; None when there is none."""
    path = EDITIONS / edition_id if folder is None else folder.resolve()
    if folder is None and not path.is_dir():
        return None
    try:
        return load_edition(path)
    except (BrokenBundle, OSError) as error:
        _complain(path, f"is no sound edition: tidu edition check {path}")
        raise typer.Exit(CANNOT_CHECK) from error


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            _complain(path, "文件过大 · is too large")
            raise typer.Exit(CANNOT_CHECK)
        return path.read_bytes()
    except OSError as error:
        _complain(path, f"无法打开 · cannot be opened: {error.strerror}")
        raise typer.Exit(CANNOT_CHECK) from error


def _complain(path: Path, what: str) -> None:
    typer.echo(f"tidu verify: {path.name}: {what}", err=True)


def _report(checks: Sequence[Check]) -> None:
    marks = {True: "一致 · holds  ", False: "不符 · DIFFERS", None: "未查 · UNCHECKED"}
    for check in checks:
        typer.echo(f"{marks[check.holds]}  {check.what.zh} · {check.what.en}")


def _conclude(checks: Sequence[Check]) -> None:
    wrong = sum(check.holds is False for check in checks)
    unknown = sum(check.holds is None for check in checks)
    if wrong:
        typer.echo(f"{wrong} 项不符 · {wrong} of {len(checks)} checks do not hold", err=True)
        raise typer.Exit(DIFFERS)
    if unknown:
        typer.echo(f"{unknown} 项无法核对 · {unknown} of {len(checks)} cannot be checked", err=True)
        raise typer.Exit(CANNOT_CHECK)
    typer.echo(f"全部 {len(checks)} 项一致 · all {len(checks)} checks hold")
