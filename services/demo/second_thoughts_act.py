"""Before the close: one takes its submission back, one has it returned, one withdraws."""

from services.demo.crowd_act import get_ready
from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.strands import together
from services.scenarios.cast import Peculiarity
from services.scenarios.firm import JsonObject
from services.scenarios.people import applicant_of, district_officer_of
from services.scenarios.steps import correcting, submitting

_INDICATOR = "/form/effects/indicators/defect-rate-cut/after"


def play_second_thoughts(scene: Scene) -> None:
    """Play what may be undone and mended before the close."""
    scene.timeline.act("第五幕 撤回、退回补正、撤销 · Taken back, returned, withdrawn")
    scene.move_clock(2025, 7, 16, 10)
    together(
        scene,
        [
            *scene.peculiar(Peculiarity.TAKES_BACK),
            *scene.peculiar(Peculiarity.IS_RETURNED),
            *scene.peculiar(Peculiarity.WITHDRAWS),
        ],
        _think_again,
    )


def _think_again(scene: Scene, part: Part) -> None:
    ready = part.finished
    first = submitting.submit(ready.applicant, part.application_id, ready.revision_number)
    if part.has(Peculiarity.WITHDRAWS):
        correcting.withdraw(ready.applicant, part.application_id, "改报下一批次")
        _tell(scene, part, "申报后撤销", f"回执 {first['number']}，状态 withdrawn")
        return
    if part.has(Peculiarity.TAKES_BACK):
        correcting.take_back(ready.applicant, part.application_id)
    else:
        _return(scene, part)
    _mend(scene, part)
    # What was typed in between may have been kept as revisions, too.
    kept = ready.applicant.read(f"/v1/applications/{part.application_id}/revisions")["items"]
    scene.checks.equal(
        "  旧扫描件不再有效，新版本已重新盖章 · a new revision, stamped anew",
        [each["number"] for each in kept if each["cause"] == "finalised"],
        [ready.revision_number, part.finished.revision_number],
    )


def _return(scene: Scene, part: Part) -> None:
    officer = scene.seat(district_officer_of(part.member.firm.factory_unit_code))
    corrections: list[JsonObject] = [
        {"pointer": _INDICATOR, "reason": "与附件中的质量统计表不一致，请核对"},
        {"pointer": "/form/effects/next_plan", "reason": "请补充时间安排"},
    ]
    correcting.return_for_correction(officer, part.application_id, corrections)
    shown = part.finished.applicant.read(f"/v1/applications/{part.application_id}")
    asked = shown["decisions"][-1]["corrections"]
    scene.timeline.tell(
        officer.person.title, f"退回补正 {part.label}", f"{len(asked)} 处：{asked[0]['reason']}…"
    )


def _mend(scene: Scene, part: Part) -> None:
    applicant = part.finished.applicant
    path = f"/v1/applications/{part.application_id}"
    effects = part.member.form()["effects"]
    effects["indicators"]["defect-rate-cut"]["after"] = "37.9"
    effects["next_plan"] = "2026年6月前扩展人工智能应用场景，2026年底前建成车间级数字孪生模型。"
    applicant.read_and(path, lambda: applicant.save("PATCH", f"{path}/form", {"effects": effects}))
    get_ready(scene, part)
    what = "撤回后修改、重新定稿" if part.has(Peculiarity.TAKES_BACK) else "补正后重新定稿"
    _tell(scene, part, what, f"第 {part.finished.revision_number} 版")


def _tell(scene: Scene, part: Part, what: str, result: str) -> None:
    scene.timeline.tell(applicant_of(part.member.firm).title, f"{what} {part.label}", result)
