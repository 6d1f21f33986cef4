"""Holds what was read of generated pages against what is on them: precision and recall."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

from services.documents.domain.page_judgement import codes_on
from services.documents.domain.scan_reading import PageReading, SealReading
from tests.documents.reading import desk
from tests.documents.reading.generated.scanner import bound, centre_after
from tests.documents.reading.generated.stamps import Press
from tests.documents.reading.generated.world import Sample

#: A seal is found when its middle lies this close and its width differs by no more than this.
NEAR_MM = 6.0
NEAR_WIDTH = 0.15


@dataclass
class Score:
    """What was there, what was found, and what of that was there."""

    there: int = 0
    found: int = 0
    right: int = 0
    #: Condition → what was missed or invented under it.
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    def line(self, name: str) -> str:
        faults = ", ".join(f"{count} × {what}" for what, count in self.faults.most_common(6))
        return (
            f"{name}: precision {self.precision:.3f} ({self.right}/{self.found}), "
            f"recall {self.recall:.3f} ({self.right}/{self.there}); faults: {faults or 'none'}"
        )


def scored(samples: Iterator[Sample]) -> tuple[Score, Score, Score]:
    """Give the scores of codes, of seals, and of saying that colour is missing."""
    codes, seals, grey = Score(), Score(), Score()
    for sample in samples:
        page = desk.read(bound([sample.image], [sample.scanner])).pages[0]
        _score_code(codes, sample, page)
        _score_grey(grey, sample, page)
        if not sample.scanner.is_grey:
            _score_seals(seals, sample, page)
    return codes, seals, grey


def _score_code(score: Score, sample: Sample, page: PageReading) -> None:
    read = codes_on(page)
    score.there += 1
    score.found += len(read)
    score.right += sample.code in read
    if read != (sample.code,):
        score.faults[f"code at {sample.scanner.dpi} dpi"] += 1


def _score_grey(score: Score, sample: Sample, page: PageReading) -> None:
    score.there += sample.scanner.is_grey
    score.found += not page.has_colour
    score.right += sample.scanner.is_grey and not page.has_colour
    if sample.scanner.is_grey is page.has_colour:
        score.faults["grey taken for colour" if page.has_colour else "colour taken for grey"] += 1


def _score_seals(score: Score, sample: Sample, page: PageReading) -> None:
    left = list(page.seals)
    score.there += len(sample.seals)
    score.found += len(left)
    for seal in sample.seals:
        match = next((one for one in left if _is(seal, one, sample, page)), None)
        if match is None:
            score.faults[f"missed {_condition(seal)}"] += 1
        else:
            left.remove(match)
            score.right += 1
    if left:
        where = "on red text" if sample.plan.has_red_text else "elsewhere"
        score.faults[f"invented {where}"] += len(left)


def _is(seal: Press, found: SealReading, sample: Sample, page: PageReading) -> bool:
    x, y = centre_after(sample.scanner, seal.x_mm, seal.y_mm, sample.plan.size_mm)
    # The glass is larger than the sheet by what the sheet's skew takes.
    x += (page.width_mm - sample.plan.size_mm[0]) / 2
    y += (page.height_mm - sample.plan.size_mm[1]) / 2
    # Of a seal that is cut the box holds what is on the page; its outer edge tells the middle.
    left = found.box.left / 10_000 * page.width_mm
    middle_x = left + found.width_mm / 2
    middle_y = (found.box.top + found.box.height / 2) / 10_000 * page.height_mm
    is_near = hypot(middle_x - x, middle_y - y) <= NEAR_MM
    return is_near and abs(found.width_mm - _width(seal)) <= NEAR_WIDTH * _width(seal)


def _width(seal: Press) -> float:
    return seal.width_mm


def _condition(seal: Press) -> str:
    words = [seal.outline.value]
    words += ["worn"] if seal.wear > 0.35 else []
    words += ["pale"] if seal.strength < 0.5 else []
    words += ["cut"] if seal.x_mm + seal.width_mm / 2 > 210 else []
    return " ".join(words)
