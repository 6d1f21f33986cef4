"""An autosave checks the fields that it touched, and misses no fault that a check of the whole form would find."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.intake.usecases.edit_draft import touched
from shared.merge_patch import merge
from tests.intake.forms import an_advanced_form, the_schema

#: Wrong in one place of a form or another; None removes.
VALUES = ["x\u202ey", "长" * 5000, {"unknown": 1}, [1], -1, None]


def leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield from leaves(child, (*path, name))
    else:
        yield path


def patch_at(path: tuple[str, ...], value: object) -> dict[str, Any]:
    first, *rest = path
    return {first: patch_at(tuple(rest), value) if rest else value}


#: Every twenty-fifth leaf: in every part, in groups and in lists.
PLACES = [
    *list(leaves(an_advanced_form()))[::25],
    ("unknown",),
    ("applicant", "unknown"),
    ("scenes",),
]


@pytest.mark.parametrize("path", PLACES, ids="/".join)
def test_the_faults_of_a_patch_are_those_of_the_whole_form(path: tuple[str, ...]) -> None:
    schema = the_schema()
    assert schema.draft_faults(an_advanced_form()) == ()

    for value in VALUES:
        patch = patch_at(path, value)
        form = merge(an_advanced_form(), patch)
        assert schema.draft_faults(touched(schema.root, form, patch)) == schema.draft_faults(form)


def test_only_what_was_touched_is_looked_at() -> None:
    form = an_advanced_form()
    text = form["applicant"]["main_business"]

    cut = touched(the_schema().root, form, {"applicant": {"main_business": text}})

    assert cut == {"applicant": {"main_business": text}}
