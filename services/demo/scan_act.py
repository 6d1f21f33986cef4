"""Wrong scans: each mistake between printer and scanner is told apart, with pictures, before the submission."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from services.demo.crowd_act import get_ready
from services.demo.parts import Part
from services.demo.scene import Scene
from services.scenarios.cast import Peculiarity
from services.scenarios.firm import JsonObject
from services.scenarios.glass import Colours
from services.scenarios.lives import fill_in
from services.scenarios.people import applicant_of
from services.scenarios.scan import AS_IT_SHOULD_BE, Handling
from services.scenarios.sheets import with_page_of, without_page
from services.scenarios.steps import filling_in, looking, submitting
from services.scenarios.steps.filling_in import STAMPED_SCAN, LocalFile
from services.scenarios.wording import CHINA

#: The page that gets lost, and the one whose place a strange page takes.
_LOST, _STRANGE = 4, 5
#: Where the form is stamped.
_STAMPED_PAGE = 2
#: How sheets lie is no mistake: pages are turned upright, and the finding says so.
_HARMLESS = frozenset({"page-turned"})
_PNG, _PDF = b"\x89PNG", b"%PDF"


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """One scan that the firm attaches, and what has to be found in it."""

    title: str
    sheets: bytes
    handling: Handling = AS_IT_SHOULD_BE
    expected: frozenset[str]


def play_scans(scene: Scene) -> None:
    """Attach five wrong scans and the right one, and read after each what was found."""
    scene.timeline.act("第三幕 扫描件核对 · Wrong scans are told apart before the submission")
    scene.move_clock(2025, 7, 11, 9)
    (part,) = scene.peculiar(Peculiarity.MIXES_UP_SCANS)
    attempts = list(_attempts(scene, part, older=_print_twice(scene, part)))
    with ThreadPoolExecutor(len(attempts), thread_name_prefix="scan") as desks:
        scans = [desks.submit(_scan, scene, part, attempt) for attempt in attempts]
        for number, (attempt, scan) in enumerate(zip(attempts, scans, strict=True), start=1):
            _try(scene, part, attempt, scan, f"{number}-{attempt.title.split(' ')[0]}")
    part.ready = replace(part.finished, scan=scans[-1].result())


def _print_twice(scene: Scene, part: Part) -> bytes:
    """Print the form, correct it and print it anew; give the print that is out of date."""
    part.draft = fill_in(
        scene.quiet_venue(), part.member.firm, tier=part.member.tier, form=part.member.form()
    )
    applicant, path = part.draft.applicant, f"/v1/applications/{part.application_id}"
    number = int(submitting.finalise(applicant, part.application_id)["number"])
    older = submitting.fetch_printed_form(applicant, part.application_id, number)
    effects = part.member.form()["effects"]
    effects["next_plan"] = "2026年6月前扩展人工智能应用场景，2026年底前建成车间级数字孪生模型。"
    applicant.read_and(path, lambda: applicant.save("PATCH", f"{path}/form", {"effects": effects}))
    get_ready(scene, part)
    scene.timeline.tell(
        applicant_of(part.member.firm).title,
        f"打印后又更正，重新定稿 {part.label}",
        f"第 {number} 版作废，现为第 {part.finished.revision_number} 版",
    )
    return older


def _attempts(scene: Scene, part: Part, *, older: bytes) -> Iterator[_Attempt]:
    printed, other = part.finished.printed_form, scene.part("lead").finished.printed_form
    yield _Attempt(
        title="缺页 · a page is missing",
        sheets=without_page(printed, _LOST),
        expected=frozenset({"page-missing", "seal-found"}),
    )
    yield _Attempt(
        title="混入旧版 · a page of the older revision",
        sheets=with_page_of(printed, older, _STRANGE),
        expected=frozenset({"page-of-older-revision", "page-missing", "seal-found"}),
    )
    yield _Attempt(
        title="未盖章 · not stamped",
        sheets=printed,
        handling=Handling(is_stamped=False, colours=Colours.FULL),
        expected=frozenset({"seal-missing", "content-equal"}),
    )
    yield _Attempt(
        title="混入别家 · a page of another firm's form",
        sheets=with_page_of(printed, other, _STRANGE),
        expected=frozenset({"page-of-other-application", "page-missing", "seal-found"}),
    )
    yield _Attempt(
        title="黑白扫描 · in black and white",
        sheets=printed,
        handling=Handling(colours=Colours.BLACK_AND_WHITE),
        expected=frozenset({"seal-not-judged", "content-equal"}),
    )
    yield _Attempt(
        title="完整无误 · as it should be",
        sheets=printed,
        expected=frozenset({"content-equal", "seal-found"}),
    )


def _scan(scene: Scene, part: Part, attempt: _Attempt) -> LocalFile:
    signed_on = scene.timeline.business_time().astimezone(CHINA).date()
    return scene.scanner(
        attempt.sheets,
        part.member.firm,
        signed_on=signed_on,
        dpi=scene.dpi,
        handling=attempt.handling,
    )


def _try(scene: Scene, part: Part, attempt: _Attempt, scan: Future[LocalFile], name: str) -> None:
    """Attach one scan, see what was found, and keep its pictures."""
    applicant, application_id = part.finished.applicant, part.application_id
    stored = filling_in.upload(applicant, application_id, STAMPED_SCAN, scan.result())
    applicant.read_and(
        f"/v1/applications/{application_id}",
        lambda: filling_in.attach(applicant, application_id, STAMPED_SCAN, stored),
    )
    check = looking.wait_until_read(applicant, application_id)
    found = looking.findings_by_code(check)
    scene.timeline.tell(
        applicant_of(part.member.firm).title,
        f"上传扫描件 {attempt.title}",
        "，".join(each["finding"]["title"]["zh"] for each in found.values()),
    )
    scene.checks.equal(
        f"  辨明 {attempt.title} → {'、'.join(sorted(attempt.expected))}",
        set(found) - _HARMLESS,
        attempt.expected,
    )
    scene.checks.equal(
        "  附标注页、截图和核对单 · with the framed page, cut-outs and a sheet to print",
        _keep_pictures(scene, part, found, name),
        [],
    )


def _keep_pictures(scene: Scene, part: Part, found: dict[str, JsonObject], name: str) -> list[str]:
    """Keep what a person would look at; give the names of those that are no picture, or no sheet."""
    applicant = part.finished.applicant
    ticket = looking.open_scan(applicant, part.application_id)
    told = {code: each for code, each in found.items() if code not in _HARMLESS}
    pages = {each["finding"]["page"] or _STAMPED_PAGE for each in told.values()}
    wanted = {f"{name}-第{page}页.png": f"pages/{page}/findings.png" for page in sorted(pages)}
    wanted |= {
        f"{name}-{code}.png": f"findings/{each['number']}.png"
        for code, each in told.items()
        if each["finding"]["has_crop"]
    }
    wanted[f"{name}-核对单.pdf"] = "check-sheet.pdf"
    faulty = []
    for file_name, path in wanted.items():
        content = applicant.look(ticket, path)
        scene.keepsakes.keep_among("扫描核对 · scans read back", "scans", file_name, content)
        if not content.startswith(_PDF if path.endswith(".pdf") else _PNG):
            faulty.append(file_name)
    return faulty
