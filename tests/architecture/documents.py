"""The documents that people write: which they are, and how to read links, tables and sections in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import ROOT

#: A code block, in which nothing is a link or a table.
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`(?P<code>[^`]+)`")
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One Markdown file."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The text without its code blocks."""
        return _BLOCK.sub("", self.text)

    def links(self) -> list[str]:
        """Give the targets of its links."""
        return [match.group("target") for match in _LINK.finditer(self.prose)]

    def code(self) -> list[str]:
        """Give what stands in backticks."""
        return [" ".join(match.group("code").split()) for match in _CODE.finditer(self.prose)]

    def commands(self) -> list[str]:
        """Give the lines of its code blocks and what stands in backticks."""
        blocks = [line for block in _BLOCK.findall(self.text) for line in block.splitlines()]
        return [*blocks, *self.code()]

    def anchors(self) -> set[str]:
        """Name its headings as a link does: lower case, no punctuation, hyphens for spaces."""
        return {
            re.sub(r"[^\w\- ]", "", match.group("title").lower()).replace(" ", "-")
            for match in _HEADING.finditer(self.prose)
        }

    def sections(self) -> dict[str, str]:
        """Give the text under each second-level heading."""
        _, *parts = re.split(r"^## (.+)\n", self.text, flags=re.MULTILINE)
        return dict(zip(parts[::2], parts[1::2], strict=True))


def read(path: Path) -> Document:
    """Read one document."""
    return Document(path=path, text=path.read_text(encoding="utf-8"))


def documents() -> list[Document]:
    """Read all documents of the repository."""
    folders = ("docs", "services", "tests")
    paths = [
        *ROOT.glob("*.md"),
        *(path for folder in folders for path in (ROOT / folder).rglob("*.md")),
    ]
    return [read(path) for path in sorted(paths)]


def decisions() -> list[Document]:
    """Read the decisions, in their order."""
    return [read(path) for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]


def rows(text: str, *, columns: int) -> Iterator[list[str]]:
    """Give the cells of the tables in a text that have so many columns, heads and rules left out."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns and "`" in line:
            yield cells
