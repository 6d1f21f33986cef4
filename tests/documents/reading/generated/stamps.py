"""Seals of ink, pressed on sheets: whole, worn, pale, cut at an edge; and what only looks like one."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.documents.reading.generated.lettering import Family, letters
from tests.documents.reading.generated.paper import MM_PER_INCH


class Outline(StrEnum):
    ROUND = "round"
    OVAL = "oval"


@dataclass(frozen=True, kw_only=True)
class Press:
    """One seal and where its centre is pressed."""

    x_mm: float
    y_mm: float
    outline: Outline = Outline.ROUND
    width_mm: float = 42.0
    height_mm: float = 42.0
    tilt: float = 0.0
    #: How much of the ink is missing in patches, 0 to 1.
    wear: float = 0.0
    #: How strong the ink is, 0 to 1.
    strength: float = 0.9
    ink: tuple[int, int, int] = (205, 24, 32)
    name: str = "某某市示例智能装备有限公司"
    family: Family = Family.TUNING
    seed: int = 1


def press(sheet: Image.Image, seal: Press, dpi: int) -> Image.Image:
    """Press a seal on a sheet; ink darkens what is below and never whitens it."""
    mm = dpi / MM_PER_INCH
    mask = np.asarray(_drawn(seal, mm), dtype=np.float32) / 255
    mask = mask * _worn(mask.shape[0], seal) * seal.strength
    page = np.asarray(sheet, dtype=np.float32).copy()
    top, left = round(seal.y_mm * mm - mask.shape[0] / 2), round(seal.x_mm * mm - mask.shape[1] / 2)
    rows = slice(max(top, 0), min(top + mask.shape[0], page.shape[0]))
    columns = slice(max(left, 0), min(left + mask.shape[1], page.shape[1]))
    part = mask[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left, None
    ]
    ink = np.array(seal.ink, dtype=np.float32) / 255
    page[rows, columns] *= 1 - part * (1 - ink)
    return Image.fromarray(page.clip(0, 255).astype(np.uint8))


def cross_edges(sheets: list[Image.Image], seal: Press, dpi: int) -> list[Image.Image]:
    """Press one seal over the fanned right edges of several sheets: each gets a slice of the same width."""
    width = seal.width_mm / len(sheets)
    edge = sheets[0].width / dpi * MM_PER_INCH
    pressed = []
    for number, sheet in enumerate(sheets):
        centre = edge - width * (number + 1) + seal.width_mm / 2
        # Beyond the slice the next sheet covers this one.
        part = replace(seal, x_mm=centre)
        whole = press(sheet, part, dpi)
        cut = round((edge - width) * dpi / MM_PER_INCH)
        kept = sheet.copy()
        kept.paste(whole.crop((cut, 0, whole.width, whole.height)), (cut, 0))
        pressed.append(kept)
    return pressed


def _drawn(seal: Press, mm: float) -> Image.Image:
    """Draw the ink of a seal on a square that it fits in however it is tilted."""
    side = round(max(seal.width_mm, seal.height_mm) * mm * 1.15)
    centre = side / 2
    across, down = seal.width_mm * mm / 2, seal.height_mm * mm / 2
    ink = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(ink)
    box = (centre - across, centre - down, centre + across, centre + down)
    pen.ellipse(
        box, outline=255, width=max(round((1.0 if seal.family is Family.TUNING else 1.3) * mm), 2)
    )
    if seal.outline is Outline.ROUND:
        pen.polygon(_star(centre, down * 0.32), fill=255)
    else:
        _write_flat(ink, "示例专用章", centre, round(down * 0.36), seal.family)
    _write_around(ink, seal, across, down, mm)
    return ink.rotate(seal.tilt, Image.Resampling.BICUBIC)


def _write_around(ink: Image.Image, seal: Press, across: float, down: float, mm: float) -> None:
    size = round((4.6 if seal.outline is Outline.ROUND else 4.0) * mm)
    step = min(240 / max(len(seal.name) - 1, 1), 25)
    inset = 1.9 * mm + size / 2
    for place, character in enumerate(seal.name):
        turn = math.radians(step * (place - (len(seal.name) - 1) / 2))
        x = ink.width / 2 + (across - inset) * math.sin(turn)
        y = ink.height / 2 - (down - inset) * math.cos(turn)
        mask = letters(character, size, seal.family)
        square = Image.new("L", (2 * size, 2 * size), 0)
        square.paste(mask, (size - mask.width // 2, size - mask.height // 2))
        turned = square.rotate(-math.degrees(turn), Image.Resampling.BICUBIC)
        ink.paste(255, (round(x - size), round(y - size)), turned)


def _write_flat(ink: Image.Image, text: str, centre: float, size: int, family: Family) -> None:
    mask = letters(text, size, family)
    ink.paste(255, (round(centre - mask.width / 2), round(centre - mask.height / 2)), mask)


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(126))
    return [
        (
            centre
            + (radius if number % 2 == 0 else inner) * math.cos(math.radians(36 * number - 90)),
            centre
            + (radius if number % 2 == 0 else inner) * math.sin(math.radians(36 * number - 90)),
        )
        for number in range(10)
    ]


def _worn(side: int, seal: Press) -> np.ndarray:
    """Take ink away: in patches where the stamp did not touch, and in specks everywhere."""
    noise = np.random.default_rng(seal.seed)
    cells = 9 if seal.family is Family.TUNING else 14
    patches = cv2.resize(
        noise.random((cells, cells), dtype=np.float32), (side, side), interpolation=cv2.INTER_CUBIC
    )
    touched = (
        np.clip((patches - seal.wear * 0.75) * 6 + 0.5, 0, 1)
        if seal.wear
        else np.ones((side, side), np.float32)
    )
    specks = 1 - 0.45 * noise.random((side, side), dtype=np.float32)
    if seal.family is Family.HELD_OUT:
        # A rubber stamp leaves more ink at the edges of its strokes on one side.
        slope = np.linspace(1.0, 0.7, side, dtype=np.float32)
        touched = touched * (slope[None, :] if seal.seed % 2 else slope[:, None])
    return touched * specks
