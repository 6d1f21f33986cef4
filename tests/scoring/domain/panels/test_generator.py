"""The generator: as documented, fair, and the same everywhere."""

import hashlib
import hmac
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.panels.generator import Stream


def words(seed: bytes, label: str, count: int) -> list[int]:
    """The documented words, made by hand."""
    return [
        int.from_bytes(hmac.digest(seed, f"{label}\n{number}".encode(), hashlib.sha256)[:8], "big")
        for number in range(count)
    ]


def test_a_number_is_the_documented_word_modulo_its_bound() -> None:
    stream = Stream(b"seed", "assignment")

    assert [stream.below(1000) for _ in range(5)] == [
        word % 1000 for word in words(b"seed", "assignment", 5)
    ]


def test_words_above_the_last_whole_multiple_are_skipped() -> None:
    # With a bound just over half of all words, nearly every second word has to be skipped.
    bound = 2**63 + 1
    stream = Stream(b"seed", "x")

    found = [stream.below(bound) for _ in range(20)]

    assert found == [word for word in words(b"seed", "x", 200) if word < bound][:20]
    assert words(b"seed", "x", 20) != found


@given(seed=st.binary(min_size=1, max_size=40), items=st.lists(st.integers(), max_size=30))
def test_shuffling_keeps_the_items_and_repeats_itself(seed: bytes, items: list[int]) -> None:
    shuffled = Stream(seed, "s").shuffled(items)

    assert Counter(shuffled) == Counter(items)
    assert Stream(seed, "s").shuffled(items) == shuffled


def test_streams_of_different_labels_have_nothing_to_do_with_each_other() -> None:
    first, second = Stream(b"seed", "replacement:1"), Stream(b"seed", "replacement:2")

    assert [first.below(2**40) for _ in range(3)] != [second.below(2**40) for _ in range(3)]


def test_every_order_of_three_is_about_equally_frequent() -> None:
    counts = Counter(
        tuple(Stream(number.to_bytes(4, "big"), "s").shuffled("abc")) for number in range(6000)
    )

    assert len(counts) == 6
    # Six standard deviations of a fair draw around its mean of 1000; the seeds are fixed, so it never flickers.
    assert all(abs(count - 1000) < 175 for count in counts.values())
