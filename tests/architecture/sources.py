"""The source files that the rules of the house are held against."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One Python file."""

    #: Relative to the repository, with slashes.
    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def place(self, line: int) -> str:
        """Name a line the way an editor opens it."""
        return f"{self.path}:{line}"


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Read all Python files below some folders of the repository."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path=path.relative_to(ROOT).as_posix(), text=text, tree=ast.parse(text))
