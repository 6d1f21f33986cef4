"""Kinds of text that bodies of several services take, each with its bounds."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def _one_line(text: str) -> str:
    # splitlines knows the breaks of Unicode too, such as U+2028.
    if "\t" in text or len(text.splitlines()) > 1:
        raise PydanticCustomError(
            "one-line", "one line", {"zh": "应为单行文本", "en": "must be a single line"}
        )
    # Zero-width characters alone are no name either; isprintable says no to them and to wide blanks.
    if not any(character.isprintable() and character != " " for character in text):
        raise PydanticCustomError("blank", "blank", {"zh": "不能为空白", "en": "must not be blank"})
    return text.strip()


#: A name of a person, firm or place, as it is printed.
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
#: An address, or anything else that fits on one or two printed lines.
Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
#: Why an officer decided so.
Reason = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True)]
