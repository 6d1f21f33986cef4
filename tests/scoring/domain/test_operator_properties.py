"""What must hold of every check that an edition could be made of, on all facts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.checks import (
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastNOf,
    AtMost,
    Band,
    Between,
    Check,
    CountAtLeast,
    Covers,
    CoversAtLeast,
    EqualTo,
    IsFilled,
    IsTrue,
    OneOf,
    PeriodWithin,
    RecognisedAs,
    ShareAtLeast,
    WithinBand,
    compile_check,
)

WORDS = ("p", "q", "r", "s")
words = st.sampled_from(WORDS)
some_words = st.lists(words, min_size=1, max_size=4, unique=True).map(tuple)
numbers = st.decimals(0, 6, places=1)
counts = st.integers(1, 4)
days = st.dates(date(2024, 1, 1), date(2024, 3, 1))
recognitions = st.lists(
    st.fixed_dictionaries({"tier": words, "by": words, "batch": words}), max_size=4
).map(tuple)

#: Facts by the sort that operators read.
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "truth": st.booleans(),
    "filled": st.none() | words,
    "number": numbers,
    "other_number": numbers,
    "level": st.integers(1, 3),
    "word": words,
    "names": st.lists(words, max_size=4, unique=True).map(tuple),
    "first": days,
    "last": days,
    "recognised": recognitions,
}
facts = st.fixed_dictionaries({}, optional=FACTS)

BANDS = tuple(
    Band(level=n, lower=Decimal(2 * n - 2), upper=Decimal(2 * n), includes_upper=n == 3)
    for n in (1, 2, 3)
)


def pairs(low: Any, high: Any) -> Any:
    return (low, high) if low <= high else (high, low)


simple: st.SearchStrategy[Check] = st.one_of(
    st.just(IsTrue(fact="truth")),
    st.just(IsFilled(fact="filled")),
    st.builds(AtLeast, fact=st.just("number"), threshold=numbers),
    st.builds(AtMost, fact=st.just("number"), threshold=numbers),
    st.builds(EqualTo, fact=st.just("number"), value=numbers),
    st.builds(pairs, numbers, numbers).map(
        lambda both: Between(fact="number", lower=both[0], upper=both[1])
    ),
    st.builds(
        PeriodWithin,
        starts=st.just("first"),
        ends=st.none() | st.just("last"),
        not_before=st.none() | days,
        not_after=st.none() | days,
    ),
    st.builds(OneOf, fact=st.just("word"), values=some_words),
    st.builds(CountAtLeast, fact=st.sampled_from(("names", "recognised")), threshold=counts),
    st.builds(Covers, fact=st.just("names"), required=some_words),
    st.builds(CoversAtLeast, fact=st.just("names"), listed=some_words, threshold=counts),
    st.builds(
        RecognisedAs,
        fact=st.just("recognised"),
        tiers=some_words,
        by=st.none() | some_words,
        batches=st.none() | some_words,
    ),
    st.builds(
        ShareAtLeast,
        part=st.just("number"),
        whole=st.just("other_number"),
        threshold=st.fractions(Fraction(1, 9), 1, max_denominator=9),
    ),
    st.just(WithinBand(score="number", level="level", bands=BANDS)),
)


def combined(parts: st.SearchStrategy[Check]) -> st.SearchStrategy[Check]:
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(AllOf, checks=several),
        st.builds(AnyOf, checks=several),
        st.builds(AtLeastNOf, checks=several, threshold=counts),
    )


checks: st.SearchStrategy[Check] = st.recursive(simple, combined, max_leaves=8)


@given(checks, facts, st.data())
def test_more_facts_never_undo_what_a_check_found(
    check: Check, known: dict[str, Any], data: st.DataObject
) -> None:
    fewer = {name: value for name, value in known.items() if data.draw(st.booleans(), label=name)}
    holds = compile_check(check)

    before = holds(fewer)

    assert before is None or holds(known) is before


@given(checks, facts, st.randoms(use_true_random=False))
def test_the_order_of_facts_of_entries_and_of_parts_never_matters(
    check: Check, known: dict[str, Any], random: Any
) -> None:
    names = list(known)
    random.shuffle(names)
    other = {name: known[name] for name in names}
    for name in ("names", "recognised"):
        if name in other:
            other[name] = tuple(random.sample(other[name], len(other[name])))

    assert compile_check(shuffled(check, random))(other) is compile_check(check)(known)


def shuffled(check: Check, random: Any) -> Check:
    if isinstance(check, AllOf | AnyOf | AtLeastNOf):
        parts = tuple(
            shuffled(one, random) for one in random.sample(check.checks, len(check.checks))
        )
        if isinstance(check, AtLeastNOf):
            return AtLeastNOf(checks=parts, threshold=check.threshold)
        return type(check)(checks=parts)
    return check


#: Per operator with a threshold: how it is made with one, and the facts it reads.
#: Numbers go from lax to strict.
RAISED: dict[str, Callable[[Any], Check]] = {
    "at-least": lambda n: AtLeast(fact="number", threshold=Decimal(n)),
    "at-most": lambda n: AtMost(fact="number", threshold=Decimal(6 - n)),
    "between": lambda n: Between(fact="number", lower=Decimal(n), upper=Decimal(12 - n)),
    "count-at-least": lambda n: CountAtLeast(fact="names", threshold=n),
    "covers": lambda n: Covers(fact="names", required=WORDS[:n]),
    "covers-at-least": lambda n: CoversAtLeast(fact="names", listed=WORDS, threshold=n),
    "recognised-as": lambda n: RecognisedAs(
        fact="recognised", tiers=WORDS[n - 1 :], by=WORDS[n - 1 :], batches=None
    ),
    "one-of": lambda n: OneOf(fact="word", values=WORDS[n - 1 :]),
    "share-at-least": lambda n: ShareAtLeast(
        part="number", whole="other_number", threshold=Fraction(n, 4)
    ),
    "period-within": lambda n: (
        PeriodWithin(
            starts="first", ends="last", not_before=date(2024, 1, 10 * n - 9), not_after=None
        )
        if n < 4
        else PeriodWithin(
            starts="first", ends="last", not_before=date(2024, 2, 1), not_after=date(2024, 2, 20)
        )
    ),
    "at-least-n-of": lambda n: AtLeastNOf(
        checks=(
            IsTrue(fact="truth"),
            IsFilled(fact="filled"),
            AtLeast(fact="number", threshold=Decimal(3)),
            OneOf(fact="word", values=("p", "q")),
        ),
        threshold=n,
    ),
}


@given(st.sampled_from(sorted(RAISED)), counts, counts, facts)
def test_a_raised_threshold_never_lets_more_pass(
    operator: str, one: int, two: int, known: dict[str, Any]
) -> None:
    low, high = sorted((one, two))
    lax, strict = RAISED[operator](low), RAISED[operator](high)

    if compile_check(strict)(known) is True:
        assert compile_check(lax)(known) is True
    if compile_check(lax)(known) is False:
        assert compile_check(strict)(known) is False
