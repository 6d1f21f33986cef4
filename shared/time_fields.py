"""Kinds of time that bodies of several services take: text alone, because a bare number says no unit.

Outside strict mode Pydantic reads numbers, and texts of digits, as seconds since 1970.
"""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"\s*[-+]?[0-9]*\.?[0-9]*\s*")


def _only_text_or_time(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and not _NUMBER.fullmatch(value)):
        return value
    raise PydanticCustomError(
        "format",
        "{en}",
        {"zh": "应为 ISO 8601 文本，如 2025-07-10T10:00:00+08:00", "en": "must be ISO 8601 text"},
    )


def _only_a_day(value: object) -> object:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if is_day or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError(
        "format",
        "{en}",
        {"zh": "应为日期，如 2025-07-18", "en": "must be a date such as 2025-07-18"},
    )


#: A point in time with its offset. FastAPI validates parsed JSON, in which a time is text, and
#: strict mode would refuse that.
Instant = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_only_text_or_time)]
#: A day of the calendar.
Day = Annotated[date, Field(strict=False), BeforeValidator(_only_a_day)]
