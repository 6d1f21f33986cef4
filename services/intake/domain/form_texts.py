"""Looks at every text of a form: its length and its characters, and readies the form for the schema.

One guided walk along the described fields, so that depth and work are bounded by the schema and not by
what was sent.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.intake.domain.form import Json, Path, is_blank
from services.intake.domain.form_faults import FaultCode, fault
from services.intake.domain.form_schema import FieldKind, FormNode
from shared.errors import Fault

#: Overrides, embeddings, isolates and marks: with them a name can be made to read as another.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n\r\t")
#: Line and paragraph separator: a new line to some programs and none to others.
_SEPARATORS = frozenset("\u2028\u2029")
#: Invisible tags: text that a machine reads and a person does not see.
_TAGS = range(0xE0000, 0xE0080)


@dataclass(frozen=True, kw_only=True)
class ReadyForm:
    """A form without its blank texts and with over-long texts cut, and what was found on the way."""

    value: Json
    faults: tuple[Fault, ...]


def ready_form(root: FormNode, form: Json, *, with_required_groups: bool) -> ReadyForm:
    """Check texts and ready the form for the schema.

    `with_required_groups` adds an empty object for each missing group that is required, so that
    each of its missing fields is reported by itself.
    """
    walk = _Walk(root, with_required_groups=with_required_groups)
    value = walk.ready(root, form, ())
    return ReadyForm(value=value, faults=tuple(walk.faults))


class _Walk:
    def __init__(self, root: FormNode, *, with_required_groups: bool) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self._with_required_groups = with_required_groups

    def ready(self, node: FormNode, value: Json, path: Path) -> Json:
        if isinstance(value, str):
            return self._text(node, value, path)
        if not isinstance(value, Mapping) or node.kind not in {FieldKind.GROUP, FieldKind.LIST}:
            return value
        ready = dict(self._fields(node, value, path))
        if self._with_required_groups and node.kind is FieldKind.GROUP:
            for child in node.children:
                if child.is_required and child.kind is FieldKind.GROUP and child.name not in ready:
                    ready[child.name] = self.ready(child, {}, (*path, child.name))
        self._check_characters_together(node, value, path)
        return ready

    def _fields(
        self, node: FormNode, value: Mapping[str, Json], path: Path
    ) -> Iterator[tuple[str, Json]]:
        for key, each in value.items():
            child = node.child(key)
            if child is None:
                # The schema will name it as unknown; what is in it does not matter.
                yield key, None
                continue
            if node.kind is FieldKind.LIST:
                self.faults.extend(self._bad_characters(key, (*path, key), is_multiline=False))
            if child.kind is FieldKind.TEXT and isinstance(each, str) and is_blank(each):
                # Still looked at: a blank may hide a control character.
                self.faults.extend(
                    self._bad_characters(each, (*path, key), is_multiline=child.is_multiline)
                )
                continue
            yield key, self.ready(child, each, (*path, key))

    def _text(self, node: FormNode, value: str, path: Path) -> str:
        if node.max_length is not None and len(value) > node.max_length:
            self.faults.append(fault(self.root, path, FaultCode.TOO_LONG, limit=node.max_length))
            # Cut, so that no pattern is ever tried on a text of megabytes.
            return value[: node.max_length]
        self.faults.extend(self._bad_characters(value, path, is_multiline=node.is_multiline))
        return value

    def _bad_characters(self, text: str, path: Path, *, is_multiline: bool) -> Iterator[Fault]:
        code_and_character = bad_character(text, is_multiline=is_multiline)
        if code_and_character is not None:
            code, character = code_and_character
            yield fault(self.root, path, code, character=f"U+{ord(character):04X}")

    def _check_characters_together(
        self, node: FormNode, value: Mapping[str, Json], path: Path
    ) -> None:
        limit = node.max_characters
        total = sum(len(each) for each in value.values() if isinstance(each, str))
        if limit is not None and total > limit:
            self.faults.append(fault(self.root, path, FaultCode.TOO_LONG, limit=limit))


def bad_character(text: str, *, is_multiline: bool) -> tuple[FaultCode, str] | None:
    """Find the first character that no field may hold; line breaks and tabs only in long texts."""
    if text.isprintable():
        return None
    for character in text:
        if is_multiline and character in _LINE_BREAKS:
            continue
        if character in _BIDI:
            return FaultCode.BIDI_OVERRIDE, character
        category = unicodedata.category(character)
        if category == "Cc" or character in _SEPARATORS:
            return FaultCode.CONTROL_CHARACTER, character
        if category == "Cs" or _is_no_character(ord(character)):
            return FaultCode.INVALID_CHARACTER, character
    return None


def _is_no_character(code_point: int) -> bool:
    # Not the category "unassigned": our Unicode tables are older than the newest characters of names.
    is_reserved = code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF  # noqa: PLR2004 - see the line above
    return is_reserved or code_point in _TAGS
