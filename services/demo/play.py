"""Plays the demo: a system of its own in a fresh folder, seven acts, and a verdict on itself."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from services.demo.checks import Checks
from services.demo.decision_act import play_publication, play_recommendation, play_review
from services.demo.filling_act import play_filling_in
from services.demo.scene import Scene
from services.demo.submission_act import play_close, play_submission
from services.demo.timeline import Timeline, padded
from services.embedded import EmbeddedSettings, EmbeddedSystem
from services.object_store import find_free_ports
from services.scenarios.front_end import NotRefused, Unexpected, Venue, new_client
from services.scenarios.people import PUBLIC
from services.scenarios.waiting import TookTooLong
from shared.logs import configure_logs

#: Folders of earlier demos carry this before their time.
_PREFIX = "run-"

_HEAD = """\
梯度 Tidu 演示：一份先进级智能工厂申报，从第一次保存到公布名单
Demo: one application, from its first autosave to the published list. Firm, persons and papers are fictitious.
人物 Cast: 企业申报员 applicant · 推荐单位 district officer · 市级甲、市级乙 two city officers · 系统运维 operator · 社会公众 anybody"""


def play_demo(root: Path, write: Callable[[str], None]) -> bool:
    """Play all acts below a folder; True when every expectation held."""
    started = time.monotonic()
    folder = _fresh_folder(root)
    log = folder / "services.log"
    write(_HEAD)
    with log.open("w", encoding="utf-8") as stream:
        configure_logs(level="INFO", as_json=True, stream=stream)
        with _scene(folder, write) as scene:
            stopped_by = _play_acts(scene)
    seconds = time.monotonic() - started
    return _sum_up(scene, write, log=log, seconds=seconds, stopped_by=stopped_by)


def _play_acts(scene: Scene) -> Exception | None:
    """Play act after act; give what stopped the play, if anything did."""
    try:
        ready = play_filling_in(scene)
        play_submission(scene, ready)
        play_close(scene)
        hand_in_id = play_recommendation(scene, ready)
        list_id = play_review(scene, ready, hand_in_id)
        play_publication(scene, ready, list_id)
    except (Unexpected, NotRefused, TookTooLong) as error:
        return error
    return None


def _sum_up(
    scene: Scene,
    write: Callable[[str], None],
    *,
    log: Path,
    seconds: float,
    stopped_by: Exception | None,
) -> bool:
    checks = scene.checks
    write("\n演示留下的文件 · What it made:")
    for title, path in scene.keepsakes:
        write(f"  {padded(title, 28)}{path}")
    write(f"  {padded('服务日志 · log', 28)}{log}")
    if stopped_by is not None:
        write(f"\n✗ 演示中断 · The demo was stopped by an answer it did not expect:\n{stopped_by}")
    if checks.failed:
        write(f"\n✗ {len(checks.failed)} 项检查未通过 · checks failed:")
        for what in checks.failed:
            write(f"  {what}")
    if stopped_by is not None or checks.failed:
        return False
    write(f"\n✓ 全部 {checks.held} 项检查通过 · all {checks.held} checks hold（{seconds:.1f} s）")
    return True


@contextmanager
def _scene(folder: Path, write: Callable[[str], None]) -> Iterator[Scene]:
    intake, scoring, documents, issuer = find_free_ports(4)
    settings = EmbeddedSettings.in_folder(folder, ports=(intake, scoring, documents, issuer))
    system = EmbeddedSystem(settings)
    with new_client() as http:
        try:
            system.start()
            yield _set_up(system, http, folder, write)
        finally:
            system.stop()


def _set_up(
    system: EmbeddedSystem, http: httpx.Client, folder: Path, write: Callable[[str], None]
) -> Scene:
    silent = Venue(url=system.url("intake"), sign_in=system.issuer.token, http=http)
    timeline = Timeline(write, silent.front_end(PUBLIC).business_time)
    return Scene(
        system=system,
        venue=Venue(url=silent.url, sign_in=silent.sign_in, http=http, tell=timeline.tell),
        timeline=timeline,
        checks=Checks(timeline),
        folder=folder,
    )


def _fresh_folder(root: Path) -> Path:
    """Make a new folder, and remove what the demos before left."""
    for earlier in root.glob(f"{_PREFIX}*"):
        shutil.rmtree(earlier, ignore_errors=True)
    folder = root / f"{_PREFIX}{datetime.now(UTC):%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    return folder
