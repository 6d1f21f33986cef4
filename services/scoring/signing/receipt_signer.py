"""The keys of a running service, opened when the first receipt or reader asks for them.

Production looks at them before it starts, and never makes one: receipts signed by a key that nobody put there
would prove nothing. Development makes its own.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from services.scoring.signing.algorithms import ED25519, NoSuchAlgorithm, algorithms_of
from services.scoring.signing.key_folder import (
    BrokenKeys,
    ReceiptKey,
    ReceiptKeys,
    provide_development_key,
    read_folder,
)


class ReceiptSigner:
    """The keys of one service, and the wall clock that chooses among them."""

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime],
        algorithms: tuple[str, ...] = (),
        makes_keys: bool = False,
    ) -> None:
        self._folder = folder
        self._algorithms = algorithms
        self._makes_keys = makes_keys
        self.now = now

    def require_key(self) -> None:
        """Raise BrokenKeys unless there is a key to sign with now."""
        self.key(self.now())

    def key(self, at: datetime) -> ReceiptKey:
        """Give the key that signs at a time."""
        return self._keys.signing_key(at)

    def published(self) -> list[dict[str, Any]]:
        """List the public keys, the newest first."""
        return self._keys.published()

    @cached_property
    def _keys(self) -> ReceiptKeys:
        try:
            known = algorithms_of(self._algorithms)
        except NoSuchAlgorithm as error:
            raise BrokenKeys(f"tidu scoring: {error}") from error
        if self._makes_keys:
            provide_development_key(self._folder, ED25519)
        return read_folder(self._folder, known)
