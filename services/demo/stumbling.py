"""How some firms stumble at the start: each is refused with the reason, and most go on."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from services.demo.parts import Part
from services.demo.scene import Scene
from services.scenarios.cast import Peculiarity
from services.scenarios.lives import start
from services.scenarios.people import applicant_of, district_officer_of
from services.scenarios.steps import binding, filling_in

#: Where the incomplete draft is at fault: a missing figure, a sum that differs, parts not begun, no report.
_FAULTY = frozenset(
    {
        "/form/applicant/years/2024/revenue",
        "/form/factory/investment/total",
        "/form/scenes",
        "/form/effects/",
        "/form/declarations/",
        "/maturity_report",
        "/attachments/maturity-report",
    }
)


def _be_refused_as_branch(scene: Scene, part: Part) -> None:
    applicant = scene.seat(applicant_of(part.member.firm))
    scene.checks.refused(
        f"{part.label} 分支机构未说明行业特殊情况 · a branch without its ground",
        lambda: filling_in.register(applicant, part.member.firm),
        422,
        "branch-ground-missing",
    )


def _mistype(scene: Scene, part: Part) -> None:
    firm = part.member.firm
    applicant = scene.seat(applicant_of(firm))
    typed = replace(firm, credit_code=part.member.mistyped_credit_code or "")
    scene.checks.refused(
        f"{part.label} 统一社会信用代码有误 · a wrong credit code",
        lambda: filling_in.register(applicant, typed),
        422,
        "credit-code-invalid",
    )


def _finalise_too_early(scene: Scene, part: Part) -> None:
    part.draft = start(scene.venue, part.member.firm, tier=part.member.tier)
    form, path = part.member.form(), f"/v1/applications/{part.application_id}"
    applicant = part.draft.applicant
    form["applicant"]["years"]["2024"].pop("revenue")
    form["factory"]["investment"]["total"] = "1"
    applicant.save("PATCH", f"{path}/form", {name: form[name] for name in ("applicant", "factory")})
    refusal = scene.checks.refused(
        f"{part.label} 内容不完整不能定稿 · an incomplete draft cannot be finalised",
        lambda: applicant.decide(f"{path}/finalise"),
        422,
        "form-incomplete",
    )
    pointers = {fault["pointer"] for fault in refusal.faults} if refusal else set()
    scene.checks.equal(
        f"  一次列出全部 {len(pointers)} 处缺漏，各部分都有 · all its faults at once, of every part",
        {place for place in _FAULTY if not any(each.startswith(place) for each in pointers)},
        set(),
    )


def _leave_out_the_report(scene: Scene, part: Part) -> None:
    firm = part.member.firm
    part.draft = start(scene.venue, firm, tier=part.member.tier)
    applicant, application_id = part.draft.applicant, part.application_id
    filling_in.autosave(applicant, application_id, part.member.form())
    filling_in.record_maturity(applicant, application_id, firm.maturity)
    refusal = scene.checks.refused(
        f"{part.label} 缺少成熟度报告不能定稿 · no maturity report, no finalising",
        lambda: applicant.decide(f"/v1/applications/{application_id}/finalise"),
        422,
        "form-incomplete",
    )
    scene.checks.equal(
        "  所缺仅此一项 · nothing else is missing",
        [fault["pointer"] for fault in refusal.faults] if refusal else None,
        ["/attachments/maturity-report"],
    )


def _be_bound_by_the_unit(scene: Scene, part: Part) -> None:
    firm = part.member.firm
    applicant = scene.seat(applicant_of(firm))
    request = binding.ask(applicant, firm, firm.unit_code)
    scene.checks.refused(
        f"{part.label} 只填信用代码不能代表企业 · typing a credit code gives no right over it",
        lambda: filling_in.register(applicant, firm),
        403,
        "enterprise-not-yours",
    )
    elsewhere = scene.part("lead").member.firm.unit_code
    scene.checks.refused(
        "  别区看不到也不能确认这份绑定 · no other district can vouch",
        lambda: binding.confirm(scene.seat(district_officer_of(elsewhere)), request),
        404,
        "binding-not-found",
    )
    confirmed = binding.confirm(scene.seat(district_officer_of(firm.unit_code)), request)
    scene.checks.equal(
        "  本区核实后确认绑定 · its own district does", confirmed["state"], "confirmed"
    )


#: What comes before the straight way, for those who do not take it at once.
STUMBLES: Mapping[Peculiarity, Callable[[Scene, Part], None]] = {
    Peculiarity.BRANCH_WITHOUT_GROUND: _be_refused_as_branch,
    Peculiarity.MISTYPES: _mistype,
    Peculiarity.FINALISES_TOO_EARLY: _finalise_too_early,
    Peculiarity.NO_REPORT: _leave_out_the_report,
    Peculiarity.BOUND_BY_UNIT: _be_bound_by_the_unit,
}
