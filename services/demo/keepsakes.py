"""What the play leaves for the reader: single files with their path, and folders with many of a kind."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from services.scenarios.firm import JsonObject


@dataclass(frozen=True, kw_only=True)
class Keepsakes:
    """The folder of one demo, and what stands in it."""

    folder: Path
    #: A word for each file that is shown by itself, and its path.
    files: list[tuple[str, Path]] = field(default_factory=list)
    #: A word for each folder of many files, and how many.
    folders: Counter[tuple[str, Path]] = field(default_factory=Counter)

    def keep(self, title: str, name: str, content: bytes | JsonObject | list[JsonObject]) -> None:
        """Keep one file, to be named at the end."""
        self.files.append((title, self._write(name, content)))

    def keep_among(self, title: str, folder: str, name: str, content: bytes | JsonObject) -> None:
        """Keep one file of many; the end names their folder."""
        self.folders[title, self._write(f"{folder}/{name}", content).parent] += 1

    def lines(self) -> list[tuple[str, str]]:
        """Give a word and a path for everything that was kept."""
        single = [(title, str(path)) for title, path in self.files]
        many = [(title, f"{path}/（{count}）") for (title, path), count in self.folders.items()]
        return single + many

    def _write(self, name: str, content: bytes | JsonObject | list[JsonObject]) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
            path.write_text(text, encoding="utf-8")
        return path
