import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.bundles.units import load_units
from services.intake.domain.units import is_within, region_prefix

CITY = "120000"
BINHAI = "120000/120116"
TEDA = "120000/120116/120116-teda"


@pytest.mark.parametrize(
    ("path", "ancestor", "expected"),
    [
        (TEDA, TEDA, True),
        (TEDA, BINHAI, True),
        (TEDA, CITY, True),
        (BINHAI, TEDA, False),
        ("120000/1201166", BINHAI, False),
        ("120000/120110", BINHAI, False),
        (TEDA, "", False),
        ("", CITY, False),
        ("", "", False),
    ],
)
def test_a_path_is_within_itself_and_what_is_above_it(
    path: str, ancestor: str, *, expected: bool
) -> None:
    assert is_within(path, ancestor) is expected


codes = st.text(alphabet="0123456789-abc", min_size=1, max_size=8)


@given(st.lists(codes, min_size=1, max_size=4), st.lists(codes, min_size=1, max_size=4))
def test_within_compares_whole_codes(path: list[str], ancestor: list[str]) -> None:
    expected = path[: len(ancestor)] == ancestor

    assert is_within("/".join(path), "/".join(ancestor)) is expected


def test_a_subtree_holds_the_unit_and_what_is_below() -> None:
    subtree = {unit.code for unit in load_units().subtree("120116")}

    assert subtree == {
        "120116",
        "120116-teda",
        "120116-tjftz",
        "120116-thip",
        "120116-dongjiang",
        "120116-ecocity",
    }


def test_an_unknown_unit_has_neither_subtree_nor_ancestors() -> None:
    units = load_units()

    assert units.find("110000") is None
    assert units.subtree("110000") == ()
    assert units.ancestors("110000") == ()
    assert units.recommending_unit("110000") is None


def test_ancestors_begin_with_the_city() -> None:
    ancestors = load_units().ancestors("120116-teda")

    assert [unit.code for unit in ancestors] == ["120000", "120116"]


def test_children_are_direct() -> None:
    assert len(load_units().children("120000")) == 16


def test_the_city_recommends_nothing_and_has_nobody_above_who_does() -> None:
    assert load_units().recommending_unit("120000") is None


def test_a_functional_area_that_recommends_is_its_own_recommending_unit() -> None:
    unit = load_units().recommending_unit("120116-tjftz")

    assert unit is not None
    assert unit.code == "120116-tjftz"


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("120000", "12"), ("210200", "2102"), ("120116", "120116"), ("110100", "1101")],
)
def test_the_parts_of_a_region_share_its_first_digits(code: str, prefix: str) -> None:
    assert region_prefix(code) == prefix
