"""Loads scoring schemes from their folder, one YAML file each; all faults of all files at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from services.scoring.domain.edition import Edition
from services.scoring.domain.fact_types import DecimalType, IntegerType
from services.scoring.domain.scheme_rules import faults_of_facts, faults_of_scheme
from services.scoring.domain.schemes import Scheme
from services.scoring.store.scheme_schema import SchemeFile, scheme_of
from services.scoring.store.strict_yaml import UnreadableYaml, read_yaml
from shared.errors import Fault
from shared.process import CannotStart
from shared.text import Text
from shared.validation import faults_of

#: The schemes that come with the service.
SCHEMES = Path(__file__).parent.parent / "schemes"

#: A scheme is a page or two; whatever is longer is no scheme.
MAX_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class SchemeFault:
    """One thing that is wrong in one file."""

    file: str
    fault: Fault

    def __str__(self) -> str:
        where = f"{self.file}{self.fault.pointer}"
        return f"{where}: {self.fault.message.en} · {self.fault.message.zh} [{self.fault.code}]"


class BrokenSchemes(CannotStart):
    """The service does not start on a scheme that contradicts itself; names every fault at once."""

    def __init__(self, faults: Sequence[SchemeFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def load_schemes(folder: Path, editions: Iterable[Edition]) -> list[Scheme]:
    """Load every scheme of a folder; raise BrokenSchemes with the faults of all of them."""
    numeric = {edition.edition_id: _numeric_facts(edition) for edition in editions}
    schemes: list[Scheme] = []
    faults: list[SchemeFault] = []
    for path in sorted(folder.glob("*.yaml")):
        scheme, found = _load(path, numeric)
        faults.extend(SchemeFault(file=path.name, fault=fault) for fault in found)
        if scheme is not None:
            schemes.append(scheme)
    if faults:
        raise BrokenSchemes(faults)
    return schemes


def _load(path: Path, numeric: Mapping[str, frozenset[str]]) -> tuple[Scheme | None, list[Fault]]:
    if path.stat().st_size > MAX_BYTES:
        return None, [_fault("", "too-large", "文件过大", "The file is too large")]
    try:
        content = read_yaml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None, [_fault("", "not-utf-8", "不是 UTF-8 文本", "Is not UTF-8 text")]
    except UnreadableYaml as error:
        return None, [_fault("", "unreadable", f"无法读取：{error}", f"Cannot be read: {error}")]
    if not isinstance(content, dict):
        return None, [_fault("", "type", "应为对象", "must be an object")]
    try:
        scheme = scheme_of(content)
    except ValidationError as error:
        # faults_of expects FastAPI's locations, which begin with where the value came from.
        errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        return None, faults_of(errors)
    known = numeric.get(scheme.edition_id) if scheme.edition_id else None
    return scheme, [
        *_faults_of_names(path, SchemeFile.model_validate(content)),
        *faults_of_scheme(scheme),
        *faults_of_facts(scheme, known),
    ]


def _faults_of_names(path: Path, file: SchemeFile) -> list[Fault]:
    faults = [
        _fault(
            f"/items/{place}/source",
            "source-unknown",
            "sources 中没有此来源",
            "sources has no such source",
        )
        for place, item in enumerate(file.items)
        if item.source is not None and item.source not in file.sources
    ]
    if file.scheme_id != path.stem:
        faults.append(
            _fault("/scheme_id", "name-differs", "应与文件名一致", "must be the name of the file")
        )
    return faults


def _numeric_facts(edition: Edition) -> frozenset[str]:
    stated = {
        name
        for name, fact in edition.facts.items()
        if isinstance(fact.type, IntegerType | DecimalType)
    }
    return frozenset(stated | {"scenes_built", "scenes_with_ai"} & set(edition.derived))


def _fault(pointer: str, code: str, zh: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Text(zh=zh, en=en))
