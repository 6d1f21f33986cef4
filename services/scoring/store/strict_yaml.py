"""Reads YAML without YAML's surprises: text stays text, and a key stands once.

Only ``true``, ``false`` and ``null`` are more than text. Numbers, dates, ``no`` and ``1e3`` are read
as written, so that a threshold is as exact as its author typed it.
"""

import re
from collections.abc import Hashable
from typing import Any

import yaml

_TEXT = "tag:yaml.org,2002:str"


class UnreadableYaml(ValueError):
    """The text is not YAML of our kind; the message names line and reason."""


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader with three resolvers instead of a dozen."""

    #: Replaces the inherited table of implicit types.
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML wants a class attribute

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's signature
    ) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.tag != _TEXT:
                raise UnreadableYaml(f"line {line}: a key must be text")
            if key.value in seen:
                raise UnreadableYaml(f"line {line}: the key {key.value!r} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf")
)
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^null$"), ["n"])


def read_yaml(text: str) -> object:
    """Read one document; raise UnreadableYaml."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader with less in it
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        raise UnreadableYaml(f"{line}{getattr(error, 'problem', None) or error}") from error
