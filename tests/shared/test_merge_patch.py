import pytest

from shared.merge_patch import JsonObject, depth_of, merge

#: RFC 7396, appendix A, those with an object on both sides.
RFC_CASES: list[tuple[JsonObject, JsonObject, JsonObject]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ({"a": "foo"}, {"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 1}}}),
]


@pytest.mark.parametrize(("target", "patch", "result"), RFC_CASES)
def test_a_patch_does_what_the_rfc_says(
    target: JsonObject, patch: JsonObject, result: JsonObject
) -> None:
    assert merge(target, patch) == result


def test_neither_argument_is_changed() -> None:
    target: JsonObject = {"a": {"b": 1}}
    patch: JsonObject = {"a": {"c": 2}}

    merge(target, patch)

    assert target == {"a": {"b": 1}}
    assert patch == {"a": {"c": 2}}


def test_an_entry_keyed_by_id_is_removed_without_touching_its_neighbours() -> None:
    scenes: JsonObject = {"scenes": {"s1": {"name": "一"}, "s2": {"name": "二"}}}

    assert merge(scenes, {"scenes": {"s1": None}}) == {"scenes": {"s2": {"name": "二"}}}


def test_a_patch_of_a_hundred_levels_is_refused() -> None:
    patch: JsonObject = {}
    for _ in range(100):
        patch = {"a": patch}

    with pytest.raises(ValueError, match="levels"):
        merge({}, patch)


@pytest.mark.parametrize(
    ("value", "depth"), [(1, 0), ({}, 0), ({"a": 1}, 1), ({"a": [1]}, 2), ([[[]]], 2)]
)
def test_depth_counts_nested_levels(value: object, depth: int) -> None:
    assert depth_of(value) == depth
