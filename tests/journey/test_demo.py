"""The demo as a newcomer runs it, and its own judgement when an expectation fails."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from services.demo.checks import Checks
from services.demo.proofs import first_break
from services.demo.timeline import Timeline
from tests.architecture.sources import ROOT

KEPT = {
    "申报书.pdf",
    "申报书盖章扫描件.pdf",
    "申报回执.json",
    "核验结果.json",
    "公布名单.xlsx",
    "公布名单.json",
    "办理过程.json",
}


def run_demo(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "services", "demo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_demo_plays_to_its_end_and_leaves_what_it_made(tmp_path: Path) -> None:
    left = tmp_path / "var/demo/run-20250101-000000"
    left.mkdir(parents=True)

    done = run_demo(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    assert done.stdout.count("✓") > 25
    assert done.stderr == ""
    (folder,) = (tmp_path / "var/demo").iterdir()
    assert folder != left
    assert {path.name for path in folder.iterdir()} >= KEPT


def test_an_expectation_that_fails_is_shown_with_what_was_expected_and_found() -> None:
    lines: list[str] = []
    checks = Checks(Timeline(lines.append, lambda: datetime.now(UTC)))

    checks.equal("the list is published", "in-publicity", "published")
    checks.refused("a late submission", lambda: "a receipt", 409, "window-closed")

    assert checks.failed == ["the list is published", "a late submission"]
    shown = "\n".join(lines)
    assert "✗ the list is published" in shown
    assert "expected: published" in shown
    assert "found:    in-publicity" in shown
    assert "gave a receipt" in shown


def test_the_timeline_lines_up_chinese_and_latin() -> None:
    lines: list[str] = []
    timeline = Timeline(lines.append, lambda: datetime(2025, 7, 10, 1, tzinfo=UTC))

    timeline.tell("市级甲", "公示 · shows", "one")
    timeline.tell("officer", "x", "two")

    assert lines[0].startswith("2025-07-10 09:00:00  市级甲")
    # Three characters of the first line's column and two of its text take two columns each.
    assert lines[1].index("two") - lines[0].index("one") == 3 + 2


def test_a_chain_is_seen_to_break_where_an_event_was_changed_left_out_or_put_elsewhere() -> None:
    first, second, third = a_chain(3)
    forged = {**second, "payload": {"aggregate_seq": 2, "to_state": "recognised"}}

    assert first_break([first, second, third]) is None
    assert first_break([first, forged, third]) == 2
    assert first_break([first, third]) == 3
    assert first_break([first, third, second]) == 3


def a_chain(length: int) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    digests = {"sha256": "0" * 64, "sm3": "0" * 64}
    for seq in range(1, length + 1):
        event: dict[str, object] = {"aggregate_seq": seq, "payload": {"aggregate_seq": seq}}
        for algorithm, previous in digests.items():
            linked = f'{previous}\n{{"aggregate_seq":{seq}}}'.encode()
            event[f"prev_{algorithm}"] = previous
            event[algorithm] = hashlib.new(algorithm, linked).hexdigest()
        digests = {algorithm: str(event[algorithm]) for algorithm in digests}
        events.append(event)
    return events
