"""Keys of receipts: which one signs, what is published, and what is refused."""

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.__main__ import cli
from services.scoring.app import create_app
from services.scoring.settings import ScoringSettings
from services.scoring.signing.algorithms import ED25519, algorithms_of
from services.scoring.signing.key_folder import (
    DEVELOPMENT_KEY,
    BrokenKeys,
    provide_development_key,
    read_folder,
    write_new_key,
)
from services.scoring.signing.receipt_signer import ReceiptSigner
from shared.settings import Environment
from tests.scoring.signing.another_algorithm import P_256

AT = datetime(2025, 7, 1, tzinfo=UTC)
LATER = AT + timedelta(days=30)

KNOWN = algorithms_of()


def change(file: Path, how: Callable[[dict[str, Any]], object]) -> None:
    key = json.loads(file.read_text())
    how(key)
    file.write_text(json.dumps(key))


def kid(file: Path) -> str:
    return str(json.loads(file.read_text())["kid"])


def test_the_newest_key_that_has_begun_signs_and_all_are_published(tmp_path: Path) -> None:
    first = write_new_key(tmp_path, ED25519, not_before=AT)
    second = write_new_key(tmp_path, ED25519, not_before=LATER)

    keys = read_folder(tmp_path, KNOWN)

    assert keys.signing_key(LATER - timedelta(seconds=1)).key_id == kid(first)
    assert keys.signing_key(LATER).key_id == kid(second)
    assert [one["kid"] for one in keys.published()] == [kid(second), kid(first)]
    assert all("d" not in one for one in keys.published())


def test_a_key_without_its_private_part_signs_no_more_and_stays_published(tmp_path: Path) -> None:
    first = write_new_key(tmp_path, ED25519, not_before=AT)
    retired = write_new_key(tmp_path, ED25519, not_before=LATER)
    change(retired, lambda key: key.pop("d"))

    keys = read_folder(tmp_path, KNOWN)

    assert keys.signing_key(LATER).key_id == kid(first)
    assert kid(retired) in [one["kid"] for one in keys.published()]


def test_nobody_else_can_read_a_key_and_none_is_replaced(tmp_path: Path) -> None:
    file = write_new_key(tmp_path / "keys", ED25519, not_before=AT)
    content = file.read_bytes()

    provide_development_key(tmp_path / "keys", ED25519)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*(tmp_path / "keys").iterdir()] == [file]
    assert file.read_bytes() == content


def test_development_makes_one_key_and_keeps_it(tmp_path: Path) -> None:
    signers = [ReceiptSigner(tmp_path / "keys", now=lambda: AT, makes_keys=True) for _ in range(2)]

    assert signers[0].key(AT).key_id == signers[1].key(AT).key_id
    assert [file.name for file in (tmp_path / "keys").iterdir()] == [DEVELOPMENT_KEY]


def test_production_starts_with_no_key_of_its_own_making(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    settings = ScoringSettings(
        _env_file=None,
        environment=Environment.PRODUCTION,
        database_url="postgresql://scoring@database/scoring",
        issuer_url="https://login.example.gov.cn",
        public_url="https://scoring.example.gov.cn",
        receipt_keys_folder=folder,
    )

    with pytest.raises(BrokenKeys, match="no active receipt key"):
        create_app(settings)
    assert not folder.exists()
    write_new_key(folder, ED25519, not_before=AT)
    assert create_app(settings).title.startswith("Tidu scoring")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda key: key.update(alg="HS256"), "its alg is not one of"),
        (lambda key: key.update(kid=7), "it has no kid"),
        (lambda key: key.update(nbf="now"), "its nbf is no whole number"),
        (lambda key: key.update(crv="Ed448"), "is no Ed25519 key"),
        (lambda key: key.update(x=key["x"][::-1]), "is no receipt key"),
        (lambda key: key.update(d=ED25519.new_key()["d"]), "is no receipt key"),
    ],
    ids=["alg", "kid", "nbf", "curve", "public-part", "private-part"],
)
def test_a_file_that_is_no_key_is_named_without_what_it_holds(
    tmp_path: Path, how: Callable[[dict[str, Any]], object], said: str
) -> None:
    file = write_new_key(tmp_path, ED25519, not_before=AT)
    change(file, how)

    with pytest.raises(BrokenKeys, match=said) as broken:
        read_folder(tmp_path, KNOWN)

    assert file.name in str(broken.value)
    assert json.loads(file.read_text())["d"] not in str(broken.value)


def test_a_key_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    file = write_new_key(tmp_path, ED25519, not_before=AT)
    (tmp_path / "copy.json").write_bytes(file.read_bytes())

    with pytest.raises(BrokenKeys, match="same kid"):
        read_folder(tmp_path, KNOWN)


def test_an_algorithm_of_ones_own_signs_beside_ours(tmp_path: Path) -> None:
    write_new_key(tmp_path, ED25519, not_before=AT)
    write_new_key(tmp_path, P_256, not_before=LATER)
    known = {**KNOWN, P_256.name: P_256}

    key = read_folder(tmp_path, known).signing_key(LATER)

    assert key.algorithm.name == "ES256"
    assert key.algorithm.verify(key.published(), b"data", key.sign(b"data"))
    with pytest.raises(BrokenKeys, match="its alg is not one of Ed25519"):
        read_folder(tmp_path, KNOWN)


def test_an_algorithm_is_named_as_a_module_and_an_object() -> None:
    ours = "services.scoring.signing.algorithms:ED25519"

    assert algorithms_of([ours]) == KNOWN
    for name in ("nothing.of.this:X", "services.scoring.signing.algorithms:Y", "", ":"):
        with pytest.raises(ValueError, match="no algorithm"):
            algorithms_of([name])


def test_the_command_makes_keys_and_prints_the_public_ones(tmp_path: Path) -> None:
    folder = str(tmp_path / "keys")

    made = CliRunner().invoke(cli, ["receipt-keys", "new", folder])
    planned = CliRunner().invoke(
        cli, ["receipt-keys", "new", folder, "--signs-from", "2999-01-01T00:00:00"]
    )
    printed = CliRunner().invoke(cli, ["receipt-keys", "public", folder])

    assert (made.exit_code, planned.exit_code, printed.exit_code) == (0, 0, 0)
    published = json.loads(printed.output)["keys"]
    assert published == read_folder(tmp_path / "keys", KNOWN).published()
    assert published[0]["nbf"] == int(datetime(2999, 1, 1, tzinfo=UTC).timestamp())
    assert CliRunner().invoke(cli, ["receipt-keys", "new", "/proc/nothing"]).exit_code == 1
    unknown = CliRunner().invoke(cli, ["receipt-keys", "new", folder, "--algorithm", "no:where"])
    assert unknown.exit_code == 2
