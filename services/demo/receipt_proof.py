"""The receipt of a verdict, proven by the command that anybody can run without the services."""

import subprocess
import sys
from pathlib import Path

from services.demo.parts import Part
from services.demo.scene import Scene
from services.scenarios.firm import JsonObject

_PROVEN = 0
_SIGNED = "评估回执.json"
_KEYS = "评估回执公钥.json"
_RULINGS = "人工裁定.json"


def prove_receipt(scene: Scene, lead: Part) -> None:
    """Keep the receipt, its page and the public keys; prove the receipt, and see a changed one fail."""
    applicant, path = lead.finished.applicant, f"/v1/applications/{lead.application_id}/verdict"
    signed = applicant.send("GET", f"{path}/receipt").content
    page = applicant.send("GET", f"{path}/receipt.pdf").content
    keys = scene.quiet_venue().http.get(f"{scene.system.url('scoring')}/.well-known/jwks.json")
    keepsakes, folder = scene.keepsakes, scene.keepsakes.folder
    keepsakes.keep("评估回执 · receipt of the verdict", _SIGNED, signed)
    keepsakes.keep("评估回执打印页 · the same on one page", "评估回执.pdf", page)
    keepsakes.keep("评估回执公钥 · public keys", _KEYS, keys.content)
    scene.checks.equal(
        "tidu verify 离线重算，回执逐条得证 · the receipt is proven offline, criterion by criterion",
        _verified(folder / _SIGNED, folder / _KEYS),
        _PROVEN,
    )
    changed = folder / "评估回执（改动一个字节）.json"
    changed.write_bytes(_with_one_byte_changed(signed))
    scene.checks.equal(
        "改动一个字节即被发现 · one changed byte is found",
        _verified(changed, folder / _KEYS) != _PROVEN,
        True,
    )
    changed.unlink()


def prove_rulings(scene: Scene, versions: JsonObject) -> None:
    """Keep what persons ruled, and prove it beside the receipt: each version follows the one before and is signed."""
    folder = scene.keepsakes.folder
    scene.keepsakes.keep("人工裁定各版本 · rulings", _RULINGS, versions)
    scene.checks.equal(
        "  tidu verify 离线核对各版裁定：前后相接、逐版签名 · the rulings are proven offline, version by version",
        _verified(folder / _SIGNED, folder / _KEYS, "--rulings", str(folder / _RULINGS)),
        _PROVEN,
    )


def keys_of(scene: Scene) -> Path:
    """Give the file of the public keys that the play has kept."""
    return scene.keepsakes.folder / _KEYS


def _with_one_byte_changed(signed: bytes) -> bytes:
    middle = len(signed) // 2
    other = b"A" if signed[middle : middle + 1] != b"A" else b"B"
    return signed[:middle] + other + signed[middle + 1 :]


def _verified(receipt: Path, keys: Path, *more: str) -> int:
    """Run the command in a process of its own: no service and no database is at hand there."""
    return subprocess.run(  # noqa: S603 - the program is ours
        [sys.executable, "-m", "services", "verify", str(receipt), "--keys", str(keys), *more],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode
