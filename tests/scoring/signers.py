"""Keys of receipts for tests: in folders of their own, with times of their own."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from services.scoring.signing.algorithms import ED25519
from services.scoring.signing.key_folder import write_new_key
from services.scoring.signing.receipt_signer import ReceiptSigner

AT = datetime(2025, 7, 18, 9, 30, tzinfo=UTC)


@cache
def a_signer() -> ReceiptSigner:
    """The signer of tests that only need one."""
    with tempfile.TemporaryDirectory() as folder:
        signer = signer_in(Path(folder))
        signer.require_key()  # read for good; the folder may go
    return signer


def signer_in(
    folder: Path, *, at: datetime = AT, now: Callable[[], datetime] | None = None
) -> ReceiptSigner:
    """A signer with a new key beside those that the folder has."""
    write_new_key(folder, ED25519, not_before=at)
    return ReceiptSigner(folder, now=now or (lambda: at))
