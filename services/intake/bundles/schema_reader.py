"""Reads the application form's JSON Schema into the domain's described fields.

The schema may use only what we understand: an unknown keyword or annotation is a fault of the data, and
so are a title in one language, an object that takes unknown fields, and choices that differ from `enum`.
"""

from collections.abc import Mapping
from typing import Any

from services.intake.bundles.reading import Entry
from services.intake.domain.form_schema import (
    Choice,
    FieldKind,
    FormNode,
    GroupRule,
    RateRule,
    RuleKind,
)
from services.intake.domain.tiers import Tier
from shared.text import Text

#: The most levels of a form; a schema that goes deeper refers to itself.
_MAX_DEPTH = 10
_REFERENCE = "#/$defs/"

# fmt: off
#: What the JSON Schema library checks.
_KEYWORDS = (
    "$schema", "$id", "type", "enum", "const", "pattern", "format", "minLength", "maxLength",
    "minimum", "maximum", "properties", "required", "patternProperties",
    "additionalProperties", "minProperties", "maxProperties", "allOf", "if", "then",
)
#: What people and our own code read.
_ANNOTATIONS = (
    "title", "x-title-en", "description", "x-description-en", "x-certainty", "x-order",
    "x-part", "x-hint", "x-hint-en", "x-unit", "x-unit-en", "x-choices", "x-multiline",
    "x-max-characters", "x-rates", "x-rules", "x-required-for",
)
# fmt: on
_SCALARS = {
    "string": FieldKind.TEXT,
    "integer": FieldKind.INTEGER,
    "boolean": FieldKind.ANSWER,
}


def expanded(document: Entry) -> Mapping[str, Any]:
    """Put every `$ref` to a definition in its place, so that nobody has to follow one at run time."""
    definitions = document.mapping().get("$defs", {})

    def expand(value: Any, references: tuple[str, ...]) -> Any:  # noqa: ANN401 -- any JSON
        if isinstance(value, list):
            return [expand(each, references) for each in value]
        if not isinstance(value, Mapping):
            return value
        own = {key: expand(each, references) for key, each in value.items() if key != "$ref"}
        if "$ref" not in value:
            return own
        name = str(value["$ref"]).removeprefix(_REFERENCE)
        if name in references or name not in definitions:
            document.fault(f"there is no definition {value['$ref']!r}, or it refers to itself")
            return own
        return {**expand(definitions[name], (*references, name)), **own}

    return {key: expand(value, ()) for key, value in document.mapping().items() if key != "$defs"}


def read_form_node(
    entry: Entry, name: str = "", *, is_required: bool = True, depth: int = 0
) -> FormNode:
    """Read one expanded schema and everything below it."""
    entry.only(*_KEYWORDS, *_ANNOTATIONS)
    if depth > _MAX_DEPTH:
        entry.fault("lies too deep")
    kind = _kind(entry)
    is_shallow = depth <= _MAX_DEPTH
    return FormNode(
        name=name,
        kind=kind,
        title=_words(entry, "title", "x-title-en"),
        help=_words(entry, "description", "x-description-en"),
        order=entry.at("x-order").integer(minimum=0) if entry.has("x-order") else 0,
        certainty=entry.at("x-certainty").certainty(),
        is_required=is_required,
        required_for=frozenset(each.member(Tier) for each in _optional(entry, "x-required-for")),
        is_multiline=entry.has("x-multiline"),
        is_day=entry.mapping().get("format") == "date",
        max_length=entry.mapping().get("maxLength"),
        max_characters=entry.mapping().get("x-max-characters"),
        hint=_words(entry, "x-hint", "x-hint-en") if entry.has("x-hint") else None,
        unit=_words(entry, "x-unit", "x-unit-en") if entry.has("x-unit") else None,
        choices=_choices(entry),
        rates=tuple(_rate(each) for each in _optional(entry, "x-rates")),
        rules=tuple(_rule(each) for each in _optional(entry, "x-rules")),
        children=_children(entry, depth) if kind is FieldKind.GROUP and is_shallow else (),
        entry=_list_entry(entry, depth) if kind is FieldKind.LIST and is_shallow else None,
    )


def _kind(entry: Entry) -> FieldKind:
    declared = entry.mapping().get("type")
    if declared == "object":
        if entry.mapping().get("additionalProperties") is not False:
            entry.fault("must refuse unknown fields: additionalProperties must be false")
        return FieldKind.LIST if entry.has("patternProperties") else FieldKind.GROUP
    if declared == "string" and not entry.has("enum") and not entry.has("maxLength"):
        entry.fault("must say its maxLength")
    if declared in _SCALARS:
        return _SCALARS[declared]
    entry.at("type").fault(f"must be object, {', '.join(_SCALARS)}")
    return FieldKind.TEXT


def _children(entry: Entry, depth: int) -> tuple[FormNode, ...]:
    required = entry.mapping().get("required", [])
    properties = entry.at("properties")
    children = [
        read_form_node(place, name, is_required=name in required, depth=depth + 1)
        for name, place in properties.items()
    ]
    children.sort(key=lambda child: child.order)
    if [child.order for child in children] != list(range(1, len(children) + 1)):
        properties.fault(f"must be ordered by x-order from 1 to {len(children)}")
    for name in required:
        if name not in properties.mapping():
            entry.at("required").fault(f"there is no field {name!r}")
    return tuple(children)


def _list_entry(entry: Entry, depth: int) -> FormNode | None:
    patterns = list(entry.at("patternProperties").items())
    if len(patterns) != 1:
        entry.at("patternProperties").fault("must hold exactly one pattern")
        return None
    return read_form_node(patterns[0][1], depth=depth + 1)


def _choices(entry: Entry) -> Mapping[str | int, Choice]:
    choices = {}
    for each in _optional(entry, "x-choices"):
        each.only("value", "zh", "en", "group")
        value = each.at("value").value
        if not isinstance(value, str | int):
            each.at("value").fault("must be a text or a whole number")
            continue
        choices[value] = Choice(
            value=value,
            text=_words(each, "zh", "en"),
            group=each.at("group").optional_text(),
        )
    if list(choices) != entry.mapping().get("enum", []):
        entry.at("x-choices").fault("must name the values of enum in the same order")
    return choices


def _rate(entry: Entry) -> RateRule:
    entry.only("id", "zh", "en", "part", "whole", "certainty")
    return RateRule(
        rate_id=entry.at("id").text(),
        title=_words(entry, "zh", "en"),
        part=entry.at("part").text(),
        whole=entry.at("whole").text(),
        certainty=entry.at("certainty").certainty(),
    )


def _rule(entry: Entry) -> GroupRule:
    entry.only("rule", "field", "others")
    return GroupRule(
        kind=entry.at("rule").member(RuleKind),
        field=entry.at("field").text(),
        others=tuple(each.text() for each in entry.at("others").entries()),
    )


def _optional(entry: Entry, key: str) -> list[Entry]:
    return list(entry.at(key).entries()) if entry.has(key) else []


def _words(entry: Entry, zh: str, en: str) -> Text:
    return Text(zh=entry.at(zh).text(), en=entry.at(en).text())
