"""The demo as a newcomer runs it, and its own judgement when an expectation fails."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from services.demo.checks import Checks
from services.demo.proofs import broken_chains, first_break, is_dense
from services.demo.timeline import Timeline
from services.scenarios.cast import the_cast
from services.scenarios.wording import STATES, TIERS
from tests.architecture.sources import ROOT

KEPT = {
    "申报书.pdf",
    "申报书盖章扫描件.pdf",
    "申报回执.json",
    "核验结果.json",
    "评估回执.json",
    "评估回执.pdf",
    "评估回执公钥.json",
    "公布名单.xlsx",
    "公布名单.json",
    "办理过程.json",
    "认定名录.csv",
    "汇总表.pdf",
    "推荐函.pdf",
}
KEPT_FOLDERS = {
    "申报书",
    "盖章扫描件",
    "申报回执",
    "核验结果",
    "汇总表",
    "审计导出",
    "国家平台申报书",
    "向国家推荐",
    "scans",
}

#: The event that brings an application to its end, for the ends that an event brings.
LAST_EVENTS = {
    "withdrawn": "application.withdrawn",
    "not-passed": "application.not-passed",
    "filed": "application.filed",
    "not-filed": "application.not-filed",
    "recognised": "application.recognised",
    "declined": "application.declined",
    "not-forwarded": "application.not-forwarded",
    "selected": "application.selected",
    "not-selected": "application.not-selected",
}


def run_demo(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "services", "demo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_demo_plays_the_round_to_its_end_and_leaves_what_it_made(tmp_path: Path) -> None:
    left = tmp_path / "var/demo/run-20250101-000000"
    left.mkdir(parents=True)

    done = run_demo(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    assert done.stdout.count("✓") >= 120
    assert done.stderr == ""
    (folder,) = (tmp_path / "var/demo").iterdir()
    assert folder != left
    assert {path.name for path in folder.iterdir()} >= KEPT | KEPT_FOLDERS
    assert_each_wrong_scan_left_its_pictures(folder / "scans")
    assert_table_counts_the_cast(done.stdout)
    assert_export_tells_the_same(folder / "审计导出")


def assert_each_wrong_scan_left_its_pictures(folder: Path) -> None:
    kinds = {(path.name.split("-")[1], path.suffix) for path in folder.iterdir()}
    scans = {"缺页", "混入旧版", "未盖章", "混入别家", "黑白扫描", "完整无误"}
    assert kinds == {(scan, suffix) for scan in scans for suffix in (".png", ".pdf")}


def assert_table_counts_the_cast(shown: str) -> None:
    table = shown[shown.index("结果 · Outcome") : shown.index("演示留下的文件")]
    rows = {words[0]: words[1:] for line in table.splitlines() if (words := line.split())}
    heads = next(line.split() for line in table.splitlines() if line.endswith("合计"))
    for tier, title in TIERS.items():
        members = [member for member in the_cast() if member.tier == tier]
        counts = Counter(STATES[member.outcome] for member in members)
        expected = [*(counts[head] for head in heads[:-1]), len(members)]
        assert rows[title] == [str(number) if number else "·" for number in expected]


def assert_export_tells_the_same(folder: Path) -> None:
    feeds = {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in folder.iterdir()
    }
    kinds = Counter(event["kind"] for event in feeds["intake"])
    outcomes = Counter(member.outcome for member in the_cast())
    assert feeds.keys() == {"intake", "scoring", "documents"}
    assert {kind: kinds[kind] for kind in LAST_EVENTS.values()} == {
        kind: outcomes[outcome] for outcome, kind in LAST_EVENTS.items()
    }


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


def test_a_feed_is_seen_to_lack_an_event_or_the_beginning_of_a_chain() -> None:
    one, other = a_chain(2), a_chain(3)
    feed = [{**event, "aggregate_id": "a"} for event in one]
    feed += [{**event, "aggregate_id": "b"} for event in other]
    feed = [{**event, "position": place} for place, event in enumerate(feed, 1)]

    assert is_dense(feed)
    assert broken_chains(feed) == []
    assert not is_dense(feed[1:])
    assert not is_dense([*feed[:2], *feed[3:]])
    assert broken_chains(feed[1:]) == ["a"]
    assert broken_chains([*feed[:3], feed[4]]) == ["b"]


def a_chain(length: int) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    digests = {"sha256": "", "sm3": ""}
    for seq in range(1, length + 1):
        event: dict[str, object] = {"aggregate_seq": seq, "payload": {"aggregate_seq": seq}}
        for algorithm, previous in digests.items():
            linked = f'{previous}\n{{"aggregate_seq":{seq}}}'.encode()
            event[f"prev_{algorithm}"] = previous
            event[algorithm] = hashlib.new(algorithm, linked).hexdigest()
        digests = {algorithm: str(event[algorithm]) for algorithm in digests}
        events.append(event)
    return events
