r"""Numbers that anyone can make again from the same seed; described in docs/panel-draw.md.

The k-th word of a stream is the first eight bytes, big-endian, of HMAC-SHA256(seed, label + "\n" + k).
Words that would favour small numbers are skipped, so that every number below a bound is equally likely.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

_WORD_BYTES = 8
_WORDS = 2 ** (8 * _WORD_BYTES)


class Stream:
    """One stream of words; streams with different labels have nothing to do with each other."""

    def __init__(self, seed: bytes, label: str) -> None:
        self._seed = seed
        self._label = label
        self._next = 0

    def below(self, bound: int) -> int:
        """Give the next number from 0 up to, and without, the bound."""
        fair = _WORDS - _WORDS % bound
        while (word := self._word()) >= fair:
            pass
        return word % bound

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Give the items in a drawn order (Fisher and Yates, from the last place down)."""
        order = list(items)
        for place in range(len(order) - 1, 0, -1):
            other = self.below(place + 1)
            order[place], order[other] = order[other], order[place]
        return order

    def chosen(self, items: Sequence[Item]) -> Item:
        """Draw one of the items."""
        return items[self.below(len(items))]

    def _word(self) -> int:
        digest = keyed_digest(self._seed, f"{self._label}\n{self._next}")
        self._next += 1
        return int.from_bytes(digest[:_WORD_BYTES], "big")


def keyed_digest(seed: bytes, message: str) -> bytes:
    """HMAC-SHA256 of a message in UTF-8 under the seed."""
    return hmac.new(seed, message.encode(), hashlib.sha256).digest()
