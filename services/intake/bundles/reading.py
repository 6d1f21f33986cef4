"""Reads data files strictly and collects everything that is wrong with them before giving up.

A cursor (`Entry`) knows its file and path, so each fault says where it stands. What it cannot read it
reports and replaces by a harmless value; nobody sees those, because the load then fails as a whole.
"""

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from services.intake.domain.certainty import Certainty
from shared.text import Text

_Member = TypeVar("_Member", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class DataFault:
    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} at {self.path or '/'}: {self.message}"


class DataIsBroken(ValueError):
    """The service's own data cannot be used; the service must not start."""

    def __init__(self, faults: list[DataFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass
class Faults:
    """Where a load gathers its faults."""

    found: list[DataFault] = field(default_factory=list)

    def raise_if_any(self) -> None:
        if self.found:
            raise DataIsBroken(self.found)


class _StrictLoader(yaml.SafeLoader):
    """YAML without silently dropped duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- the library's signature
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                problem = f"the key {key!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        return super().construct_mapping(node, deep=deep)


def read_data_file(file: Path, faults: Faults, *, root: Path) -> "Entry":
    """Read a YAML or JSON file; an unreadable one is a fault and reads as empty."""
    name = file.relative_to(root).as_posix()
    value: object = {}
    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".json":
            value = json.loads(text, object_pairs_hook=_without_duplicates)
        else:
            value = yaml.load(text, _StrictLoader)  # noqa: S506 -- a SafeLoader
    except (OSError, ValueError, yaml.YAMLError) as error:
        faults.found.append(DataFault(file=name, path="", message=f"cannot be read: {error}"))
    return Entry(value, file=name, path="", faults=faults)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for position, key in enumerate(keys):
        if key in keys[:position]:
            problem = f"the key {key!r} stands twice"
            raise ValueError(problem)
    return dict(pairs)


class Entry:
    """One place in a data file."""

    def __init__(self, value: object, *, file: str, path: str, faults: Faults) -> None:
        self.value = value
        self.file = file
        self.path = path
        self.faults = faults

    def fault(self, message: str) -> None:
        self.faults.found.append(DataFault(file=self.file, path=self.path, message=message))

    def mapping(self) -> Mapping[str, Any]:
        if isinstance(self.value, Mapping):
            return self.value
        self.fault("must be a mapping")
        return {}

    def at(self, key: str) -> "Entry":
        return self._below(key, self.mapping().get(key))

    def has(self, key: str) -> bool:
        """Tell whether the key is there and not null."""
        return self.mapping().get(key) is not None

    def only(self, *keys: str) -> "Entry":
        """Report every key that is not among those we know: a typo must not pass for silence."""
        for key in self.mapping():
            if key not in keys:
                self._below(str(key), None).fault("is not known here")
        return self

    def entries(self) -> Iterator["Entry"]:
        """Yield the places of a sequence."""
        if not isinstance(self.value, list):
            self.fault("must be a list")
            return
        for position, item in enumerate(self.value):
            yield self._below(str(position), item)

    def items(self) -> Iterator[tuple[str, "Entry"]]:
        """Yield the places of a mapping with their keys."""
        for key, value in self.mapping().items():
            yield str(key), self._below(str(key), value)

    def text(self) -> str:
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        self.fault("must be a text")
        return ""

    def optional_text(self) -> str | None:
        return None if self.value is None else self.text()

    def both_languages(self) -> Text:
        self.only("zh", "en")
        return Text(zh=self.at("zh").text(), en=self.at("en").text())

    def day(self) -> date:
        # A datetime is a date to Python, so the type is compared and not asked for.
        if type(self.value) is date:
            return self.value
        self.fault("must be a date such as 2025-07-18")
        return date.min

    def integer(self, *, minimum: int) -> int:
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            if self.value >= minimum:
                return self.value
            self.fault(f"must be {minimum} or more")
            return minimum
        self.fault("must be a whole number")
        return minimum

    def answer(self) -> bool:
        if isinstance(self.value, bool):
            return self.value
        self.fault("must be true or false")
        return False

    def member(self, enumeration: type[_Member]) -> _Member:
        for each in enumeration:
            if each.value == self.value:
                return each
        self.fault(f"must be one of {', '.join(each.value for each in enumeration)}")
        return next(iter(enumeration))

    def certainty(self) -> Certainty:
        return self.member(Certainty)

    def _below(self, step: str, value: object) -> "Entry":
        return Entry(value, file=self.file, path=f"{self.path}/{step}", faults=self.faults)
