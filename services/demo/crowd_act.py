"""The other firms fill in their applications, several at a time; each is one line."""

from services.demo.parts import Part
from services.demo.scene import Scene
from services.demo.strands import together
from services.demo.stumbling import STUMBLES
from services.scenarios.cast import Peculiarity
from services.scenarios.glass import Colours
from services.scenarios.lives import add_maturity, make_ready, start
from services.scenarios.people import applicant_of
from services.scenarios.scan import AS_IT_SHOULD_BE, Handling
from services.scenarios.stamp import Ink
from services.scenarios.steps import filling_in

#: The lead and the firm that comes too late have their own acts.
_APART = frozenset({"lead", "late"})
_IN_BLUE = Handling(ink=Ink.BLUE, colours=Colours.FULL)


def play_crowd(scene: Scene) -> None:
    """Play from the registration of each firm to its stamped scan."""
    scene.timeline.act("第四幕 全市申报 · Firms of all tiers and units fill in their applications")
    scene.move_clock(2025, 7, 14, 9)
    others = scene.those(lambda member: member.key not in _APART and not member.files_nationally)
    crowd = [part for part in others if part.ready is None]
    together(scene, crowd, _fill_in)


def _fill_in(scene: Scene, part: Part) -> None:
    stumble = STUMBLES.get(part.member.peculiarity) if part.member.peculiarity else None
    if stumble is not None:
        stumble(scene, part)
    if part.has(Peculiarity.BRANCH_WITHOUT_GROUND, Peculiarity.NO_REPORT):
        # Refused for good, and stuck: neither gets any further.
        return
    finish(scene, part)


def finish(scene: Scene, part: Part) -> None:
    """Do what the firm has still to do until one click is left."""
    if part.draft is None:
        part.draft = start(scene.venue, part.member.firm, tier=part.member.tier)
    draft = part.draft
    filling_in.autosave(draft.applicant, draft.application_id, part.member.form())
    add_maturity(draft)
    get_ready(scene, part)
    maturity = part.member.firm.maturity
    scene.timeline.tell(
        applicant_of(part.member.firm).title,
        f"填报、定稿、盖章扫描 {part.label}",
        f"成熟度 {maturity.level} 级 {maturity.score}，扫描件 {len(part.finished.scan.content):,} 字节",
    )


def get_ready(scene: Scene, part: Part) -> None:
    """Finalise, print, stamp, scan and attach what stands in the draft."""
    is_blue = part.has(Peculiarity.STAMPS_IN_BLUE)
    part.ready = make_ready(
        part.standing_draft,
        dpi=scene.dpi,
        scanner=scene.scanner,
        handling=_IN_BLUE if is_blue else AS_IT_SHOULD_BE,
    )
    name = f"{part.member.key}-{part.ready.revision_number}.pdf"
    scene.keepsakes.keep_among("申报书 · printed forms", "申报书", name, part.ready.printed_form)
    scene.keepsakes.keep_among(
        "盖章扫描件 · stamped scans", "盖章扫描件", name, part.ready.scan.content
    )
