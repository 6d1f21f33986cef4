"""认定名录: the register of recognised factories (annex 10), and how it answers a round's prerequisite."""

import hashlib
import unicodedata
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.domain.tiers import Tier


class RecognisedBy(StrEnum):
    """Who published the list."""

    #: 天津市公示
    CITY = "city"
    #: 工业和信息化部公示
    MINISTRY = "ministry"


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """One list of the register: a tier, who published it, and its batch, such as ``2024`` or ``2025-1``."""

    tier: Tier
    by: RecognisedBy
    batch: str


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One line of a published list, as it is written there."""

    tier: Tier
    recognised_by: RecognisedBy
    batch: str
    enterprise_name: str
    #: Old lists carry names alone.
    credit_code: str | None
    factory_name: str | None
    unit_code: str | None

    @property
    def recognition(self) -> Recognition:
        return Recognition(tier=self.tier, by=self.recognised_by, batch=self.batch)

    @property
    def entry_id(self) -> str:
        """Make the id from what the line says, so that the same line is one entry however often it comes."""
        who = self.credit_code or name_key(self.enterprise_name)
        parts = (self.tier, self.recognised_by, self.batch, who, name_key(self.factory_name or ""))
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return str(uuid.uuid5(_ENTRIES, digest))


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """A line in the register, with where it stands."""

    row: RegisterRow
    source_title: str
    source_url: str | None
    #: The import or the published list of ours that brought it; one of the two.
    import_id: str | None
    list_id: str | None
    entered_by: str
    entered_at: datetime


class Match(StrEnum):
    """How an entry matches an applicant."""

    #: Credit code, and the factory's name or none.
    SAME_FACTORY = "same-factory"
    #: Credit code, but another factory's name: a person has to compare.
    OTHER_FACTORY_NAME = "other-factory-name"
    #: The enterprise's name alone, because the entry carries no code: a person has to compare.
    SAME_NAME = "same-name"


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who is looked up."""

    credit_code: str
    enterprise_name: str
    factory_name: str


#: Makes an entry's id from what its line says.
_ENTRIES = uuid.UUID("3f1e6b1a-2d0b-5f0c-9a5e-6c1d2b7e8f90")


def name_key(name: str) -> str:
    """Write a name as one for comparing: full width to half width, no blanks, small letters."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def match_of(row: RegisterRow, applicant: Applicant) -> Match | None:
    """Tell how a line matches an applicant, None when it does not."""
    if row.credit_code is not None:
        if row.credit_code != applicant.credit_code:
            return None
        same = row.factory_name is None or name_key(row.factory_name) == name_key(
            applicant.factory_name
        )
        return Match.SAME_FACTORY if same else Match.OTHER_FACTORY_NAME
    if name_key(row.enterprise_name) == name_key(applicant.enterprise_name):
        return Match.SAME_NAME
    return None


def meets_prerequisite(
    wanted: Collection[Recognition],
    rows: Iterable[RegisterRow],
    applicant: Applicant,
    *,
    held: Collection[Recognition],
) -> bool | None:
    """Tell whether the register has the applicant on one of the wanted lists; None when it cannot tell.

    It cannot tell where a person has to compare names, nor where one of the lists was never entered.
    """
    matches = {match_of(row, applicant) for row in rows if row.recognition in wanted} - {None}
    if Match.SAME_FACTORY in matches:
        return True
    if matches or set(wanted) - set(held):
        return None
    return False
