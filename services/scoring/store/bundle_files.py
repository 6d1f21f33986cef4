"""Loads editions from their folders: all files read, checked and hashed, all faults named at once.

The content hash is over the canonical JSON (RFC 8785) of the files as they were read, in which every
number is text. Comments and layout do not count. A round's conditions are hashed by themselves.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from services.scoring.domain.edition import ContentHash, Edition
from services.scoring.store import bundle_schema as data
from services.scoring.store import fact_schema
from services.scoring.store.bundle import BrokenBundle, Bundle, BundleFault
from services.scoring.store.bundle_checks import faults_between_parts
from services.scoring.store.bundle_conversion import edition_of
from services.scoring.store.strict_yaml import UnreadableYaml, read_yaml
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of
from shared.errors import Fault
from shared.text import Text
from shared.validation import faults_of

#: The editions that come with the service.
EDITIONS = Path(__file__).parent.parent / "editions"

_FORMS: Mapping[str, type[BaseModel]] = {
    "edition.yaml": data.EditionFile,
    "criteria.yaml": data.CriteriaFile,
    "facts.yaml": fact_schema.FactsFile,
    "scenes.yaml": data.ScenesFile,
    "wording.yaml": data.WordingFile,
}

_Form = TypeVar("_Form", bound=BaseModel)


def load_editions(folder: Path = EDITIONS) -> list[Edition]:
    """Load every edition of a folder; raise BrokenBundle with the faults of all of them."""
    editions: list[Edition] = []
    faults: list[BundleFault] = []
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        try:
            editions.append(load_edition(path))
        except BrokenBundle as broken:
            faults.extend(broken.faults)
    if faults:
        raise BrokenBundle(faults)
    return editions


def load_edition(folder: Path) -> Edition:
    """Load one edition; raise BrokenBundle with all its faults."""
    reader = _Reader(folder)
    bundle = reader.bundle()
    if bundle is not None:
        reader.faults.extend(faults_between_parts(bundle, folder.name))
    if reader.faults or bundle is None:
        raise BrokenBundle(reader.faults)
    return edition_of(
        bundle,
        _hash_of({name: reader.contents[name] for name in _FORMS}),
        {name: _hash_of(reader.contents[name]) for name in bundle.conditions},
    )


class _Reader:
    """Reads the files of one folder and keeps what was wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        #: What was read, by file name: the value that is hashed.
        self.contents: dict[str, JsonValue] = {}
        self.faults: list[BundleFault] = []

    def bundle(self) -> Bundle | None:
        """Read all files; None when one of them is not of its form."""
        edition = self._read("edition.yaml", data.EditionFile)
        criteria = self._read("criteria.yaml", data.CriteriaFile)
        facts = self._read("facts.yaml", fact_schema.FactsFile)
        scenes = self._read("scenes.yaml", data.ScenesFile)
        wording = self._read("wording.yaml", data.WordingFile)
        conditions = {
            name: self._read(name, data.ConditionsFile) for name in self._names_of_conditions()
        }
        of_rounds = {name: one for name, one in conditions.items() if one is not None}
        if not (edition and criteria and facts and scenes and wording):
            return None
        if len(of_rounds) != len(conditions):
            return None
        return Bundle(
            edition=edition,
            criteria=criteria,
            facts=facts,
            scenes=scenes,
            wording=wording,
            conditions=of_rounds,
        )

    def _names_of_conditions(self) -> Iterator[str]:
        for path in sorted(self._folder.iterdir()):
            if path.match("conditions-*.yaml"):
                yield path.name
            elif path.name not in _FORMS:
                self._add(
                    path.name, "file-unexpected", "不应有此文件", "This file does not belong here"
                )

    def _read(self, name: str, form: type[_Form]) -> _Form | None:
        try:
            text = (self._folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            self._add(name, "file-missing", "缺少此文件", "This file is missing")
            return None
        except UnicodeDecodeError:
            self._add(name, "not-utf-8", "不是 UTF-8 文本", "Is not UTF-8 text")
            return None
        try:
            content = read_yaml(text)
        except UnreadableYaml as error:
            self._add(name, "unreadable", f"无法读取：{error}", f"Cannot be read: {error}")
            return None
        try:
            read = form.model_validate(content)
        except ValidationError as error:
            # faults_of expects FastAPI's locations, which begin with where the value came from.
            errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
            self.faults.extend(self._at(name, fault) for fault in faults_of(errors))
            return None
        self.contents[name] = content  # type: ignore[assignment]  # the strict reader gives JSON only
        return read

    def _add(self, name: str, code: str, zh: str, en: str) -> None:
        self.faults.append(self._at(name, Fault(pointer="", code=code, message=Text(zh=zh, en=en))))

    def _at(self, name: str, fault: Fault) -> BundleFault:
        return BundleFault(file=f"{self._folder.name}/{name}", fault=fault)


def _hash_of(content: JsonValue) -> ContentHash:
    digests = digests_of(canonical_bytes(content))
    return ContentHash(sha256=digests.sha256, sm3=digests.sm3)
