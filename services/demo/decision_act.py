"""Acts five to seven: the district recommends, the city proposes and publishes, anybody reads the list."""

import io
import zipfile
from datetime import date, timedelta

from services.demo.proofs import digests_of_content, first_break
from services.demo.scene import Scene
from services.scenarios.firm import EXAMPLE_FIRM
from services.scenarios.lives import Ready, recommend
from services.scenarios.people import (
    CITY_OFFICER,
    PUBLIC,
    SECOND_CITY_OFFICER,
    district_officer_of,
)
from services.scenarios.steps import deciding, publishing
from services.scenarios.steps.publishing import PublicList

#: A district that has nothing to do with the firm.
_OTHER_DISTRICT = "120101"


def play_recommendation(scene: Scene, ready: Ready) -> str:
    """Play the unit's part, and give the hand-in's id."""
    scene.timeline.act("第五幕 区级审核推荐 · The unit reviews, recommends, hands in")
    scene.move_clock(2025, 7, 19, 10)
    path = f"/v1/applications/{ready.application_id}"
    stranger = scene.seat(district_officer_of(_OTHER_DISTRICT))
    scene.checks.refused(
        "别区看不到这份申报 · another district's officer does not find it",
        lambda: stranger.read(path),
        404,
        "application-not-found",
    )
    handed_in = recommend(scene.venue, EXAMPLE_FIRM, ready.application_id)
    return str(handed_in["hand_in_id"])


def play_review(scene: Scene, ready: Ready, hand_in_id: str) -> str:
    """Play the city's review up to the end of the publicity, and give the list's id."""
    scene.timeline.act("第六幕 市级评审、公示、发布 · The city reviews, shows, publishes")
    officer = scene.seat(CITY_OFFICER)
    scene.move_clock(2025, 7, 21, 9, 30)
    deciding.receive(officer, hand_in_id)
    deciding.start_review(officer, ready.application_id)
    scene.move_clock(2025, 7, 28, 15)
    deciding.propose(officer, ready.application_id)
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
    after = date.fromisoformat(opened["publicity_last_day"]) + timedelta(days=1)
    scene.move_clock(after.year, after.month, after.day, 10)
    return list_id


def play_publication(scene: Scene, ready: Ready, list_id: str) -> None:
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
    scene.timeline.act("第七幕 公开 · Anybody reads and checks")
    _check_list(scene, publishing.read_public_list(scene.seat(PUBLIC), list_id))
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
    scene.keep("办理过程 · history", "办理过程.json", history)


def _check_list(scene: Scene, public: PublicList) -> None:
    details, checks = public.details, scene.checks
    checks.equal("名单已发布 · the list is published", details["stage"], "published")
    checks.equal(
        "名单上正是这家企业 · the firm is on it, and nobody else",
        [entry["credit_code"] for entry in details["entries"]],
        [EXAMPLE_FIRM.credit_code],
    )
    checks.equal(
        "Excel 名单可打开并含该企业 · the workbook opens and names the firm",
        EXAMPLE_FIRM.name in _words_of(public.workbook),
        True,
    )
    checks.equal(
        "自行重算名单摘要一致 · the list's digests, recomputed from its content (RFC 8785)",
        digests_of_content(details),
        (details["sha256"], details["sm3"]),
    )
    scene.keep("公布名单 · list, Excel", "公布名单.xlsx", public.workbook)
    scene.keep("公布名单 · list, JSON", "公布名单.json", details)


def _words_of(workbook: bytes) -> str:
    """Give the texts of a workbook, which is a zip of XML."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return parts.read("xl/sharedStrings.xml").decode()
