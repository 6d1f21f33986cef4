"""Checks facts against an edition's catalogue and gives them in exact form; all faults at once.

A fact that is not known is left out. Nothing here fills a gap: no default, no null, no zero.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.scoring.domain.fact_types import (
    BooleanType,
    ChoiceType,
    DateType,
    DecimalType,
    FactType,
    FactValue,
    IntegerType,
    ListType,
    MapType,
    RecordType,
    TextType,
)
from shared.errors import Fault
from shared.text import Text

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAP_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_Faults = list[Fault]


@dataclass(frozen=True, kw_only=True)
class FactDefinition:
    """One fact that a caller may state."""

    name: str
    title: Text
    type: FactType
    unit: Text | None
    comes_from: Text
    #: Kinds of documents that may show it; empty when no text names one.
    evidence: tuple[str, ...]
    #: The type as the edition's data states it, to be shown.
    specification: Mapping[str, object]


def read_facts(
    facts: Mapping[str, object], catalogue: Mapping[str, FactDefinition], *, pointer: str
) -> tuple[dict[str, FactValue], tuple[Fault, ...]]:
    """Read all facts that the catalogue knows; what cannot be read is left out and named."""
    faults: _Faults = []
    known: dict[str, FactValue] = {}
    for name, value in facts.items():
        here = f"{pointer}/{_escaped(name)}"
        definition = catalogue.get(name)
        if definition is None:
            faults.append(_fault(here, "fact-unknown", "该版次没有此事实", "No such fact"))
            continue
        before = len(faults)
        read = _read(value, definition.type, here, faults)
        if len(faults) == before:
            known[name] = read
    return known, tuple(faults)


def _read(value: object, type_: FactType, pointer: str, faults: _Faults) -> FactValue:
    try:
        if value is not None:
            reader: Callable[..., FactValue] = _READERS[type(type_)]
            return reader(value, type_, pointer, faults)
        if not type_.nullable:
            raise _null_not_allowed()
    except _Refused as refused:
        faults.append(Fault(pointer=pointer, code=refused.code, message=refused.message))
    return None


def _read_integer(value: object, type_: IntegerType, _pointer: str, _faults: _Faults) -> FactValue:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong_type("整数", "an integer")
    if not type_.minimum <= value <= type_.maximum:
        raise _out_of_range(type_.minimum, type_.maximum)
    return value


def _read_decimal(value: object, type_: DecimalType, _pointer: str, _faults: _Faults) -> FactValue:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise _wrong_type(
            '十进制数字符串，例如 "2.35"', 'a decimal number in a string, such as "2.35"'
        )
    if len(value.partition(".")[2]) > type_.places:
        places = type_.places
        raise _refused(
            "too-many-places", f"小数最多 {places} 位", f"At most {places} decimal places"
        )
    number = Decimal(value)
    if not type_.minimum <= number <= type_.maximum:
        raise _out_of_range(type_.minimum, type_.maximum)
    return number


def _read_boolean(value: object, _type: BooleanType, _pointer: str, _faults: _Faults) -> FactValue:
    if not isinstance(value, bool):
        raise _wrong_type("布尔值", "a boolean")
    return value


def _read_text(value: object, type_: TextType, _pointer: str, _faults: _Faults) -> FactValue:
    if not isinstance(value, str):
        raise _wrong_type("字符串", "a string")
    if not value.strip():
        raise _refused("empty-text", "不能为空白", "Must not be blank")
    if len(value) > type_.maximum_length:
        limit = type_.maximum_length
        raise _refused("too-long", f"最多 {limit} 个字符", f"At most {limit} characters")
    return value


def _read_date(value: object, _type: DateType, _pointer: str, _faults: _Faults) -> FactValue:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # the form of a date, and no day of the calendar
    raise _wrong_type("日期，例如 2025-07-18", "a date such as 2025-07-18")


def _read_choice(value: object, type_: ChoiceType, _pointer: str, _faults: _Faults) -> FactValue:
    if not isinstance(value, str):
        raise _wrong_type("字符串", "a string")
    if value not in type_.values:
        choices = "、".join(type_.values)
        raise _refused("not-a-choice", f"只能是：{choices}", f"Must be one of: {choices}")
    return value


def _read_record(value: object, type_: RecordType, pointer: str, faults: _Faults) -> FactValue:
    if not isinstance(value, Mapping):
        raise _wrong_type("对象", "an object")
    for name in value:
        if name not in type_.fields:
            here = f"{pointer}/{_escaped(name)}"
            faults.append(_fault(here, "field-unknown", "没有此项", "No such field"))
    record: dict[str, FactValue] = {}
    for name, field in type_.fields.items():
        here = f"{pointer}/{_escaped(name)}"
        if name in value:
            record[name] = _read(value[name], field, here, faults)
        elif not field.optional:
            faults.append(_fault(here, "field-missing", "缺少此项", "This field is missing"))
    return record


def _read_list(value: object, type_: ListType, pointer: str, faults: _Faults) -> FactValue:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise _wrong_type("数组", "an array")
    if len(value) > type_.maximum_items:
        raise _too_many(type_.maximum_items)
    return tuple(
        _read(item, type_.items, f"{pointer}/{position}", faults)
        for position, item in enumerate(value)
    )


def _read_map(value: object, type_: MapType, pointer: str, faults: _Faults) -> FactValue:
    if not isinstance(value, Mapping):
        raise _wrong_type("对象", "an object")
    if len(value) > type_.maximum_items:
        raise _too_many(type_.maximum_items)
    read: dict[str, FactValue] = {}
    for key, item in value.items():
        here = f"{pointer}/{_escaped(key)}"
        if _MAP_KEY.fullmatch(key):
            read[key] = _read(item, type_.values, here, faults)
        else:
            faults.append(_fault(here, "not-a-code", "键不是代码", "The key is not a code"))
    return read


_READERS: Mapping[type, Callable[..., FactValue]] = {
    IntegerType: _read_integer,
    DecimalType: _read_decimal,
    BooleanType: _read_boolean,
    TextType: _read_text,
    DateType: _read_date,
    ChoiceType: _read_choice,
    RecordType: _read_record,
    ListType: _read_list,
    MapType: _read_map,
}


class _Refused(Exception):
    """One value that cannot be read; its place is known to the caller."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def _refused(code: str, zh: str, en: str) -> _Refused:
    return _Refused(code, Text(zh=zh, en=en))


def _wrong_type(zh: str, en: str) -> _Refused:
    return _refused("wrong-type", f"应为{zh}", f"Must be {en}")


def _null_not_allowed() -> _Refused:
    return _refused(
        "null-not-allowed",
        "此处不接受空值；未知的事实应省略",
        "Null says nothing here: leave out what is not known",
    )


def _out_of_range(low: object, high: object) -> _Refused:
    return _refused(
        "out-of-range", f"应在 {low} 与 {high} 之间", f"Must lie between {low} and {high}"
    )


def _too_many(limit: int) -> _Refused:
    return _refused("too-many", f"最多 {limit} 项", f"At most {limit} items")


def _fault(pointer: str, code: str, zh: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Text(zh=zh, en=en))


def _escaped(token: str) -> str:
    """Write one reference token of a JSON Pointer (RFC 6901 §3)."""
    return token.replace("~", "~0").replace("/", "~1")
