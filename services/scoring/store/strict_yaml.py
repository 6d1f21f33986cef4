"""Reads YAML without YAML's surprises: text stays text, a key stands once, and nothing refers elsewhere.

Only ``true``, ``false`` and ``null`` are more than text. Numbers, dates, ``no`` and ``1e3`` are read
as written, so that a threshold is as exact as its author typed it. Read from the parser's events: no
alias is ever followed, so that neither a loop nor a "billion laughs" is built before it is refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from shared.errors import Fault
from shared.strict_json import has_hidden_characters
from shared.text import Text
from shared.validation import escape_pointer

#: Deeper files than this are an attack, not criteria.
MAX_DEPTH = 24

#: More faults than this help nobody.
MAX_FAULTS = 200

#: Written in C where the wheel has it; both give the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}

#: What YAML itself would read as a number, ``.nan`` and ``.inf`` among them.
_NUMBER = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)


class UnreadableYaml(ValueError):
    """The text is not YAML of our kind; the message names line and reason."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One fault and the line on which it stands, counted from 1."""

    fault: Fault
    line: int


@dataclass(frozen=True, kw_only=True)
class MarkedYaml:
    """A document, the line of each of its parts by JSON Pointer, and what was wrong with it."""

    content: object
    lines: Mapping[str, int]
    faults: tuple[Place, ...]

    def line_of(self, pointer: str) -> int | None:
        """Give the line of a part; of the nearest part around it when it does not exist."""
        while pointer not in self.lines:
            if not pointer:
                return None
            pointer = pointer.rpartition("/")[0]
        return self.lines[pointer]


def read_yaml(text: str) -> object:
    """Read one document; raise UnreadableYaml. Numbers may stand unquoted: they are text all the same."""
    marked = read_marked(text)
    for one in marked.faults:
        if one.fault.code != _UNQUOTED.code:
            raise UnreadableYaml(f"line {one.line}: {one.fault.message.en}")
    return marked.content


def read_marked(text: str) -> MarkedYaml:
    """Read one document with the line of each part; all faults are collected."""
    reader = _Reader()
    hidden = [n for n, line in enumerate(text.split("\n"), 1) if has_hidden_characters(line)]
    for line in hidden:
        reader.found(_HIDDEN, "", line)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not reader.take(event):
                break
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark is not None or not hidden:
            reader.found(_NOT_YAML, "", 1 if mark is None else mark.line + 1)
    return MarkedYaml(content=reader.content, lines=reader.lines, faults=tuple(reader.faults))


@dataclass(frozen=True, kw_only=True)
class _Kind:
    code: str
    message: Text


_NOT_YAML = _Kind(
    code="unreadable",
    message=Text(zh="从此处起不是有效的 YAML", en="is not valid YAML from here on"),
)
_HIDDEN = _Kind(
    code="control-character",
    message=Text(zh="含有不可见的控制字符", en="holds control characters that a reader cannot see"),
)
_ALIAS = _Kind(
    code="alias", message=Text(zh="不接受引用（*）", en="must not refer to another place (*)")
)
_ANCHOR = _Kind(code="anchor", message=Text(zh="不接受锚点（&）", en="must not be an anchor (&)"))
_TAG = _Kind(code="tag", message=Text(zh="不接受类型标记（!）", en="must not name its type (!)"))
_TOO_DEEP = _Kind(
    code="too-deep",
    message=Text(zh=f"嵌套超过 {MAX_DEPTH} 层", en=f"is nested more than {MAX_DEPTH} levels deep"),
)
_SECOND = _Kind(
    code="second-document", message=Text(zh="只能有一个文档", en="begins a second document")
)
_KEY_NOT_TEXT = _Kind(
    code="key-not-text", message=Text(zh="键须为文本", en="has a key that is not text")
)
_KEY_REPEATED = _Kind(
    code="key-repeated", message=Text(zh="键重复", en="is a key that stands twice")
)
_UNQUOTED = _Kind(
    code="number-unquoted",
    message=Text(
        zh='数字须加引号，如 "2.35"', en='is a number: write it in quotes, such as "2.35"'
    ),
)


@dataclass(kw_only=True)
class _Open:
    """A mapping or list that is still being read."""

    value: dict[str, object] | list[object]
    #: None below a key that cannot be pointed at.
    pointer: str | None
    #: The key that waits for its value; None while a key is expected.
    key: str | None = None
    #: The value that follows belongs to a key that was refused.
    is_dropped: bool = False
    keys: set[str] = field(default_factory=set)


class _Reader:
    """Builds plain values from events, one open collection upon another and never by recursion."""

    def __init__(self) -> None:
        self.content: object = None
        self.lines: dict[str, int] = {}
        self.faults: list[Place] = []
        self._open: list[_Open] = []
        self._documents = 0

    def found(self, kind: _Kind, pointer: str | None, line: int) -> None:
        """Note a fault."""
        fault = Fault(pointer=pointer or "", code=kind.code, message=kind.message)
        self.faults.append(Place(fault=fault, line=line))

    def take(self, event: yaml.Event) -> bool:
        """Take the next event; tell whether to go on."""
        take = self._TAKES.get(type(event))
        if take is not None:
            take(self, event)
        return (
            len(self.faults) < MAX_FAULTS
            and self._documents < 2  # noqa: PLR2004 - the second one ends the reading
            and len(self._open) <= MAX_DEPTH
        )

    def _begin_document(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are not typed
        self._documents += 1
        if self._documents > 1:
            self.found(_SECOND, "", _line(event))

    def _alias(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are not typed
        self.found(_ALIAS, self._pointer(), _line(event))
        if not self._takes_key(event, None):
            self._place(None, _line(event))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are not typed
        is_plain = not event.style and event.tag is None
        self._check_marks(event)
        word = event.value in _WORDS and is_plain
        if self._takes_key(event, None if word else event.value):
            return
        if is_plain and _NUMBER.fullmatch(event.value):
            self.found(_UNQUOTED, self._pointer(), _line(event))
        self._place(_WORDS[event.value] if word else event.value, _line(event))

    def _begin(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are not typed
        self._check_marks(event)
        value: dict[str, object] | list[object] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        if self._takes_key(event, None):
            # A collection as a key: it is read to its end, and nothing of it is kept.
            self._open.append(_Open(value=value, pointer=None))
            return
        pointer = self._pointer()
        if len(self._open) >= MAX_DEPTH:
            self.found(_TOO_DEEP, pointer, _line(event))
        self._place(value, _line(event))
        self._open.append(_Open(value=value, pointer=pointer))

    def _end(self, _event: Any) -> None:  # noqa: ANN401 - PyYAML's events are not typed
        self._open.pop()

    def _check_marks(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are not typed
        if event.anchor is not None:
            self.found(_ANCHOR, self._pointer(), _line(event))
        if event.tag is not None:
            self.found(_TAG, self._pointer(), _line(event))

    def _takes_key(self, event: Any, key: str | None) -> bool:  # noqa: ANN401 - see above
        """Take what stands where a key is due; tell whether one was due."""
        top = self._open[-1] if self._open else None
        if top is None or isinstance(top.value, list) or top.key is not None:
            return False
        top.is_dropped = key is None or key in top.keys
        top.key = "" if key is None else key
        if key is None:
            self.found(_KEY_NOT_TEXT, top.pointer, _line(event))
        elif key in top.keys:
            self.found(_KEY_REPEATED, _below(top.pointer, key), _line(event))
        top.keys.add(top.key)
        return True

    def _pointer(self) -> str | None:
        """Point at what comes next."""
        if not self._open:
            return ""
        top = self._open[-1]
        if isinstance(top.value, list):
            return _below(top.pointer, str(len(top.value)))
        if top.key is None or top.is_dropped:
            return None
        return _below(top.pointer, top.key)

    def _place(self, value: object, line: int) -> None:
        pointer = self._pointer()
        if pointer is not None:
            self.lines.setdefault(pointer, line)
        if not self._open:
            self.content = value
            return
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return
        if top.key is not None and not top.is_dropped:
            top.value[top.key] = value
        top.key = None

    _TAKES: Mapping[type, Callable[["_Reader", Any], None]] = {
        yaml.DocumentStartEvent: _begin_document,
        yaml.AliasEvent: _alias,
        yaml.ScalarEvent: _scalar,
        yaml.MappingStartEvent: _begin,
        yaml.SequenceStartEvent: _begin,
        yaml.MappingEndEvent: _end,
        yaml.SequenceEndEvent: _end,
    }


def _line(event: Any) -> int:  # noqa: ANN401 - PyYAML's events are not typed
    return int(event.start_mark.line) + 1


def _below(pointer: str | None, token: str) -> str | None:
    return None if pointer is None else f"{pointer}/{escape_pointer(token)}"
