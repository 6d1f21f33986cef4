"""The smallest parts of an edition's files: exact numbers, names, texts in both languages.

The strict YAML reader gives text, booleans and null only: numbers are parsed here, exactly.
"""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

_FRACTION = r"[0-9]{1,9}/[1-9][0-9]{0,8}"
_WHOLE = r"-?(0|[1-9][0-9]{0,15})"
_EXACT = r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _fraction_of(value: object) -> Fraction:
    if isinstance(value, str) and re.fullmatch(_FRACTION, value):
        return Fraction(value)
    raise _other("fraction", "应为分数，如 1/5", "must be a fraction such as 1/5")


def _exact_of(value: object) -> Decimal:
    if isinstance(value, str) and re.fullmatch(_EXACT, value):
        return Decimal(value)
    raise _other(
        "type", '应为十进制数文本，如 "2.35"', 'must be a decimal number as text, such as "2.35"'
    )


def _whole_of(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(_WHOLE, value):
        return int(value)
    raise _other("type", '应为整数文本，如 "2"', 'must be a whole number as text, such as "2"')


def _day_of(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(_DAY, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # the form of a date, and no day of the calendar
    raise _other("type", "应为日期，如 2025-07-18", "must be a date such as 2025-07-18")


def _other(code: str, zh: str, en: str) -> PydanticCustomError:
    return PydanticCustomError(code, "not of the expected form", {"zh": zh, "en": en})


def _written(pattern: str, example: str) -> WithJsonSchema:
    """Say in the JSON Schema how the value is written, which is always as text."""
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": [example]})


NonEmpty = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    Field(json_schema_extra={"pattern": r"\S"}),
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Exact = Annotated[Decimal, BeforeValidator(_exact_of), _written(_EXACT, "2.35")]
Whole = Annotated[int, BeforeValidator(_whole_of), _written(_WHOLE, "2")]
Day = Annotated[date, BeforeValidator(_day_of), _written(_DAY, "2025-07-18")]
#: A word such as ``no`` is text in these files, and never a truth.
Truth = Annotated[bool, Strict()]
Share = Annotated[Fraction, BeforeValidator(_fraction_of), _written(_FRACTION, "1/5")]


class Data(BaseModel):
    """What all parts share: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TextData(Data):
    """中英文文本 · One text in Chinese and in English."""

    zh: NonEmpty
    en: NonEmpty
