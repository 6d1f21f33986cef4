"""A stream of scans with known truth, of either family; the same seed gives the same scans.

The held-out family differs in letters (condensed and bold), inks, wear, lamps, noise and compression from
the one that the reader was tuned with. What neither has is named in ``NOT_TESTED``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image

from services.documents.domain.page_codes import page_code
from tests.documents.reading.generated.lettering import Family
from tests.documents.reading.generated.paper import Corner, SheetPlan, printed
from tests.documents.reading.generated.scanner import Scanner, scanned
from tests.documents.reading.generated.stamps import Outline, Press, press

NOT_TESTED = (
    "true scanners, copiers, phones and stamp ink (all is drawn)",
    "other typefaces than one, made condensed and bold",
    "steel and rubber seals of other designs than star or words in the middle",
    "folds, staples, punch holes, stains, coloured paper, handwriting over codes and seals",
    "codes smaller than 30 mm, seals smaller than 38 mm, perspective of photographs",
)

_INKS = {
    Family.TUNING: ((205, 24, 32), (190, 20, 40), (220, 40, 40)),
    Family.HELD_OUT: ((214, 60, 70), (228, 84, 58), (176, 32, 66), (200, 50, 90)),
}
_JPEG = {Family.TUNING: (60, 88), Family.HELD_OUT: (42, 78)}
_WEAR = {Family.TUNING: 0.5, Family.HELD_OUT: 0.6}
_STRENGTH = {Family.TUNING: (0.45, 0.95), Family.HELD_OUT: (0.35, 0.9)}
_CUT_SHARE = (0.35, 0.7)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One scanned page and what is on it."""

    number: int
    code: str
    plan: SheetPlan
    scanner: Scanner
    seals: tuple[Press, ...]
    image: Image.Image


def samples(family: Family, count: int, *, seed: int) -> Iterator[Sample]:
    """Make so many pages."""
    random = Random(f"{family}-{seed}")  # noqa: S311
    for number in range(count):
        code = page_code("5a" * 32, seed * 100_000 + number)
        plan = SheetPlan(
            code=code,
            corner=random.choice(list(Corner)),
            family=family,
            has_letterhead=random.random() < 0.3,
            has_red_text=random.random() < 0.25,
            has_red_logo=random.random() < 0.15,
            seed=random.randrange(10**6),
        )
        scanner = _scanner(random, family)
        seals = () if random.random() < 0.3 else (_seal(random, family, plan),)
        sheet = printed(plan, scanner.dpi)
        for seal in seals:
            sheet = press(sheet, seal, scanner.dpi)
        yield Sample(
            number=number,
            code=code,
            plan=plan,
            scanner=scanner,
            seals=seals,
            image=scanned(sheet, scanner),
        )


def _scanner(random: Random, family: Family) -> Scanner:
    return Scanner(
        dpi=random.choice([150, 150, 200, 200, 300]),
        turn=random.choice([0, 0, 0, 90, 180, 270]),
        skew=random.uniform(-9, 9) if random.random() < 0.3 else random.uniform(-2, 2),
        is_glass_larger=True,
        noise=random.uniform(2, 8),
        blur=random.uniform(0.2, 0.9),
        jpeg=random.randint(*_JPEG[family]),
        is_grey=random.random() < 0.1,
        family=family,
        seed=random.randrange(10**6),
    )


def _seal(random: Random, family: Family, plan: SheetPlan) -> Press:
    is_oval, is_cut = random.random() < 0.25, random.random() < 0.12
    width = 45.0 if is_oval else random.choice([38.0, 40.0, 42.0, 45.0])
    on_headline = plan.has_letterhead and random.random() < 0.4
    edge = plan.size_mm[0] + width * (0.5 - random.uniform(*_CUT_SHARE))
    return Press(
        x_mm=edge if is_cut else random.uniform(40, 165),
        y_mm=random.uniform(26, 32) if on_headline else random.uniform(60, 240),
        outline=Outline.OVAL if is_oval else Outline.ROUND,
        width_mm=width,
        height_mm=30.0 if is_oval else width,
        tilt=random.uniform(-18, 18),
        wear=random.uniform(0.2, _WEAR[family]) if random.random() < 0.4 else 0.0,
        strength=random.uniform(*_STRENGTH[family]),
        ink=random.choice(_INKS[family]),
        name=random.choice(
            ["某某市示例智能装备有限公司", "示例精密仪器厂", "某某示例新材料科技股份有限公司"]
        ),
        family=family,
        seed=random.randrange(10**6),
    )
