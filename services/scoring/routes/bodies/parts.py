"""Small parts of the panels' bodies: codes, ids, points."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc

from shared.contracts.verdicts import Name
from shared.text_fields import UUID_PATTERN

_CODE_LENGTH = 18


def _whole_code(code: str) -> str:
    # Conflicts are found by equal codes, so a code has one spelling: 18 characters, upper case.
    if len(code) != _CODE_LENGTH or code != code.upper() or not uscc.is_valid(code):
        raise PydanticCustomError(
            "credit-code",
            "no credit code",
            {
                "zh": "不是有效的统一社会信用代码（18 位，大写）",
                "en": "is not a valid unified social credit code (18 characters, upper case)",
            },
        )
    return code


def _one_word(text: str) -> str:
    if not text.isprintable() or " " in text:
        raise PydanticCustomError(
            "one-word", "one word", {"zh": "不能含空白或控制字符", "en": "must hold no blanks"}
        )
    return text


Id = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
CreditCode = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(_whole_code),
    Field(examples=["91120116MA00000001"]),
]
Codes = Annotated[list[CreditCode], Field(max_length=200)]
#: The subject under which an expert signs in at the issuer.
ExpertId = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_word)
]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,40}$")]
#: A decimal as text, so that no reader rounds it.
Points = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6})?$")]
RoundId = Name
