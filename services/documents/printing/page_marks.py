"""The codes of a print's pages as the template takes them: a drawing each, and the same in print."""

from collections.abc import Iterable

import segno

from services.documents.domain.layouts import PageCodeStyle
from services.documents.domain.page_codes import page_code, shown_code


def page_marks(
    print_sha256: str, pages: Iterable[int], style: PageCodeStyle
) -> list[dict[str, str]]:
    """Draw the codes of some pages of a print."""
    codes = [page_code(print_sha256, page) for page in pages]
    return [{"shown": shown_code(code), "svg": _drawing(code, style)} for code in codes]


def _drawing(code: str, style: PageCodeStyle) -> str:
    """Draw a QR code as one shape, each run of dark modules a rectangle: lines would leave hairs between them."""
    symbol = segno.make_qr(code, error=style.error_correction, boost_error=False)
    quiet = style.quiet_modules
    side = symbol.symbol_size(border=quiet)[0]
    steps: list[str] = []
    for y, row in enumerate(symbol.matrix, start=quiet):
        x = 0
        while x < len(row):
            width = next((n for n, module in enumerate(row[x:]) if not module), len(row) - x)
            if width:
                steps.append(f"M{x + quiet} {y}h{width}v1h-{width}z")
            x += max(width, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="{"".join(steps)}"/></svg>'
    )
