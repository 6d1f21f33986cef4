"""The list: shown in publicity, where one more is declined, published by two officers, read by anybody."""

import io
import zipfile
from datetime import date, timedelta

from services.demo.proofs import digests_of_content, first_break
from services.demo.scene import Scene
from services.scenarios.cast import Peculiarity
from services.scenarios.people import CITY_OFFICER, PUBLIC, SECOND_CITY_OFFICER
from services.scenarios.steps import deciding, publishing
from services.scenarios.steps.publishing import PublicList


def play_publicity(scene: Scene) -> str:
    """Play the publicity to its end, and give the list's id."""
    scene.timeline.act("第十四幕 公示、发布 · Shown in publicity, published")
    officer = scene.seat(CITY_OFFICER)
    list_id = publishing.draw_list(officer)
    opened = publishing.open_publicity(officer, list_id)
    scene.checks.equal(
        "公示 5 个工作日 · five working days of publicity",
        (opened["publicity_first_day"], opened["publicity_last_day"]),
        ("2025-07-29", "2025-08-04"),
    )
    shown = publishing.read_public_list(scene.seat(PUBLIC), list_id)
    scene.checks.equal(
        "公示名单不称为认定 · a list in publicity is not called published",
        shown.details["stage"],
        "in-publicity",
    )
    scene.checks.refused(
        "公示期未满不能发布 · it cannot be published before the end",
        lambda: publishing.request_publication(officer, list_id),
        409,
        "publicity-running",
    )
    scene.move_clock(2025, 7, 31, 14)
    for part in scene.peculiar(Peculiarity.DECLINED_IN_PUBLICITY):
        officer.tell("公示期间收到异议并核实 · an objection is found true", part.label)
        deciding.decline(officer, part.application_id, "公示期间核实不符合要求")
    after = date.fromisoformat(opened["publicity_last_day"]) + timedelta(days=1)
    scene.move_clock(after.year, after.month, after.day, 10)
    return list_id


def play_publication(scene: Scene, list_id: str) -> None:
    """Publish with two officers; then anybody reads and checks the list."""
    officer = scene.seat(CITY_OFFICER)
    publishing.request_publication(officer, list_id)
    scene.checks.refused(
        "本人不能确认自己的申请 · nobody confirms what he requested himself",
        lambda: publishing.confirm_publication(officer, list_id),
        409,
        "second-officer-needed",
    )
    publishing.confirm_publication(scene.seat(SECOND_CITY_OFFICER), list_id)
    _check_list(scene, publishing.read_public_list(scene.seat(PUBLIC), list_id))
    ready = scene.part("lead").finished
    path = f"/v1/applications/{ready.application_id}"
    scene.checks.equal(
        "企业看到已认定 · the firm sees that it is recognised",
        ready.applicant.read(path)["state"],
        "recognised",
    )
    history = ready.applicant.read(f"{path}/history")
    ready.applicant.tell("查看办理过程 · reads the history", f"{len(history['events'])} 个事件")
    scene.checks.equal(
        "事件哈希链自行重算无断点 · the chain of its events holds, recomputed (SHA-256, SM3)",
        (history["chain_holds"], first_break(history["events"])),
        (True, None),
    )
    scene.keepsakes.keep("办理过程 · history", "办理过程.json", history)


def _check_list(scene: Scene, public: PublicList) -> None:
    details, checks = public.details, scene.checks
    checks.equal("名单已发布 · the list is published", details["stage"], "published")
    recognised = [part.member.firm for part in scene.parts if part.member.outcome == "recognised"]
    checks.equal(
        f"名单上正是应认定的 {len(recognised)} 家 · the firms foreseen are on it, and nobody else",
        sorted(entry["credit_code"] for entry in details["entries"]),
        sorted(firm.credit_code for firm in recognised),
    )
    words = _words_of(public.workbook)
    checks.equal(
        "Excel 名单可打开并含每家企业 · the workbook opens and names every firm",
        [firm.name for firm in recognised if firm.name not in words],
        [],
    )
    checks.equal(
        "自行重算名单摘要一致 · the list's digests, recomputed from its content (RFC 8785)",
        digests_of_content(details),
        (details["sha256"], details["sm3"]),
    )
    entered = scene.seat(CITY_OFFICER).read("/v1/register", tier="advanced", limit=100)["items"]
    checks.equal(
        "已认定的企业同时进入认定名录 · whoever is on it stands in the register from now on",
        sorted(entry["credit_code"] for entry in entered if entry["list_id"] is not None),
        sorted(firm.credit_code for firm in recognised),
    )
    scene.keepsakes.keep("公布名单 · list, Excel", "公布名单.xlsx", public.workbook)
    scene.keepsakes.keep("公布名单 · list, JSON", "公布名单.json", details)


def _words_of(workbook: bytes) -> str:
    """Give the texts of a workbook, which is a zip of XML."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return parts.read("xl/sharedStrings.xml").decode()
