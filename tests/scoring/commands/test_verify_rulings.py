"""``tidu verify --rulings``: what persons ruled, checked beside the receipt; whatever is wrong is named."""

import copy
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.__main__ import cli
from tests.harness.api import Api
from tests.scoring.builders import a_recording

Versions = dict[str, Any]

JUDGED = "br-1-competitiveness"


@pytest.fixture
def ruled(scoring: Api, tmp_path: Path) -> Versions:
    """The versions that two rulings made; receipt and keys lie in the folder."""
    path = f"/v1/assessments/{uuid.uuid4()}"
    service = scoring.as_role("service", subject="intake")
    officer = scoring.as_role("city-officer", subject="city-officer-a")
    service.put(path, a_recording()).ok(201)
    for version, finding in enumerate(("not-met", "met"), start=1):
        body = {"criterion_id": JUDGED, "finding": finding, "reason": "现场核查"}
        officer.post(f"{path}/rulings", body, headers={"If-Match": f'"{version}"'}).ok(201)
    (tmp_path / "receipt.json").write_bytes(officer.get(f"{path}/receipt").response.content)
    (tmp_path / "jwks.json").write_text(json.dumps(scoring.get("/.well-known/jwks.json").ok(200)))
    return dict(officer.get(f"{path}/versions").ok(200))


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., Result]:
    def run(versions: object, *, with_keys: bool = True) -> Result:
        file = tmp_path / "rulings.json"
        file.write_text(json.dumps(versions, ensure_ascii=False), encoding="utf-8")
        keys = ["--keys", str(tmp_path / "jwks.json")] if with_keys else []
        receipt = str(tmp_path / "receipt.json")
        return CliRunner().invoke(cli, ["verify", receipt, "--rulings", str(file), *keys])

    return run


def changed(versions: Versions, number: int, **changes: Any) -> Versions:
    other = copy.deepcopy(versions)
    other["versions"][number - 2] |= changes
    return other


def test_rulings_are_proven_beside_the_receipt(
    ruled: Versions, verify: Callable[..., Result]
) -> None:
    result = verify(ruled)

    assert result.exit_code == 0, result.output
    assert "signature of version 3" in result.output
    assert verify(ruled, with_keys=False).exit_code == 2


def test_whatever_is_wrong_with_a_ruling_is_named(
    ruled: Versions, verify: Callable[..., Result]
) -> None:
    first, second = ruled["versions"]
    of_the_machine = copy.deepcopy(ruled)
    of_the_machine["versions"][1]["ruling"]["criterion_id"] = "br-1-scale"
    cases: dict[str, tuple[Versions, str]] = {
        "another reason": (
            changed(ruled, 2, ruling=first["ruling"] | {"reason": "另有理由"}),
            "digests of version 2",
        ),
        "fewer left": (changed(ruled, 3, left_to_a_person=0), "version 3 follows"),
        "another outcome": (changed(ruled, 2, outcome="not-met"), "version 2 follows"),
        "one left out": (ruled | {"versions": [second]}, "version 2 follows"),
        "turned round": (ruled | {"versions": [second, first]}, "version 2 follows"),
        "another's signature": (
            changed(ruled, 3, signature=first["signature"]),
            "signature of version 3",
        ),
        "a ruling on what the machine decides": (of_the_machine, "version 3 rules on"),
    }

    for name, (versions, told) in cases.items():
        result = verify(versions)
        assert result.exit_code == 1, name
        assert any(
            told in line for line in result.output.splitlines() if line.startswith("不符")
        ), (name, result.output)


@pytest.mark.parametrize("content", [[], {"versions": []}, {"assessment_id": 7, "versions": []}])
def test_what_is_no_list_of_versions_cannot_be_checked(
    ruled: Versions, verify: Callable[..., Result], content: object
) -> None:
    assert ruled["versions"]
    result = verify(content)

    assert result.exit_code == 2
    assert "is no list of an assessment's versions" in result.output
