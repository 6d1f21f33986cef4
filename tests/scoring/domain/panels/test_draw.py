"""The draw: the same for whoever lists the pool in whatever order, and never against a conflict."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.panels.commitment import (
    Alphabet,
    NamedValue,
    commitment_to,
    seed_of,
)
from services.scoring.domain.panels.conflicts import (
    Ground,
    conflicts_between,
    conflicts_of,
    eligible_experts,
)
from services.scoring.domain.panels.draw import Recusal, draw, in_force, replacement_for
from services.scoring.domain.panels.pool import Basis, Expert, basis_document
from services.scoring.store.basis_schema import basis_of
from shared.canonical import canonical_bytes
from tests.scoring.panel_builders import SEED, a_basis, an_application, an_expert, credit_code

Item = TypeVar("Item")

PUBLIC_VALUE = "010509172633"


@st.composite
def bases(draw: st.DrawFn) -> Basis:
    """Panels with conflicts of every ground, and enough experts all the same."""
    applications = draw(st.integers(1, 6))
    codes = st.sets(st.integers(1, applications).map(credit_code), max_size=2).map(tuple)
    experts = [
        an_expert(
            number,
            employers=draw(codes),
            shareholdings=draw(codes),
            cooperations=draw(codes),
            units=draw(st.sampled_from([(), ("120103",), ("120116",)])),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    # Three that nothing binds, so that the draw is possible.
    free = [an_expert(number) for number in (91, 92, 93)]
    return a_basis(applications=applications, experts=[*experts, *free])


@given(basis=bases(), seed=st.binary(min_size=32, max_size=32))
def test_no_expert_is_assigned_against_a_conflict(basis: Basis, seed: bytes) -> None:
    bound = {(one.application_id, one.expert_id) for one in conflicts_of(basis)}

    drawn = {(one, expert) for one, many in draw(basis, seed).items() for expert in many}

    assert len(drawn) == len(basis.applications) * basis.terms.experts_each
    assert not drawn & bound


@given(basis=bases(), shuffle=st.randoms(use_true_random=False))
def test_the_order_in_which_anything_is_listed_never_matters(
    basis: Basis, shuffle: random.Random
) -> None:
    def mixed(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(shuffle.sample(items, len(items)))

    other = replace(
        basis,
        applications=mixed(basis.applications),
        experts=tuple(
            replace(expert, employers=mixed(expert.employers), units=mixed(expert.units))
            for expert in mixed(basis.experts)
        ),
    )

    assert canonical_bytes(basis_document(other)) == canonical_bytes(basis_document(basis))
    assert draw(other, SEED) == draw(basis, SEED)


@given(basis=bases())
def test_a_basis_read_back_from_its_json_draws_the_same(basis: Basis) -> None:
    document = basis_document(basis)

    read = basis_of(document)

    assert basis_document(read) == document
    assert draw(read, SEED) == draw(basis, SEED)


def test_another_secret_or_public_value_or_pool_gives_another_seed() -> None:
    parts = {"basis_sha256": "ab" * 32, "secret": "cd" * 32, "public_value": PUBLIC_VALUE}
    seeds = {
        seed_of(**parts),
        seed_of(**{**parts, "basis_sha256": "ac" * 32}),
        seed_of(**{**parts, "secret": "ce" * 32}),
        seed_of(**{**parts, "public_value": "010509172634"}),
    }

    assert len(seeds) == 4


def test_the_seed_and_the_commitment_are_those_of_the_documented_command_lines() -> None:
    """Made with sha256sum: see docs/panel-draw.md."""
    assert commitment_to("5e" * 32) == (
        "8414cd6b08e92be7f34132d9f8fabaa0cf0f072bab807b434e7ff02efc918a1e"
    )
    assert seed_of(basis_sha256="ab" * 32, secret="5e" * 32, public_value=PUBLIC_VALUE).hex() == (
        "b8142a802cb81e07dae496fc003db2d20e68a23013b88b032f7c6808e6013487"
    )


@pytest.mark.parametrize(
    ("alphabet", "length", "value", "fits"),
    [
        (Alphabet.DIGITS, 6, "012345", True),
        (Alphabet.DIGITS, 6, "12345", False),
        (Alphabet.DIGITS, 6, "12345 ", False),
        (Alphabet.DIGITS, 6, "123456\n", False),
        (Alphabet.DIGITS, 6, "１２３４５６", False),
        (Alphabet.DIGITS, 4, "00af", False),
        (Alphabet.HEX, 4, "00af", True),
        (Alphabet.HEX, 4, "00AF", False),
    ],
)
def test_a_public_value_has_one_spelling(
    a_named_value: NamedValue, alphabet: Alphabet, length: int, value: str, *, fits: bool
) -> None:
    named = replace(a_named_value, alphabet=alphabet, length=length)

    assert named.is_spelt_like(value) is fits


@pytest.mark.parametrize(
    ("field", "ground"),
    [
        ("employers", Ground.EMPLOYER),
        ("shareholdings", Ground.SHAREHOLDING),
        ("cooperations", Ground.COOPERATION),
    ],
)
def test_a_common_code_is_a_conflict_with_the_applicant_or_a_firm_behind_it(
    field: str, ground: Ground
) -> None:
    application = an_application(related_credit_codes=(credit_code(77),))

    def bound_to(code: str) -> Expert:
        ties: dict[str, Any] = {field: (code,)}
        return an_expert(1, **ties)

    for code in (application.credit_code, credit_code(77)):
        [found] = conflicts_between(application, bound_to(code))
        assert (found.ground, found.code) == (ground, code)
    assert conflicts_between(application, bound_to(credit_code(78))) == []


def test_an_expert_of_the_recommending_unit_is_in_conflict() -> None:
    [found] = conflicts_between(an_application(), an_expert(units=("120116",)))

    assert (found.ground, found.code) == (Ground.UNIT, "120116")


@pytest.fixture
def a_named_value() -> NamedValue:
    return NamedValue(
        what="某期彩票号码",
        where="www.example.cn",
        known_at=datetime(2025, 7, 25, tzinfo=UTC),
        alphabet=Alphabet.DIGITS,
        length=12,
    )


def recused(
    basis: Basis, log: list[Recusal], application: int, expert_id: str, *, is_whole: bool = False
) -> Recusal:
    return replacement_for(
        basis,
        SEED,
        draw(basis, SEED),
        log,
        application_id=an_application(application).application_id,
        expert_id=expert_id,
        is_whole=is_whole,
    )


def test_a_replacement_may_judge_the_application_and_was_never_on_it() -> None:
    basis = a_basis(
        applications=1,
        experts=[*map(an_expert, range(1, 6)), an_expert(9, employers=(credit_code(1),))],
    )
    application_id = an_application(1).application_id
    drawn = draw(basis, SEED)
    log: list[Recusal] = []

    for _ in range(2):
        leaving = in_force(drawn, log)[application_id][0]
        log.append(recused(basis, log, 1, leaving))
    log.append(recused(basis, log, 1, in_force(drawn, log)[application_id][0]))

    taken_over = [one.replacement_id for one in log]
    assert {*drawn[application_id], *taken_over[:2]} == {
        an_expert(n).expert_id for n in range(1, 6)
    }
    # The one with a conflict is never drawn: rather nobody takes over.
    assert taken_over[2] is None
    assert [one.counter for one in log] == [1, 2, 3]
    assert len(in_force(drawn, log)[application_id]) == 2


def test_a_replacement_goes_to_who_has_the_least_to_do() -> None:
    basis = a_basis(applications=4, experts=8, experts_each=1)
    drawn = draw(basis, SEED)
    busy = {expert for many in drawn.values() for expert in many}

    found = recused(basis, [], 1, drawn[an_application(1).application_id][0])

    assert found.replacement_id is not None
    assert found.replacement_id not in busy


def test_who_left_the_panel_is_never_drawn_again() -> None:
    basis = a_basis(applications=2, experts=2, experts_each=1)
    drawn = draw(basis, SEED)
    first, second = (drawn[an_application(number).application_id][0] for number in (1, 2))
    gone = recused(basis, [], 1, first, is_whole=True)

    assert gone.replacement_id == second
    assert recused(basis, [gone], 2, second).replacement_id is None


def test_the_same_log_gives_the_same_replacement_again() -> None:
    basis = a_basis(applications=5, experts=9)
    leaving = draw(basis, SEED)[an_application(3).application_id][1]

    assert recused(basis, [], 3, leaving) == recused(basis, [], 3, leaving)


def test_eligible_experts_leave_out_exactly_those_in_conflict() -> None:
    basis = a_basis(
        applications=2, experts=[an_expert(1, employers=(credit_code(2),)), an_expert(2)]
    )

    assert eligible_experts(basis) == {
        an_application(1).application_id: ("expert-001", "expert-002"),
        an_application(2).application_id: ("expert-002",),
    }
