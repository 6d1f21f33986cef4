"""卓越级, 领航级: filed in the national portal, whose time counts, and recorded here with its number and its PDF."""

from datetime import datetime

from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.strands import together
from services.demo.submission_act import await_verdict, keep_receipt
from services.scenarios.cast import Peculiarity
from services.scenarios.national_lives import bring_export, prepare_record
from services.scenarios.people import applicant_of
from services.scenarios.portal_form import PortalFiling
from services.scenarios.steps import recording
from services.scenarios.wording import CHINA, in_china

_IN_TIME = datetime(2025, 7, 17, 14, 30, tzinfo=CHINA)
#: Seconds after the enterprises' close.
_LATE = datetime(2025, 7, 19, 0, 0, 20, tzinfo=CHINA)


def play_national(scene: Scene) -> None:
    """Record what was filed nationally, after our own portal has closed."""
    scene.timeline.act(
        "第八幕 国家平台申报登记 · What was filed in the national portal is recorded"
    )
    scene.move_clock(2025, 7, 19, 9)
    filers = scene.those(lambda member: member.files_nationally)
    together(scene, filers, _record)
    together(scene, [part for part in filers if part.receipt is not None], await_verdict)


def _record(scene: Scene, part: Part) -> None:
    part.draft = prepare_record(scene.venue, part.member)
    if part.has(Peculiarity.PAPER_COMES_LATE):
        _be_refused(
            scene,
            part,
            "缺国家平台编号 · without the portal's number",
            422,
            "portal-record-incomplete",
        )
    is_late = part.has(Peculiarity.FILES_LATE)
    filing = PortalFiling(
        portal_number=part.member.portal_number or "", filed_at=_LATE if is_late else _IN_TIME
    )
    export = bring_export(part.draft, part.member, filing)
    name = f"{part.member.key}.pdf"
    scene.keepsakes.keep_among(
        "国家平台申报书 · portal exports", "国家平台申报书", name, export.content
    )
    if is_late:
        _be_refused(
            scene,
            part,
            "国家平台时间晚于截止 · too late by the portal's time",
            409,
            "portal-filed-late",
        )
        return
    part.receipt = recording.record(part.draft.applicant, part.application_id)
    keep_receipt(scene, part, part.receipt)
    scene.timeline.tell(
        applicant_of(part.member.firm).title,
        f"登记国家平台申报 {part.label}",
        f"{filing.portal_number}，{in_china(filing.filed_at)}，回执 {part.receipt['number']}",
    )


def _be_refused(scene: Scene, part: Part, why: str, status: int, code: str) -> None:
    applicant, application_id = part.standing_draft.applicant, part.application_id
    scene.checks.refused(
        f"{part.label} {why}", lambda: recording.record(applicant, application_id), status, code
    )
