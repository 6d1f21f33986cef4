"""Scanners, copiers and cameras that sheets go through, with noise of two families."""

import io
import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pikepdf
from PIL import Image

from tests.documents.reading.generated.lettering import Family


@dataclass(frozen=True, kw_only=True)
class Scanner:
    """How a sheet is scanned."""

    dpi: int = 200
    #: Degrees anti-clockwise by which the sheet lies turned; the turn a reader needs is the same clockwise.
    turn: int = 0
    #: Degrees anti-clockwise.
    skew: float = 0.0
    #: The picture holds the whole sheet, however it lies.
    is_glass_larger: bool = False
    noise: float = 5.0
    blur: float = 0.4
    jpeg: int = 75
    is_grey: bool = False
    #: One bit a pixel, as fax machines and thrifty copiers make it.
    is_black_and_white: bool = False
    family: Family = Family.TUNING
    seed: int = 1


def scanned(sheet: Image.Image, scanner: Scanner) -> Image.Image:
    """Scan a sheet that was printed at the same resolution."""
    random = np.random.default_rng(scanner.seed)
    page = sheet
    if scanner.skew:
        page = sheet.rotate(
            scanner.skew,
            Image.Resampling.BICUBIC,
            expand=scanner.is_glass_larger,
            fillcolor="white",
        )
    page = page.rotate(scanner.turn, expand=True) if scanner.turn else page
    sharp = np.asarray(page, dtype=np.float32)
    picture = np.asarray(
        cv2.GaussianBlur(sharp, (0, 0), max(scanner.blur, 0.05) * scanner.dpi / 150),
        dtype=np.float32,
    )
    noisy = _light(picture, scanner, random).clip(0, 255).astype(np.uint8)
    result = Image.fromarray(noisy)
    if scanner.is_black_and_white:
        return result.convert("L").point(lambda value: 255 * (value > 150)).convert("1")
    if scanner.is_grey:
        result = result.convert("L")
    return _compressed(result, scanner)


def bound(pages: list[Image.Image], scanners: list[Scanner]) -> bytes:
    """Bind scanned pages into a PDF, each with its own resolution."""
    parts = [io.BytesIO() for _ in pages]
    for page, scanner, part in zip(pages, scanners, parts, strict=True):
        options = {} if page.mode == "1" else {"quality": scanner.jpeg}
        page.save(part, "PDF", resolution=scanner.dpi, **options)
    return joined([part.getvalue() for part in parts])


def joined(parts: list[bytes]) -> bytes:
    whole = pikepdf.new()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as one:
            whole.pages.extend(one.pages)
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def photographed(sheet: Image.Image, scanner: Scanner) -> Image.Image:
    """Show a sheet on a screen and photograph that: slanted, with the screen's grid and uneven light."""
    random = np.random.default_rng(scanner.seed)
    picture = np.asarray(sheet, dtype=np.float32)
    rows, columns = picture.shape[:2]
    grid = 1 - 0.12 * (np.indices((rows, columns)).sum(axis=0) % 3 == 0)
    picture = picture * grid[:, :, None]
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float32)
    moved = corners + random.uniform(-0.04, 0.04, corners.shape).astype(np.float32) * columns
    slanted = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(corners, moved),
        (columns, rows),
        borderValue=(30, 30, 34),
    )
    light = np.linspace(1.0, 0.6, columns, dtype=np.float32)[None, :, None]
    noisy = (slanted * light + random.normal(0, 9, slanted.shape)).clip(0, 255).astype(np.uint8)
    return _compressed(Image.fromarray(noisy), replace(scanner, jpeg=60))


def centre_after(
    scanner: Scanner, x_mm: float, y_mm: float, size_mm: tuple[float, float]
) -> tuple[float, float]:
    """Tell where a point of the sheet lies on the page once that is turned upright again: only the skew moves it."""
    angle = math.radians(-scanner.skew)
    x, y = x_mm - size_mm[0] / 2, y_mm - size_mm[1] / 2
    return (
        size_mm[0] / 2 + x * math.cos(angle) - y * math.sin(angle),
        size_mm[1] / 2 + x * math.sin(angle) + y * math.cos(angle),
    )


def _light(picture: np.ndarray, scanner: Scanner, random: np.random.Generator) -> np.ndarray:
    rows, columns = picture.shape[:2]
    if scanner.family is Family.TUNING:
        # White is never quite white, nor quite without a tint; grain is the same on all channels.
        grain = random.normal(0, scanner.noise, (rows, columns, 1)).astype(np.float32)
        tint = np.array([1.0, 0.994, 0.98], dtype=np.float32)
        return np.asarray((12 + picture * (238 / 255)) * tint + grain, dtype=np.float32)
    # A yellowish lamp that fades to one side, grain of each channel its own, specks of dust, stripes of a dirty glass.
    tint = np.array([1.0, 0.985, 0.94], dtype=np.float32)
    fade = np.linspace(1.0, 0.86, columns, dtype=np.float32)[None, :, None]
    grain = random.normal(0, scanner.noise * 1.3, (rows, columns, 3)).astype(np.float32)
    lit = (picture * 0.93 + 14) * tint * fade + grain
    dust = random.random((rows, columns)) < 0.0004
    lit[dust] = random.choice([20.0, 235.0])
    lit[:, int(columns * random.uniform(0.2, 0.8))] -= 14
    return lit


def _compressed(page: Image.Image, scanner: Scanner) -> Image.Image:
    buffer = io.BytesIO()
    rule = 2 if scanner.family is Family.HELD_OUT else -1
    page.save(
        buffer, "JPEG", quality=scanner.jpeg, subsampling=rule, dpi=(scanner.dpi, scanner.dpi)
    )
    return Image.open(io.BytesIO(buffer.getvalue()))
