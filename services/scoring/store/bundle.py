"""The files of one edition, each of the right form, and what is said when a bundle is broken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from services.scoring.store import bundle_schema as data
from services.scoring.store import fact_schema
from shared.errors import Fault
from shared.process import CannotStart
from shared.text import Text

#: The files that every edition has, and their forms.
FORMS: Mapping[str, type[BaseModel]] = {
    "edition.yaml": data.EditionFile,
    "criteria.yaml": data.CriteriaFile,
    "facts.yaml": fact_schema.FactsFile,
    "scenes.yaml": data.ScenesFile,
    "wording.yaml": data.WordingFile,
}

_Form = TypeVar("_Form", bound=BaseModel)


class PartNotRead(LookupError):
    """A file that a check needs could not be read; what is wrong with it is told already."""


class Bundle:
    """One edition's files, as far as they could be read."""

    def __init__(
        self,
        parts: Mapping[str, BaseModel],
        conditions: Mapping[str, data.ConditionsFile],
        contents: Mapping[str, object],
    ) -> None:
        self._parts = parts
        #: Of each round, by file name.
        self.conditions = conditions
        #: What stands in each file that is sound as text, be it of its form or not.
        self._contents = contents

    @property
    def edition(self) -> data.EditionFile:
        return self._part("edition.yaml", data.EditionFile)

    @property
    def criteria(self) -> data.CriteriaFile:
        return self._part("criteria.yaml", data.CriteriaFile)

    @property
    def facts(self) -> fact_schema.FactsFile:
        return self._part("facts.yaml", fact_schema.FactsFile)

    @property
    def scenes(self) -> data.ScenesFile:
        return self._part("scenes.yaml", data.ScenesFile)

    @property
    def wording(self) -> data.WordingFile:
        return self._part("wording.yaml", data.WordingFile)

    def criteria_in(self, file: str) -> list[tuple[int, data.CriterionData]]:
        """List the criteria of one file with their places; of a file that is not of its form, those that are."""
        return list(self._entries(file, "criteria", data.CriterionData))

    def facts_of_form(self) -> list[fact_schema.FactData]:
        """List the facts, as far as they are of their form."""
        return [one for _, one in self._entries("facts.yaml", "facts", fact_schema.FactData)]

    def names(self, file: str, field: str, key: str = "name") -> frozenset[str]:
        """Name what a list of a file has, or a mapping of it, be it of its form or not."""
        content = self._contents.get(file)
        value = content.get(field) if isinstance(content, Mapping) else None
        if isinstance(value, Mapping):
            return frozenset(value)
        if not isinstance(value, list):
            raise PartNotRead(file)
        return frozenset(str(one.get(key)) for one in value if isinstance(one, Mapping))

    def _entries(self, file: str, field: str, form: type[_Form]) -> Iterator[tuple[int, _Form]]:
        content = self._contents.get(file)
        value = content.get(field) if isinstance(content, Mapping) else None
        if not isinstance(value, list):
            raise PartNotRead(file)
        for position, one in enumerate(value):
            try:
                yield position, form.model_validate(one)
            except ValidationError:
                continue  # told already

    def _part(self, name: str, form: type[_Form]) -> _Form:
        part = self._parts.get(name)
        if not isinstance(part, form):
            raise PartNotRead(name)
        return part


@dataclass(frozen=True, kw_only=True)
class BundleFault:
    """One thing that is wrong in one file."""

    #: ``<edition>/<file>``, or the file alone when it came without a folder.
    file: str
    #: Counted from 1; None when it is about the file as a whole.
    line: int | None
    fault: Fault

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        place = f" {self.fault.pointer}" if self.fault.pointer else ""
        message = self.fault.message
        return f"{where}:{place} {message.en} · {message.zh} [{self.fault.code}]"


class BrokenBundle(CannotStart):
    """The service does not start on an edition that contradicts itself; names every fault at once."""

    def __init__(self, faults: Sequence[BundleFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def bundle_fault(pointer: str, code: str, zh: str, en: str) -> Fault:
    """Make a fault of a bundle's part."""
    return Fault(pointer=pointer, code=code, message=Text(zh=zh, en=en))
