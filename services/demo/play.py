"""Plays the demo: a system of its own in a fresh folder, the round act by act, and a verdict on itself."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from services.demo.audit_act import play_audit
from services.demo.checks import Checks
from services.demo.city_act import in_city_review, play_reception, play_review
from services.demo.close_act import play_close
from services.demo.crowd_act import play_crowd
from services.demo.district_act import play_districts
from services.demo.filling_act import play_filling_in
from services.demo.forwarding_act import play_forwarding, play_result
from services.demo.keepsakes import Keepsakes
from services.demo.national_act import play_national
from services.demo.open_findings import play_blue_stamp
from services.demo.outcome_table import check_outcomes, write_outcome_table
from services.demo.panel_act import play_panel
from services.demo.parts import NotThereYet, Part
from services.demo.publicity_act import play_publication, play_publicity
from services.demo.register_act import play_register
from services.demo.scan_act import play_scans
from services.demo.scene import Scene
from services.demo.second_thoughts_act import play_second_thoughts
from services.demo.submission_act import play_rush
from services.demo.timeline import Timeline, padded
from services.demo.what_if_act import play_what_if
from services.embedded import EmbeddedSettings, EmbeddedSystem
from services.object_store import find_free_ports
from services.scenarios.cast import the_cast
from services.scenarios.front_end import NotRefused, Unexpected, Venue, new_client
from services.scenarios.people import PUBLIC
from services.scenarios.scanning.office import CopierFailed, ScanningOffice
from services.scenarios.waiting import TookTooLong
from shared.logs import configure_logs

#: Folders of earlier demos carry this before their time.
_PREFIX = "run-"
#: As coarse as scans may be that are read back without a word about it.
_CROWD_DPI = 120
_TITLE_WIDTH = 34

#: What stops a play: an answer that it did not foresee, or none.
_STOPS = (
    Unexpected,
    NotRefused,
    NotThereYet,
    TookTooLong,
    CopierFailed,
    httpx.TransportError,
)

_HEAD = """\
梯度 Tidu 演示：天津市2025年度第二批，四个级别、各推荐单位，从填报到结果
Demo: the second Tianjin round of 2025, all four tiers, from the first autosave to the outcome. Firms, persons and papers are fictitious.
人物 Cast: 企业申报员 applicants · 推荐单位 district officers · 市级甲、市级乙 two city officers · 会同部门 bureau officers · 审计员 auditor · 系统运维 operator · 社会公众 anybody"""


def play_demo(root: Path, write: Callable[[str], None]) -> bool:
    """Play all acts below a folder; True when every expectation held."""
    started = time.monotonic()
    folder = _fresh_folder(root)
    log = folder / "services.log"
    write(_HEAD)
    with log.open("w", encoding="utf-8") as stream:
        configure_logs(level="INFO", as_json=True, stream=stream)
        with _scene(folder, write) as scene:
            stopped_by = _play_acts(scene, write)
    seconds = time.monotonic() - started
    return _sum_up(scene, write, log=log, seconds=seconds, stopped_by=stopped_by)


def _play_acts(scene: Scene, write: Callable[[str], None]) -> Exception | None:
    """Play act after act; give what stopped the play, if anything did."""
    try:
        play_register(scene)
        play_filling_in(scene)
        play_scans(scene)
        play_blue_stamp(scene)
        play_crowd(scene)
        play_second_thoughts(scene)
        play_rush(scene)
        play_close(scene)
        play_national(scene)
        play_districts(scene)
        play_reception(scene)
        play_panel(scene, in_city_review(scene))
        play_review(scene)
        play_forwarding(scene)
        list_id = play_publicity(scene)
        play_publication(scene, list_id)
        play_result(scene)
        play_what_if(scene)
        play_audit(scene)
        write_outcome_table(scene, check_outcomes(scene), write)
    except _STOPS as error:
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
    for title, path in [*scene.keepsakes.lines(), ("服务日志 · log", str(log))]:
        write(f"  {padded(title, _TITLE_WIDTH)}{path}")
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
    with new_client() as http, ScanningOffice() as office:
        try:
            system.start()
            yield _set_up(system, http, folder, write, office)
        finally:
            system.stop()


def _set_up(
    system: EmbeddedSystem,
    http: httpx.Client,
    folder: Path,
    write: Callable[[str], None],
    office: ScanningOffice,
) -> Scene:
    silent = Venue(url=system.url("intake"), sign_in=system.issuer.token, http=http)
    timeline = Timeline(write, silent.front_end(PUBLIC).business_time)
    return Scene(
        system=system,
        venue=Venue(url=silent.url, sign_in=silent.sign_in, http=http, tell=timeline.tell),
        timeline=timeline,
        checks=Checks(timeline),
        keepsakes=Keepsakes(folder=folder),
        parts=[Part(member=member) for member in the_cast()],
        scanner=office.scan,
        dpi=_CROWD_DPI,
    )


def _fresh_folder(root: Path) -> Path:
    """Make a new folder, and remove what the demos before left."""
    for earlier in root.glob(f"{_PREFIX}*"):
        shutil.rmtree(earlier, ignore_errors=True)
    folder = root / f"{_PREFIX}{datetime.now(UTC):%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    return folder
