"""Rounds to figures: medians, the ratio with its spread, a table and rows of JSON."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

UNIT = "requests/s"


@dataclass
class Figure:
    """One name, measured in turns: ours, the peer, ours, the peer."""

    name: str
    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Compare neighbours in time, so that what the machine does meanwhile strikes both."""
        return [ours / peer for ours, peer in zip(self.ours, self.peer, strict=True)]

    def row(self) -> dict[str, str | float]:
        return {
            "name": self.name,
            "ours": round(median(self.ours), 1),
            "peer": round(median(self.peer), 1),
            "ratio": round(median(self.ratios), 3),
            "unit": UNIT,
        }


def write(figures: list[Figure], file: Path) -> None:
    """Write the rows that others read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([figure.row() for figure in figures], indent=2) + "\n")


def table(figures: list[Figure]) -> str:
    """Show medians, and from where to where the rounds went."""
    lines = [f"{'':10}{'ours':>24}{'peer':>24}{'ratio':>22}   {UNIT}, median (least–most)"]
    for figure in figures:
        columns = [_spread(figure.ours, 0), _spread(figure.peer, 0), _spread(figure.ratios, 2)]
        lines.append(f"{figure.name:10}{columns[0]:>24}{columns[1]:>24}{columns[2]:>22}")
    return "\n".join(lines)


def _spread(values: list[float], digits: int) -> str:
    low, high = min(values), max(values)
    return f"{median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
