"""The smallest parts of an edition's files: exact numbers, names, texts in both languages.

The strict YAML reader gives text, booleans and null only: numbers are parsed here, exactly.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError

_FRACTION = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")


def _fraction_of(value: object) -> Fraction:
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        return Fraction(value)
    raise PydanticCustomError(
        "fraction",
        "not a fraction",
        {"zh": "应为分数，如 1/5", "en": "must be a fraction such as 1/5"},
    )


NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Exact = Annotated[Decimal, Field(allow_inf_nan=False)]
#: A word such as ``no`` is text in these files, and never a truth.
Truth = Annotated[bool, Strict()]
Share = Annotated[Fraction, BeforeValidator(_fraction_of)]


class Data(BaseModel):
    """What all parts share: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TextData(Data):
    zh: NonEmpty
    en: NonEmpty
