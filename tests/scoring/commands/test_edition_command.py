"""``tidu edition``: the checks of the service without the service."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.__main__ import cli
from services.scoring.store.bundle_files import EDITIONS, load_edition
from tests.scoring.builders import edition


def tidu(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["edition", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "cn-2025"
    shutil.copytree(EDITIONS / "cn-2025", copy)
    return copy


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("edition_id", ["cn-2024", "cn-2025", "cn-2026"])
def test_an_edition_that_ships_is_sound(edition_id: str) -> None:
    result = tidu("check", EDITIONS / edition_id)

    assert result.exit_code == 0
    assert "无错误 · no fault" in result.output


def test_what_is_only_odd_is_a_warning_with_its_line(folder: Path) -> None:
    result = tidu("check", folder)

    assert result.exit_code == 0
    assert "conditions-tianjin-2025-2.yaml:11: /criteria/0" in result.output
    assert "先进级要求“本地注册”，而卓越级未列此条" in result.output


def test_every_fault_is_named_with_file_and_line(folder: Path) -> None:
    change(folder / "criteria.yaml", "fact: operations_sound", "fact: nothing")
    change(folder / "scenes.yaml", "guide_stage: 产品研发", "guide_stage: 研发")
    change(folder / "facts.yaml", "kind: decimal", "kind: float")
    line = (folder / "scenes.yaml").read_text(encoding="utf-8").splitlines().index(
        "    guide_stage: 研发"
    ) + 1

    result = tidu("check", folder)

    assert result.exit_code == 1
    for said in (
        f"cn-2025/scenes.yaml:{line}:",
        "[stage-unknown]",
        "[type-unknown]",
        "[fact-unknown]",
    ):
        assert said in result.output
    assert "3 处错误" in result.output


def test_ten_megabytes_are_refused_unread(folder: Path) -> None:
    (folder / "criteria.yaml").write_bytes(b"[" * 10_000_000)

    result = tidu("check", folder)

    assert result.exit_code == 1
    assert "[file-too-large]" in result.output


def test_the_hash_is_that_of_the_service() -> None:
    result = tidu("hash", EDITIONS / "cn-2025")
    whole = edition()
    of_round = whole.conditions["tianjin-2025-2"].content_hash

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"cn-2025 sha256 {whole.content_hash.sha256}",
        f"cn-2025 sm3 {whole.content_hash.sm3}",
        f"tianjin-2025-2 sha256 {of_round.sha256}",
        f"tianjin-2025-2 sm3 {of_round.sm3}",
    ]


def test_a_threshold_that_moved_is_said_in_both_languages(folder: Path) -> None:
    before = EDITIONS / "cn-2025"
    change(folder / "criteria.yaml", 'threshold: "4"', 'threshold: "5"')

    result = tidu("diff", before, folder)

    assert result.exit_code == 1
    assert "~ 变更条件“智能制造能力成熟度”（领航级）：门槛由 4 改为 5。" in result.output
    assert "Smart manufacturing maturity (Leading); threshold from 4 to 5." in result.output
    assert load_edition(folder).content_hash != load_edition(before).content_hash


def test_an_edition_does_not_differ_from_its_copy(folder: Path) -> None:
    result = tidu("diff", EDITIONS / "cn-2025", folder)

    assert (result.exit_code, "0 处差异" in result.output) == (0, True)


def test_what_cannot_be_read_is_told_apart_from_what_is_wrong(folder: Path) -> None:
    assert tidu("check", folder / "nothing").exit_code == 2
    assert tidu("hash", folder / "edition.yaml").exit_code == 2
    (folder / "facts.yaml").unlink()
    assert tidu("hash", folder).exit_code == 2
    assert tidu("diff", folder, folder).exit_code == 2
