"""What one request of ours asks of the database, as a script that a bare program replays for other ids."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Argument = str | int | bytes | datetime | None

#: Stand in a script for what differs from request to request. (A copied application bears its factory's id.)
APPLICATION, KEY, RECEIPT = "<application>", "<idempotency-key>", "<receipt-number>"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One round trip, in the words of the driver."""

    text: str
    arguments: tuple[Argument, ...]

    def arguments_for(self, names: Mapping[str, str]) -> list[Argument]:
        """Fill in one request's own ids."""
        return [_filled(argument, names) for argument in self.arguments]


@dataclass(frozen=True, kw_only=True)
class Script:
    """The statements of one request, in one transaction, and what it answered."""

    statements: tuple[Statement, ...]
    answer: dict[str, Any]


def generalised(
    statements: list[tuple[str, tuple[Argument, ...]]],
    answer: dict[str, Any],
    marks: Mapping[str, str],
) -> Script:
    """Make a script of what was logged, with marks in place of that request's ids (id → mark)."""
    return Script(
        statements=tuple(
            Statement(
                text=text, arguments=tuple(_filled(argument, marks) for argument in arguments)
            )
            for text, arguments in statements
        ),
        answer=answer,
    )


def dumped(scripts: Mapping[str, Script]) -> str:
    """Write scripts down for another process."""
    return json.dumps(
        {
            name: {
                "statements": [
                    [statement.text, [_as_json(argument) for argument in statement.arguments]]
                    for statement in script.statements
                ],
                "answer": script.answer,
            }
            for name, script in scripts.items()
        }
    )


def loaded(text: str) -> dict[str, Script]:
    """Read what ``dumped`` wrote."""
    return {
        name: Script(
            statements=tuple(
                Statement(text=words, arguments=tuple(_from_json(each) for each in arguments))
                for words, arguments in script["statements"]
            ),
            answer=script["answer"],
        )
        for name, script in json.loads(text).items()
    }


def _filled(argument: Argument, names: Mapping[str, str]) -> Argument:
    if isinstance(argument, str):
        for mark, name in names.items():
            # Inside longer texts too: a lock is named after the key, a target after the application.
            argument = argument.replace(mark, name)
    return argument


def _as_json(argument: Argument) -> object:
    if isinstance(argument, bytes):
        return {"bytes": base64.b64encode(argument).decode()}
    if isinstance(argument, datetime):
        return {"at": argument.isoformat()}
    return argument


def _from_json(value: Any) -> Argument:
    if isinstance(value, dict):
        return (
            base64.b64decode(value["bytes"])
            if "bytes" in value
            else datetime.fromisoformat(value["at"])
        )
    assert value is None or isinstance(value, str | int)
    return value
