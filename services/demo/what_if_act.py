"""Before a draft is law: what it would have done to this round's filings; nothing of them is touched."""

import json
import subprocess
import sys
from pathlib import Path

from services.demo.scene import Scene
from services.scenarios.cast import Peculiarity, Tier
from services.scenarios.people import AUDITOR, CITY_OFFICER, OPERATOR
from services.scenarios.steps import simulating

_BASE = "cn-2025"
_SHIPPED = Path(__file__).parents[1] / "scoring" / "editions" / _BASE
#: An invented draft: the edition in force with another name, and one gate higher.
_CHANGES = {
    "edition.yaml": (
        ("edition_id: cn-2025", "edition_id: example-draft"),
        (
            "zh: 智能工厂梯度培育要素条件（2025年版）",
            "zh: 演示用虚构草稿：基础级、先进级成熟度提高到三级",
        ),
        (
            "en: Element conditions for the tiered cultivation of smart factories (2025 edition)",
            "en: An invented draft for the demo, with a maturity gate of level 3 for the two lower tiers",
        ),
    ),
    "criteria.yaml": (('threshold: "2"', 'threshold: "3"'),),
}
_GATE = 3


def play_what_if(scene: Scene) -> None:
    """Import a draft, see whom it would have kept out, and make the same result offline."""
    scene.timeline.act("第十六幕 新版推演 · What an invented draft would have done to this round")
    venue = scene.venue_of("scoring")
    files = _draft()
    draft = simulating.import_draft(venue.front_end(OPERATOR), files)
    officer = venue.front_end(CITY_OFFICER)
    path, result = simulating.simulate(officer, _BASE, draft, "advanced")
    below = [
        part.application_id
        for part in scene.of_tier(Tier.ADVANCED)
        # Whoever withdrew had been assessed, too: scoring knows assessments and no withdrawals.
        if (part.receipt is not None or part.has(Peculiarity.WITHDRAWS))
        and part.member.firm.maturity.level == _GATE - 1
    ]
    scene.checks.equal(
        f"  受影响的恰是成熟度二级的 {len(below)} 份 · exactly those at level 2 would have been affected",
        sorted(one["application_id"] for one in result["affected"]),
        sorted(below),
    )
    _, again = simulating.simulate(
        scene.quietly(venue).front_end(CITY_OFFICER), _BASE, draft, "advanced"
    )
    scene.checks.equal(
        "  再推演一次，结果逐字节相同 · the same again, byte for byte", again, result
    )
    workbook = officer.send("GET", f"{path}/result.xlsx").content
    scene.keepsakes.keep("新版推演 · simulation, Excel", "新版推演.xlsx", workbook)
    cohort = venue.front_end(AUDITOR).send("GET", f"{path}/cohort").content
    scene.checks.equal(
        "  tidu simulate 离线得出同样的受影响申报 · the same filings, offline",
        _offline(scene, files, cohort),
        sorted(below),
    )


def _draft() -> dict[str, str]:
    files = {file.name: file.read_text(encoding="utf-8") for file in _SHIPPED.glob("*.yaml")}
    for name, changes in _CHANGES.items():
        for before, after in changes:
            files[name] = files[name].replace(before, after, 1)
    return files


def _offline(scene: Scene, files: dict[str, str], cohort: bytes) -> list[str]:
    folder = scene.keepsakes.folder / "新版推演"
    draft = folder / "example-draft"
    draft.mkdir(parents=True)
    for name, text in files.items():
        (draft / name).write_text(text, encoding="utf-8")
    exported, result = folder / "cohort.jsonl", folder / "result.json"
    exported.write_bytes(cohort)
    arguments = [str(exported), str(_SHIPPED), str(draft), "--result", str(result)]
    subprocess.run(  # noqa: S603 - the program is ours
        [sys.executable, "-m", "services", "simulate", *arguments],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if not result.exists():
        return []
    affected = json.loads(result.read_bytes())["affected"]
    return sorted(str(one["application_id"]) for one in affected)
