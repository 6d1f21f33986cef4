"""The files of one edition, each of the right form, and what is said when a bundle is broken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.scoring.store import bundle_schema as data
from services.scoring.store import fact_schema
from shared.errors import Fault
from shared.process import CannotStart
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One edition's files."""

    edition: data.EditionFile
    criteria: data.CriteriaFile
    facts: fact_schema.FactsFile
    scenes: data.ScenesFile
    wording: data.WordingFile
    #: By file name.
    conditions: Mapping[str, data.ConditionsFile]


@dataclass(frozen=True, kw_only=True)
class BundleFault:
    """One thing that is wrong in one file."""

    #: ``<edition>/<file>``.
    file: str
    fault: Fault

    def __str__(self) -> str:
        where = f"{self.file}{self.fault.pointer}"
        return f"{where}: {self.fault.message.en} · {self.fault.message.zh} [{self.fault.code}]"


class BrokenBundle(CannotStart):
    """The service does not start on an edition that contradicts itself; names every fault at once."""

    def __init__(self, faults: Sequence[BundleFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def bundle_fault(pointer: str, code: str, zh: str, en: str) -> Fault:
    """Make a fault of a bundle's part."""
    return Fault(pointer=pointer, code=code, message=Text(zh=zh, en=en))
