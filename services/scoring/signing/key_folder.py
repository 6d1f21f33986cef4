"""The keys of receipts: a folder of JWK files, of which the newest active one signs.

A file with its private part is active from its ``nbf`` on. A key is retired by taking the private part out:
the public one stays published, so that what it signed can be checked for as long as anybody asks.
"""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.scoring.signing.algorithms import Algorithm, Jwk
from shared.process import CannotStart
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads

#: The file of the key that development makes for itself.
DEVELOPMENT_KEY = "development.json"

_PROBE = b"does the private part belong to the public one"
_KEY_ID = re.compile(r"[A-Za-z0-9._~-]{1,200}")


class BrokenKeys(CannotStart):
    """The folder of keys is not fit to sign with; it says which file and why."""


@dataclass(frozen=True, kw_only=True)
class ReceiptKey:
    """One key with what it signs by."""

    key_id: str
    #: Seconds since 1970 from which on it signs.
    not_before: int
    algorithm: Algorithm
    jwk: Jwk

    @property
    def is_active(self) -> bool:
        """Tell whether its private part is at hand."""
        return self.algorithm.can_sign(self.jwk)

    def sign(self, data: bytes) -> bytes:
        """Sign data."""
        return self.algorithm.sign(self.jwk, data)

    def published(self) -> dict[str, Any]:
        """Give the public JWK as it is published."""
        return {
            **self.algorithm.public(self.jwk),
            "kid": self.key_id,
            "alg": self.algorithm.name,
            "use": "sig",
            "nbf": self.not_before,
        }


class ReceiptKeys:
    """All keys of a service; read once, chosen anew by the clock at each signature."""

    def __init__(self, keys: list[ReceiptKey]) -> None:
        self._keys = sorted(keys, key=lambda one: (one.not_before, one.key_id))

    def signing_key(self, now: datetime) -> ReceiptKey:
        """Give the newest active key; raise BrokenKeys when there is none."""
        active = [one for one in self._keys if one.is_active and one.not_before <= now.timestamp()]
        if not active:
            raise BrokenKeys(
                "tidu scoring: there is no active receipt key: tidu receipt-keys new FOLDER"
            )
        return active[-1]

    def published(self) -> list[dict[str, Any]]:
        """List all public keys, the newest first."""
        return [one.published() for one in reversed(self._keys)]


def read_folder(folder: Path, algorithms: Mapping[str, Algorithm]) -> ReceiptKeys:
    """Read every key of a folder; raise BrokenKeys for the first that is not one."""
    try:
        files = sorted(folder.glob("*.json"))
    except OSError as error:
        raise BrokenKeys(f"tidu scoring: {folder} cannot be read") from error
    keys = [_read(file, algorithms) for file in files]
    if len({one.key_id for one in keys}) != len(keys):
        raise BrokenKeys(f"tidu scoring: two keys in {folder} have the same kid")
    return ReceiptKeys(keys)


def write_new_key(folder: Path, algorithm: Algorithm, *, not_before: datetime) -> Path:
    """Make a key in a file of its own, readable by its owner alone; give the file."""
    made = _new_key(algorithm, int(not_before.timestamp()))
    file = folder / f"{not_before:%Y%m%dT%H%M%SZ}-{str(made['kid'])[:12]}.json"
    _write(file, made)
    return file


def provide_development_key(folder: Path, algorithm: Algorithm) -> None:
    """Make a key for development unless the folder has one; two processes at once make one.

    It signs at any time, because development moves its clocks.
    """
    if any(folder.glob("*.json")):
        return
    with suppress(FileExistsError):
        _write(folder / DEVELOPMENT_KEY, _new_key(algorithm, 0))


def _new_key(algorithm: Algorithm, not_before: int) -> dict[str, Any]:
    return {**algorithm.new_key(), "alg": algorithm.name, "use": "sig", "nbf": not_before}


def _write(file: Path, key: Mapping[str, object]) -> None:
    """Write a key whole or not at all; raise FileExistsError rather than replace one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = file.with_suffix(f".{os.getpid()}")
    partial.touch(mode=0o600)
    try:
        partial.write_text(json.dumps(key, indent=2) + "\n", encoding="utf-8")
        file.hardlink_to(partial)
    finally:
        partial.unlink()


def _read(file: Path, algorithms: Mapping[str, Algorithm]) -> ReceiptKey:
    try:
        key = key_of(strict_loads(file.read_bytes()), algorithms)
        _require_pair(key)
    except (OSError, ValueError, TypeError, MalformedJson, InvalidRequest) as error:
        # Never the content: it holds what nobody may see.
        reason = str(error) if type(error) is ValueError else type(error).__name__
        raise BrokenKeys(f"tidu scoring: {file.name} is no receipt key: {reason}") from None
    return key


def _require_pair(key: ReceiptKey) -> None:
    if key.is_active and not key.algorithm.verify(key.published(), _PROBE, key.sign(_PROBE)):
        raise ValueError("the private part does not belong to the public one")


def key_of(jwk: object, algorithms: Mapping[str, Algorithm]) -> ReceiptKey:
    """Read one JWK; raise ValueError for what is none that we can use."""
    if not isinstance(jwk, dict):
        raise ValueError("is no JWK")  # noqa: TRY004 - one kind of error for whatever is wrong with it
    algorithm = algorithms.get(str(jwk.get("alg")))
    if algorithm is None:
        raise ValueError(f"its alg is not one of {', '.join(sorted(algorithms))}")
    key_id, not_before = jwk.get("kid"), jwk.get("nbf", 0)
    if not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
        raise ValueError("it has no kid")
    if not isinstance(not_before, int) or isinstance(not_before, bool):
        raise ValueError("its nbf is no whole number")  # noqa: TRY004 - as above
    algorithm.public(jwk)
    return ReceiptKey(key_id=key_id, not_before=not_before, algorithm=algorithm, jwk=jwk)
