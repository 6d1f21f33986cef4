"""Sheets as they come out of a printer: text, tables, letterheads, and a code where one is asked for."""

import io
from dataclasses import dataclass
from enum import StrEnum
from random import Random

import segno
from PIL import Image, ImageDraw

from tests.documents.reading.generated.lettering import Family, write

MM_PER_INCH = 25.4
_WORDS = (
    "智能工厂梯度培育项目申报书",
    "生产作业环节数字化改造",
    "关键设备联网与数据采集",
    "车间智能排产与动态调度",
    "质量精准追溯与在线智能检测",
    "能源智能管控与碳资产管理",
    "仓储智能管理和物料精准配送",
    "设备运行监控与故障诊断",
)


class Corner(StrEnum):
    TOP_RIGHT = "top-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True, kw_only=True)
class SheetPlan:
    """What is printed on a sheet."""

    title: str = "智能工厂梯度培育申报书"
    code: str | None = None
    code_mm: float = 30.0
    corner: Corner = Corner.BOTTOM_RIGHT
    family: Family = Family.TUNING
    #: A red headline with a red line under it, as offices have.
    has_letterhead: bool = False
    #: Paragraphs of red text and a red table.
    has_red_text: bool = False
    #: A round red logo of 18 mm and a red frame: no seals.
    has_red_logo: bool = False
    is_blank: bool = False
    size_mm: tuple[float, float] = (210.0, 297.0)
    seed: int = 1


def printed(plan: SheetPlan, dpi: int) -> Image.Image:
    """Print a sheet."""
    mm = dpi / MM_PER_INCH
    sheet = Image.new("RGB", (round(plan.size_mm[0] * mm), round(plan.size_mm[1] * mm)), "white")
    if plan.is_blank:
        return sheet
    random = Random(plan.seed)  # noqa: S311
    _text(sheet, plan, mm, random)
    if plan.has_letterhead:
        write(
            sheet,
            (40 * mm, 18 * mm),
            "某某市示例装备有限公司文件",
            round(9 * mm),
            plan.family,
            (214, 22, 30),
        )
        ImageDraw.Draw(sheet).rectangle((25 * mm, 32 * mm, 185 * mm, 32.8 * mm), fill=(214, 22, 30))
    if plan.has_red_logo:
        pen = ImageDraw.Draw(sheet)
        pen.ellipse(
            (22 * mm, 14 * mm, 40 * mm, 32 * mm), outline=(200, 20, 30), width=round(2 * mm)
        )
        pen.rectangle(
            (120 * mm, 60 * mm, 160 * mm, 100 * mm), outline=(200, 20, 30), width=round(mm)
        )
    if plan.code is not None:
        _put_code(sheet, plan, plan.code, mm)
    return sheet


def _text(sheet: Image.Image, plan: SheetPlan, mm: float, random: Random) -> None:
    write(sheet, (62 * mm, 36 * mm), plan.title, round(7 * mm), plan.family)
    width, height = plan.size_mm
    line = 50.0
    while line < height - 62:
        is_red = plan.has_red_text and random.random() < 0.6
        words = "，".join(random.sample(_WORDS, 3))[: int((width - 50) / 4.2)]
        ink = (208, 30, 36) if is_red else (25, 25, 28)
        write(sheet, (25 * mm, line * mm), words, round(4 * mm), plan.family, ink)
        line += 7.0
    pen = ImageDraw.Draw(sheet)
    ink = (208, 30, 36) if plan.has_red_text else (90, 90, 90)
    for row in range(4):
        pen.line(
            (25 * mm, (height - 58 + 7 * row) * mm, 120 * mm, (height - 58 + 7 * row) * mm),
            fill=ink,
            width=max(round(0.3 * mm), 1),
        )


def _put_code(sheet: Image.Image, plan: SheetPlan, code: str, mm: float) -> None:
    buffer = io.BytesIO()
    segno.make_qr(code, error="m").save(buffer, kind="png", scale=12, border=4)
    side = round(plan.code_mm * mm)
    picture = Image.open(buffer).convert("RGB").resize((side, side), Image.Resampling.BOX)
    left = 12 * mm if plan.corner is Corner.BOTTOM_LEFT else sheet.width - side - 12 * mm
    top = 10 * mm if plan.corner is Corner.TOP_RIGHT else sheet.height - side - 10 * mm
    sheet.paste(picture, (round(left), round(top)))
