"""The assignment: nobody judges what binds them, and no assignment is more even."""

import itertools
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.panels.assignment import (
    Assignment,
    assign,
    can_be_evened,
    short_of_experts,
)
from services.scoring.domain.panels.generator import Stream

EXPERTS = [f"e{number}" for number in range(7)]


@st.composite
def problems(draw: st.DrawFn) -> tuple[Mapping[str, tuple[str, ...]], int]:
    """Applications with the experts who may judge them, each with enough."""
    each = draw(st.integers(1, 3))
    count = draw(st.integers(1, 6))
    eligible = {
        f"a{number}": tuple(
            sorted(draw(st.sets(st.sampled_from(EXPERTS), min_size=each, max_size=len(EXPERTS))))
        )
        for number in range(count)
    }
    return eligible, each


seeds = st.binary(min_size=32, max_size=32)


def loads(assignment: Assignment) -> Counter[str]:
    return Counter(expert for many in assignment.values() for expert in many)


def squares(assignment: Assignment) -> int:
    return sum(load**2 for load in loads(assignment).values())


@given(problem=problems(), seed=seeds)
def test_each_application_gets_its_number_of_experts_and_never_one_who_may_not(
    problem: tuple[Assignment, int], seed: bytes
) -> None:
    eligible, each = problem

    assignment = assign(eligible, each, Stream(seed, "assignment"))

    assert assignment.keys() == eligible.keys()
    for application, chosen in assignment.items():
        assert len(set(chosen)) == len(chosen) == each
        assert set(chosen) <= set(eligible[application])


@given(problem=problems(), seed=seeds)
def test_no_chain_of_exchanges_evens_it_out_further(
    problem: tuple[Assignment, int], seed: bytes
) -> None:
    eligible, each = problem

    assert not can_be_evened(eligible, assign(eligible, each, Stream(seed, "assignment")))


@settings(max_examples=40, deadline=None)
@given(
    problem=problems().filter(lambda found: len(found[0]) <= 3),
    seed=seeds,
)
def test_no_other_assignment_is_more_even(problem: tuple[Assignment, int], seed: bytes) -> None:
    """Against all assignments there are: the sum of squares and the largest load are the least."""
    eligible, each = problem
    every = [
        dict(zip(eligible, chosen, strict=True))
        for chosen in itertools.product(
            *(list(itertools.combinations(experts, each)) for experts in eligible.values())
        )
    ]

    found = assign(eligible, each, Stream(seed, "assignment"))

    assert squares(found) == min(map(squares, every))
    assert max(loads(found).values()) == min(max(loads(one).values()) for one in every)


def test_an_uneven_assignment_is_seen_to_be_one() -> None:
    eligible = {"a1": ("e1", "e2"), "a2": ("e1", "e2")}

    assert can_be_evened(eligible, {"a1": ("e1",), "a2": ("e1",)})
    assert not can_be_evened(eligible, {"a1": ("e1",), "a2": ("e2",)})


def test_a_chain_over_several_experts_is_found() -> None:
    """e1 cannot give to e3 directly: e1 gives a1 to e2, and e2 gives a3 to e3."""
    eligible = {
        "a1": ("e1", "e2"),
        "a2": ("e1", "e2"),
        "a3": ("e2", "e3"),
    }

    assert can_be_evened(eligible, {"a1": ("e1",), "a2": ("e1",), "a3": ("e2",)})
    assert sorted(loads(assign(eligible, 1, Stream(b"s", "assignment"))).values()) == [1, 1, 1]


@pytest.mark.parametrize(
    ("applications", "experts", "each"), [(40, 9, 5), (7, 20, 3), (100, 12, 5)]
)
def test_without_conflicts_loads_differ_by_one_at_most(
    applications: int, experts: int, each: int
) -> None:
    everybody = tuple(f"e{number:03d}" for number in range(experts))
    eligible = {f"a{number:03d}": everybody for number in range(applications)}

    found = loads(assign(eligible, each, Stream(b"seed", "assignment")))

    every = [found[expert] for expert in everybody]
    assert max(every) - min(every) <= 1


def test_what_is_short_of_experts_is_named_with_how_many_it_has() -> None:
    assert short_of_experts({"a1": ("e1", "e2"), "a2": ("e1",), "a3": ()}, 2) == {"a2": 1, "a3": 0}
