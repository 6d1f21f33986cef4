"""What docs/receipts.md says about checking a receipt by hand, done as it says."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.documents import read
from tests.architecture.sources import ROOT
from tests.scoring.receipts import a_receipt, payload_of
from tests.scoring.signers import a_signer

RECEIPT = a_receipt()

SECTION = read(ROOT / "docs" / "receipts.md").sections()["By hand, without Tidu"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "receipt.json").write_bytes(RECEIPT.file.content)
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": a_signer().published()}))
    return tmp_path


def run_the_script(folder: Path) -> subprocess.CompletedProcess[str]:
    script = SECTION.split("```python\n")[1].split("```")[0]
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_script_proves_the_signature_and_shows_the_payload(folder: Path) -> None:
    done = run_the_script(folder)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == payload_of(RECEIPT.file.content)


def test_the_script_fails_for_a_receipt_that_was_changed(folder: Path) -> None:
    parts = json.loads(RECEIPT.file.content)
    parts["payload"] = "A" + parts["payload"][1:]
    (folder / "receipt.json").write_text(json.dumps(parts))

    done = run_the_script(folder)

    assert done.returncode != 0
    assert "InvalidSignature" in done.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
def test_openssl_proves_the_same(folder: Path) -> None:
    run_the_script(folder)
    command = SECTION.split("`openssl ")[1].split("`")[0].split()

    good = subprocess.run(["openssl", *command], cwd=folder, capture_output=True, check=False)  # noqa: S607
    (folder / "signed.bin").write_bytes((folder / "signed.bin").read_bytes() + b" ")
    bad = subprocess.run(["openssl", *command], cwd=folder, capture_output=True, check=False)  # noqa: S607

    assert (good.returncode, bad.returncode) == (0, 1), good.stderr


def test_the_digest_of_a_clause_is_taken_of_that_very_text() -> None:
    one = payload_of(RECEIPT.file.content)["verdict"]["criteria"][0]
    clause, asked = one["clause"], one["requirement"]

    text = (
        f'{{"clause":{{"en":{quoted(clause["en"])},"zh":{quoted(clause["zh"])}}},'
        f'"requirement":{{"en":{quoted(asked["en"])},"zh":{quoted(asked["zh"])}}}}}'
    )

    assert hashlib.sha256(text.encode()).hexdigest() == one["clause_sha256"]


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
