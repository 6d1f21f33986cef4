"""The two halves of the seed: a secret committed to beforehand, a public value named beforehand.

Whoever knows the secret does not know the public value when committing; whoever records the public
value does not know the secret. The value's spelling is fixed beforehand too, so that no spelling can
be picked afterwards. See docs/panel-draw.md.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

METHOD = "tidu-draw-1"

#: 32 random bytes in lower-case hexadecimal.
SECRET_PATTERN = r"^[0-9a-f]{64}$"  # noqa: S105 - the form of a secret, not one


class Alphabet(StrEnum):
    DIGITS = "digits"
    #: Lower case.
    HEX = "hex"


_CHARACTERS = {Alphabet.DIGITS: "[0-9]", Alphabet.HEX: "[0-9a-f]"}


@dataclass(frozen=True, kw_only=True)
class NamedValue:
    """A public value that does not exist yet: what it will be, where it will stand, from when."""

    what: str
    where: str
    known_at: datetime
    alphabet: Alphabet
    length: int

    def is_spelt_like(self, value: str) -> bool:
        """Tell whether a value is written in the one way that was fixed."""
        return re.fullmatch(f"{_CHARACTERS[self.alphabet]}{{{self.length}}}", value) is not None


@dataclass(frozen=True, kw_only=True)
class Commitment:
    #: SHA-256 over the secret's 64 characters.
    secret_sha256: str
    value: NamedValue


@dataclass(frozen=True, kw_only=True)
class PublicValue:
    value: str
    #: Where it was read, for whoever checks.
    source: str


def commitment_to(secret: str) -> str:
    """Digest a secret: ``printf %s SECRET | sha256sum``."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def seed_of(*, basis_sha256: str, secret: str, public_value: str) -> bytes:
    """Make the seed: SHA-256 over four lines, each ended by a newline.

    None of the parts can hold a newline, so that no two choices of them give the same lines.
    """
    lines = f"{METHOD}\n{basis_sha256}\n{secret}\n{public_value}\n"
    return hashlib.sha256(lines.encode("ascii")).digest()
