"""A JSON Schema (2020-12) for each file of a bundle, written from the very form that reads it.

It says what one file may hold by itself. What only the reader can tell is not in it: bounds of numbers,
which are text here, and what one part names and another must have.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from services.scoring.store.bundle import FORMS
from services.scoring.store.bundle_schema import ConditionsFile
from shared.canonical import JsonValue

#: Where they are committed, for editors of bundles; ``make docs`` writes them.
FOLDER = Path(__file__).parent.parent / "edition-schemas"

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FORMS: Mapping[str, type[BaseModel]] = {
    **{file.removesuffix(".yaml"): form for file, form in FORMS.items()},
    "conditions": ConditionsFile,
}

#: Their names, as they stand in addresses; ``conditions`` is for each ``conditions-<round>.yaml``.
NAMES = tuple(_FORMS)


def edition_schema(name: str) -> dict[str, JsonValue]:
    """Give the schema of one file by its name."""
    return {
        "$schema": _DIALECT,
        "$id": f"/v1/edition-schemas/{name}",
        **_FORMS[name].model_json_schema(),
    }


def edition_schema_text(name: str) -> str:
    """Write a schema as it is committed and served."""
    return json.dumps(edition_schema(name), ensure_ascii=False, indent=2) + "\n"
