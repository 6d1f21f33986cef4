"""Loads editions from their files: all read, checked and hashed, all faults named at once.

The content hash is over the canonical JSON (RFC 8785) of the files as they were read, in which every
number is text. Comments and layout do not count. A round's conditions are hashed by themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from services.scoring.domain.edition import ContentHash, Edition
from services.scoring.domain.ladder import steps_down
from services.scoring.store import bundle_schema as data
from services.scoring.store.bundle import FORMS, BrokenBundle, Bundle, BundleFault, bundle_fault
from services.scoring.store.bundle_checks import faults_between_parts
from services.scoring.store.bundle_conversion import edition_of
from services.scoring.store.bundle_sources import faults_of_files, files_of, is_conditions
from services.scoring.store.form_faults import form_faults
from services.scoring.store.strict_yaml import MarkedYaml, read_marked
from shared.canonical import JsonValue, canonical_bytes
from shared.digests import digests_of
from shared.errors import Fault

#: The editions that come with the service.
EDITIONS = Path(__file__).parent.parent / "editions"

#: Faults of the text in spite of which its parts are what their author meant.
_SOUND = {"anchor", "control-character", "key-repeated", "number-unquoted"}


@dataclass(frozen=True, kw_only=True)
class CheckedBundle:
    """What came of reading a bundle: an edition, or everything that keeps it from being one."""

    edition: Edition | None
    faults: tuple[BundleFault, ...]
    #: What is odd and no fault; only looked for where there is no fault.
    warnings: tuple[BundleFault, ...]


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
    checked = check_folder(folder)
    if checked.edition is None:
        raise BrokenBundle(checked.faults)
    return checked.edition


def check_folder(folder: Path) -> CheckedBundle:
    """Check the edition in a folder that bears its id."""
    checked = check_bundle(files_of(folder), name=folder.name)
    return replace(
        checked,
        faults=tuple(_in_folder(folder, one) for one in checked.faults),
        warnings=tuple(_in_folder(folder, one) for one in checked.warnings),
    )


def check_bundle(files: Mapping[str, bytes], *, name: str | None = None) -> CheckedBundle:
    """Check the files of one edition; ``name`` is the id that it has to have, if that is known."""
    faults = list(faults_of_files(files))
    if any(one.fault.code == "bundle-too-large" for one in faults):
        return CheckedBundle(edition=None, faults=tuple(faults), warnings=())
    unusable = {one.file for one in faults}
    reader = _Reader({file: content for file, content in files.items() if file not in unusable})
    reader.faults.extend(faults)
    bundle = reader.bundle()
    for file, fault in faults_between_parts(bundle, name):
        reader.add(file, fault)
    if reader.faults:
        return CheckedBundle(edition=None, faults=tuple(reader.faults), warnings=())
    edition = edition_of(
        bundle,
        _hash_of({file: reader.content(file) for file in FORMS}),
        {file: _hash_of(reader.content(file)) for file in bundle.conditions},
    )
    return CheckedBundle(edition=edition, faults=(), warnings=tuple(_warnings(edition, reader)))


class _Reader:
    """Reads the files of one bundle and keeps what was wrong with them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._read: dict[str, MarkedYaml] = {}
        self.faults: list[BundleFault] = []

    def bundle(self) -> Bundle:
        """Read all files, each as far as it is of its form."""
        parts = {name: self._part(name, form) for name, form in FORMS.items()}
        conditions = {
            name: self._part(name, data.ConditionsFile)
            for name in self._files
            if is_conditions(name)
        }
        return Bundle(
            {name: part for name, part in parts.items() if part is not None},
            {
                name: part
                for name, part in conditions.items()
                if isinstance(part, data.ConditionsFile)
            },
            {name: one.content for name, one in self._read.items() if _is_sound(one)},
        )

    def content(self, name: str) -> JsonValue:
        """Give what was read of a file: the value that is hashed."""
        return self._read[name].content  # type: ignore[return-value]  # the strict reader gives JSON only

    def add(self, name: str, fault: Fault) -> None:
        """Note a fault, on its line."""
        self.faults.append(self.placed(name, fault))

    def placed(self, name: str, fault: Fault) -> BundleFault:
        """Find the line of a place."""
        marked = self._read.get(name)
        line = None if marked is None else marked.line_of(fault.pointer)
        return BundleFault(file=name, line=line, fault=fault)

    def _part(self, name: str, form: type[BaseModel]) -> BaseModel | None:
        marked = self._marked(name)
        if marked is None:
            return None
        try:
            return form.model_validate(marked.content)
        except ValidationError as error:
            for fault in form_faults(error, marked.content):
                self.add(name, fault)
            return None

    def _marked(self, name: str) -> MarkedYaml | None:
        """Read a file as YAML; None when its parts cannot be relied on."""
        if name not in self._files:
            return None
        try:
            text = self._files[name].decode("utf-8")
        except UnicodeDecodeError:
            self.add(name, bundle_fault("", "not-utf-8", "不是 UTF-8 文本", "Is not UTF-8 text"))
            return None
        marked = read_marked(text)
        self._read[name] = marked
        self.faults.extend(
            BundleFault(file=name, line=one.line, fault=one.fault) for one in marked.faults
        )
        return marked if _is_sound(marked) else None


def _is_sound(marked: MarkedYaml) -> bool:
    return {one.fault.code for one in marked.faults} <= _SOUND


def _warnings(edition: Edition, reader: _Reader) -> Iterator[BundleFault]:
    for step in steps_down(edition):
        file = "criteria.yaml" if step.round_id is None else f"conditions-{step.round_id}.yaml"
        pointer = f"/criteria/{step.position}"
        yield reader.placed(file, Fault(pointer=pointer, code=step.code, message=step.message))


def _in_folder(folder: Path, one: BundleFault) -> BundleFault:
    return replace(one, file=f"{folder.name}/{one.file}")


def _hash_of(content: JsonValue) -> ContentHash:
    digests = digests_of(canonical_bytes(content))
    return ContentHash(sha256=digests.sha256, sm3=digests.sm3)
