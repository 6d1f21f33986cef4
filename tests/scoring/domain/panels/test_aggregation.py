"""Ballots to scores, ranks and sensitivity: exact, and by the rule that the panel states."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.panels.aggregation import combined, not_standardised, outliers
from services.scoring.domain.panels.documents import rounded_half_up, spelt
from services.scoring.domain.panels.pool import Line
from services.scoring.domain.panels.ranking import Standing, standings
from services.scoring.domain.panels.result import result_document
from services.scoring.domain.panels.sensitivity import sensitivity
from services.scoring.domain.schemes import Aggregation, Method, Tie
from shared.canonical import canonical_bytes
from tests.scoring.panel_builders import (
    SEED,
    a_basis,
    a_vote,
    an_aggregation,
    an_application,
    votes,
)

A1, A2, A3 = (an_application(number).application_id for number in (1, 2, 3))
TRIMMED = an_aggregation(method=Method.TRIMMED_MEAN, trim=1)
STANDARDISED = an_aggregation(method=Method.STANDARDISED_MEAN, least_ballots=2)

tables = st.dictionaries(
    st.integers(1, 3),
    st.dictionaries(
        st.integers(1, 5), st.integers(0, 60).map(lambda half: str(half / 2)), min_size=3
    ),
    min_size=1,
)


def test_a_mean_is_exact() -> None:
    found = combined(
        an_aggregation(), votes({1: {1: "10", 2: "10.5", 3: "11"}, 2: {1: "1"}}), [A1, A2]
    )

    assert found == {A1: Fraction(21, 2), A2: Fraction(1)}
    thirds = combined(an_aggregation(), votes({1: {1: "10", 2: "10", 3: "11"}}), [A1])
    assert thirds == {A1: Fraction(31, 3)}


def test_a_trimmed_mean_leaves_out_the_ends() -> None:
    found = combined(
        TRIMMED,
        votes({1: {1: "0", 2: "10", 3: "11", 4: "12", 5: "30"}, 2: {1: "5", 2: "6"}}),
        [A1, A2],
    )

    assert found == {A1: Fraction(11), A2: None}


def test_without_ballots_there_is_no_score() -> None:
    for rule in (an_aggregation(), TRIMMED, STANDARDISED):
        assert combined(rule, [], [A1]) == {A1: None}
    assert combined(STANDARDISED, votes({1: {1: "5", 2: "7"}}), [A1, A2])[A2] is None


def test_standardising_takes_strictness_out() -> None:
    """Two experts with the same order and spread, one of them ten points stricter."""
    table = votes({1: {1: "10", 2: "20"}, 2: {1: "14", 2: "24"}, 3: {1: "18"}})

    found = combined(STANDARDISED, table, [A1, A2, A3])
    means = combined(an_aggregation(), table, [A1, A2, A3])

    # The stricter expert alone judged A3, the best of the three: its plain mean hides that.
    assert means[A3] < means[A2]  # type: ignore[operator]  # neither is None
    assert found[A3] > found[A2]  # type: ignore[operator]  # neither is None


def test_standardised_values_agree_with_a_hand_calculation() -> None:
    """Expert 1: 10, 14 (mean 12, deviation 2); expert 2: 20, 30 (25, 5); all: 18.5, root of 56.75."""
    found = combined(STANDARDISED, votes({1: {1: "10", 2: "20"}, 2: {1: "14", 2: "30"}}), [A1, A2])

    root = Decimal("56.75").sqrt()
    assert abs(found[A1] - (Fraction("18.5") - Fraction(root))) < Fraction(1, 10**20)  # type: ignore[operator]  # not None
    assert abs(found[A2] - (Fraction("18.5") + Fraction(root))) < Fraction(1, 10**20)  # type: ignore[operator]  # not None


def test_an_expert_with_too_few_ballots_is_taken_as_is_and_named() -> None:
    rule = replace(STANDARDISED, least_ballots=3)
    table = votes({1: {1: "10", 2: "20"}, 2: {1: "14", 2: "24"}})

    assert not_standardised(rule, table) == ["expert-001", "expert-002"]
    # Nobody standardised: brought to the spread of all and back, they are plain means.
    found = combined(rule, table, [A1, A2])
    rounded = [rounded_half_up(found[one] or Fraction(0), 6) for one in (A1, A2)]
    assert rounded == [Decimal("15.000000"), Decimal("19.000000")]
    assert not_standardised(an_aggregation(), table) == []


def test_an_expert_who_gives_everybody_the_same_says_nothing_about_differences() -> None:
    table = votes({1: {1: "10", 2: "10"}, 2: {1: "10", 2: "20"}})

    found = combined(STANDARDISED, table, [A1, A2])

    assert found[A1] < found[A2]  # type: ignore[operator]  # neither is None
    same = combined(STANDARDISED, votes({1: {1: "7", 2: "7"}, 2: {1: "7", 2: "7"}}), [A1, A2])
    assert same == {A1: Fraction(7), A2: Fraction(7)}


@given(
    table=tables, method=st.sampled_from([an_aggregation(), TRIMMED, STANDARDISED]), data=st.data()
)
def test_the_order_of_ballots_never_matters(
    table: dict[int, dict[int, str]], method: Aggregation, data: st.DataObject
) -> None:
    ballots = votes(table)
    other = data.draw(st.permutations(ballots))

    assert combined(method, other, [A1, A2, A3]) == combined(method, ballots, [A1, A2, A3])


@given(table=tables)
def test_means_lie_between_the_lowest_and_the_highest_ballot(
    table: dict[int, dict[int, str]],
) -> None:
    for rule in (an_aggregation(), TRIMMED):
        for number, many in table.items():
            one = an_application(number).application_id
            found = combined(rule, votes(table), [one])[one]
            totals = list(map(Fraction, many.values()))
            assert found is not None
            assert min(totals) <= found <= max(totals)


def test_a_ballot_far_from_the_median_is_flagged_and_still_counts() -> None:
    rule = an_aggregation(outliers_from=Decimal(10))
    ballots = votes({1: {1: "10", 2: "12", 3: "22"}, 2: {1: "1", 2: "20"}})

    # 22 is ten from the median 12; 1 and 20 are 9.5 from theirs.
    assert outliers(rule, ballots) == {(A1, "expert-003")}
    assert outliers(an_aggregation(), ballots) == set()
    assert combined(rule, ballots, [A1])[A1] == Fraction(44, 3)


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [
        ("1/3", 2, "0.33"),
        ("1/8", 2, "0.13"),
        ("5/2", 0, "3"),
        ("-1/8", 2, "-0.13"),
        ("0", 2, "0.00"),
        ("99999/1000", 1, "100.0"),
    ],
)
def test_halves_are_rounded_up_exactly(number: str, decimals: int, rounded: str) -> None:
    assert format(rounded_half_up(Fraction(number), decimals), "f") == rounded


@pytest.mark.parametrize(
    ("number", "text"),
    [("12.50", "12.5"), ("100", "100"), ("0.0", "0"), ("-0", "0"), ("1E+2", "100")],
)
def test_a_decimal_has_one_spelling(number: str, text: str) -> None:
    assert spelt(Decimal(number)) == text


def ranks(found: dict[str, Standing]) -> list[int | None]:
    return [found[one].rank for one in (A1, A2, A3)]


TIED = [
    a_vote(1, 1, "", infrastructure="10", technology="5"),
    a_vote(2, 1, "", infrastructure="9", technology="6"),
    a_vote(3, 1, "", infrastructure="1", technology="1"),
]


def test_machine_points_are_added_and_equal_scores_share_a_rank() -> None:
    found = standings(a_basis(), SEED, TIED)

    assert [found[one].score for one in (A1, A2, A3)] == list(
        map(Decimal, ("25.00", "25.00", "12.00"))
    )
    assert ranks(found) == [1, 1, 3]


def test_ties_are_broken_by_the_items_in_turn() -> None:
    by_technology = an_aggregation(ties=(Tie(item_id="technology"),))
    by_machine = an_aggregation(ties=(Tie(item_id="maturity"), Tie(item_id="infrastructure")))

    assert ranks(standings(a_basis(aggregation=by_technology), SEED, TIED)) == [2, 1, 3]
    assert ranks(standings(a_basis(aggregation=by_machine), SEED, TIED)) == [1, 2, 3]


def test_a_lot_parts_what_is_left_and_comes_from_the_seed() -> None:
    basis = a_basis(aggregation=an_aggregation(ties=(Tie(item_id=None),)))

    outcomes = {tuple(ranks(standings(basis, bytes([seed]), TIED))) for seed in range(40)}

    assert outcomes == {(1, 2, 3), (2, 1, 3)}
    assert standings(basis, SEED, TIED) == standings(basis, SEED, TIED)


@pytest.mark.parametrize(
    ("line", "above"),
    [
        (None, [None, None, None]),
        (Line(places=1), [True, True, False]),
        (Line(places=3), [True, True, True]),
        (Line(least=Decimal(25)), [True, True, False]),
        (Line(least=Decimal("25.01")), [False, False, False]),
    ],
)
def test_who_is_above_the_line(line: Line | None, above: list[bool | None]) -> None:
    found = standings(a_basis(line=line), SEED, TIED)

    assert [found[one].is_above_line for one in (A1, A2, A3)] == above


def test_ranks_go_by_the_published_score() -> None:
    rule = an_aggregation(decimals=0)
    ballots = votes({1: {1: "10", 2: "10.5"}, 2: {1: "10"}, 3: {1: "10.5"}})

    assert ranks(standings(a_basis(aggregation=rule), SEED, ballots)) == [2, 2, 1]


def test_an_expert_whose_ballots_decide_is_found() -> None:
    basis = a_basis(line=Line(places=1))
    ballots = votes(
        {1: {1: "10", 2: "10", 3: "10"}, 2: {1: "9", 2: "9", 3: "15"}, 3: {1: "1", 2: "1"}}
    )
    found = standings(basis, SEED, ballots)

    decisive = {one.expert_id: one for one in sensitivity(basis, SEED, ballots, found)}

    assert [found[one].is_above_line for one in (A1, A2)] == [False, True]
    assert decisive["expert-003"].rises == (A1,)
    assert decisive["expert-003"].falls == (A2,)
    assert decisive["expert-003"].order_changes
    for other in ("expert-001", "expert-002"):
        assert not decisive[other].changes_the_line
        assert not decisive[other].order_changes


def test_an_application_that_would_lose_its_score_is_named() -> None:
    basis = a_basis(line=Line(places=1))
    ballots = votes({1: {1: "10"}, 2: {2: "9"}, 3: {2: "1"}})

    decisive = {
        one.expert_id: one
        for one in sensitivity(basis, SEED, ballots, standings(basis, SEED, ballots))
    }

    assert decisive["expert-001"].without_score == (A1,)
    assert decisive["expert-001"].rises == (A2,)
    assert not decisive["expert-001"].order_changes
    assert decisive["expert-002"].without_score == (A2, A3)


def test_without_a_line_only_the_order_can_change() -> None:
    ballots = votes({1: {1: "10", 2: "1"}, 2: {1: "9", 2: "9"}, 3: {1: "0", 2: "0"}})
    basis = a_basis()

    for one in sensitivity(basis, SEED, ballots, standings(basis, SEED, ballots)):
        assert not one.changes_the_line
        assert one.order_changes is (one.expert_id == "expert-002")


@given(
    table=tables, method=st.sampled_from([an_aggregation(), TRIMMED, STANDARDISED]), data=st.data()
)
def test_the_same_ballots_give_the_same_bytes(
    table: dict[int, dict[int, str]], method: Aggregation, data: st.DataObject
) -> None:
    basis = a_basis(aggregation=method, line=Line(places=1))
    ballots = votes(table)
    digests = {"basis_sha256": "ab" * 32, "draw_sha256": "cd" * 32}

    first = result_document(basis, SEED, ballots, **digests)
    again = result_document(basis, SEED, data.draw(st.permutations(ballots)), **digests)

    assert canonical_bytes(again) == canonical_bytes(first)
