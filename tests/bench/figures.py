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
    unit: str = UNIT
    #: What was set out to be reached, in words.
    goal: str = ""
    #: The largest ratio that reaches it.
    most: float | None = None
    #: The smallest ratio that reaches it.
    least: float | None = None
    #: The largest figure of ours that reaches it.
    most_ours: float | None = None

    @property
    def is_missed(self) -> bool:
        """Tell whether a goal was set and is not reached."""
        ratio = median(self.ratios)
        is_too_large = self.most is not None and ratio > self.most
        is_too_small = self.least is not None and ratio < self.least
        return (
            is_too_large
            or is_too_small
            or (self.most_ours is not None and median(self.ours) > self.most_ours)
        )

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
            "unit": self.unit,
        }


def write(figures: list[Figure], file: Path) -> None:
    """Write the rows that others read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([figure.row() for figure in figures], indent=2) + "\n")


def table(figures: list[Figure]) -> str:
    """Show medians, and from where to where the rounds went; what misses its goal is told as such."""
    lines = [f"{'':22}{'ours':>26}{'peer':>26}{'ratio':>24}   median (least–most)"]
    for figure in figures:
        columns = [_spread(figure.ours, 1), _spread(figure.peer, 1), _spread(figure.ratios, 3)]
        goal = f"   {'MISSED' if figure.is_missed else 'reached'}: {figure.goal}"
        lines.append(
            f"{figure.name:22}{columns[0]:>26}{columns[1]:>26}{columns[2]:>24}   {figure.unit}"
            f"{goal if figure.goal else ''}"
        )
    return "\n".join(lines)


def _spread(values: list[float], digits: int) -> str:
    low, high = min(values), max(values)
    return f"{median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
