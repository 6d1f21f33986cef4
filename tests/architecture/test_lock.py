"""The lock: everything that is asked for, exact, hashed, and from no particular registry."""

import re
import tomllib

from tests.architecture.sources import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {_normal(re.split(r"[\[<>=~! ;]", line)[0]) for line in asked}
    locked = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)}

    assert names <= locked, f"run make lock: {sorted(names - locked)}"


def test_every_locked_package_has_hashes() -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK)

    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_no_registry_and_no_path_is_named() -> None:
    telling = [line for line in LOCK.splitlines() if re.match(r"-|[^#]*(://| @ )", line)]

    assert telling == []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
