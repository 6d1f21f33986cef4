"""The application form as a tree of described fields, read once from the round's JSON Schema.

This is what messages, the printed form and the computed rates need to know of the schema: titles in both
languages, order, choices, units. Validation itself is the JSON Schema library's, outside the domain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from services.intake.domain.certainty import Certainty
from services.intake.domain.tiers import Tier
from shared.text import Text


class FieldKind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    ANSWER = "answer"
    #: An object with named fields.
    GROUP = "group"
    #: An object of like entries keyed by ids that the front end makes.
    LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of an enumeration; `group` is the heading it stands under, if there is one."""

    value: str | int
    text: Text
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class RateRule:
    """A rate that is computed from two fields of the same group and never typed."""

    rate_id: str
    title: Text
    part: str
    whole: str
    certainty: Certainty


class RuleKind(StrEnum):
    """How fields of one group bear on each other; each is read as "<field> … <others>"."""

    #: The field equals the sum of the others.
    SUM_OF = "sum-of"
    #: None of the others is more than the field.
    NOT_MORE_THAN = "not-more-than"
    #: None of the other days lies before the field's.
    NOT_BEFORE = "not-before"
    #: When the field is filled, none of the others is.
    NOT_TOGETHER = "not-together"


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    kind: RuleKind
    field: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FormNode:
    """One field, group or list of the form."""

    name: str
    kind: FieldKind
    title: Text
    help: Text | None
    order: int
    certainty: Certainty
    #: Required for every tier, or only for some.
    is_required: bool = False
    required_for: frozenset[Tier] = frozenset()
    is_multiline: bool = False
    #: A text that is a day, written 2024-06-30.
    is_day: bool = False
    max_length: int | None = None
    #: The most characters that all texts below may hold together.
    max_characters: int | None = None
    unit: Text | None = None
    choices: Mapping[str | int, Choice] = field(default_factory=dict)
    #: What a text must look like, in words.
    hint: Text | None = None
    rates: tuple[RateRule, ...] = ()
    rules: tuple[GroupRule, ...] = ()
    #: Fields of a group, in order.
    children: tuple["FormNode", ...] = ()
    #: What each entry of a list looks like.
    entry: "FormNode | None" = None

    @cached_property
    def holds_rates(self) -> bool:
        """Tell whether a rate is defined here or below: most of a form has none."""
        below = (*self.children, *((self.entry,) if self.entry else ()))
        return bool(self.rates) or any(node.holds_rates for node in below)

    def child(self, name: str) -> "FormNode | None":
        """Give the field of that name, or the entry's description when this is a list."""
        named = next((child for child in self.children if child.name == name), None)
        return named or self.entry

    def at(self, path: tuple[str | int, ...]) -> "FormNode | None":
        """Give the field a path leads to, or None when the schema knows no such place."""
        node: FormNode | None = self
        for step in path:
            node = node.child(str(step)) if node else None
        return node

    def walk(self) -> Iterator["FormNode"]:
        """Yield this node and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()
        if self.entry is not None:
            yield from self.entry.walk()
