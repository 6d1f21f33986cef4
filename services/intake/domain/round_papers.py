"""What a round says of the papers that are printed and stamped: the form, its commitment, the letter."""

from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.certainty import Basis
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """真实性及保密承诺: what the applicant signs for; its words are Chinese, as the paper is."""

    heading: str
    paragraphs: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A form or table that the notice annexes (附件)."""

    annex: str
    title: Text
    basis: Basis
    #: Of a form that is printed here; None for one that asks for none.
    commitment: Commitment | None = None


class LetterWord(StrEnum):
    """What a letter's text may name, as ``{count}``."""

    NOTICE_TITLE = "notice_title"
    NOTICE_NUMBER = "notice_number"
    TIER = "tier"
    COUNT = "count"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class RecommendationLetter:
    """推荐函: the letter that a unit hands in with its table."""

    title: Text
    addressee: str
    paragraphs: tuple[str, ...]
    #: Whose stamp is set: the notice asks for that of the unit's competent department.
    signature: str
    basis: Basis
