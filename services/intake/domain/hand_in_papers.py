"""The papers of a hand-in (报送): the summary table and the letter that are printed, and their stamped scans.

Content only, no layout; the words are Chinese, as the papers are official.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.domain.applications import HandIn
from services.intake.domain.china_time import day_of
from services.intake.domain.printed_form import PrintedField, PrintedSection, PrintedTable
from services.intake.domain.printed_values import chinese_day
from services.intake.domain.round_papers import LetterWord, RecommendationLetter
from services.intake.domain.rounds import Round
from services.intake.domain.table_columns import SummaryTable


class HandInPaper(StrEnum):
    """What is printed of a hand-in; the documents service's layouts have the same names."""

    SUMMARY_TABLE = "summary-table"
    RECOMMENDATION_LETTER = "recommendation-letter"


class StampedPaper(StrEnum):
    """What a unit uploads of a hand-in: kinds of documents."""

    SUMMARY_TABLE = "stamped-summary-table"
    RECOMMENDATION_LETTER = "stamped-recommendation-letter"


#: What a stamped paper is a scan of.
PAPER_OF: Mapping[StampedPaper, HandInPaper] = {
    StampedPaper.SUMMARY_TABLE: HandInPaper.SUMMARY_TABLE,
    StampedPaper.RECOMMENDATION_LETTER: HandInPaper.RECOMMENDATION_LETTER,
}


@dataclass(frozen=True, kw_only=True)
class HandInPrint:
    """A paper of a hand-in that was ordered to be printed."""

    hand_in_id: str
    paper: HandInPaper
    document_id: str
    ordered_at: datetime
    #: None until the documents service has printed it.
    version_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandInAttachment:
    """A stamped paper that is pinned to a hand-in."""

    attachment_id: str
    hand_in_id: str
    kind: StampedPaper
    document_id: str
    version_id: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    sm3: str
    attached_at: datetime
    attached_by: str
    #: When a newer file made it void.
    voided_at: datetime | None = None
    frozen_at: datetime | None = None

    def as_json(self) -> dict[str, str]:
        """Give what an event says about it; the file's name is left out, people put names into it."""
        return {
            "kind": self.kind.value,
            "document_id": self.document_id,
            "version_id": self.version_id,
            "size_bytes": str(self.size_bytes),
            "sha256": self.sha256,
            "sm3": self.sm3,
        }


@dataclass(frozen=True, kw_only=True)
class HandInContent:
    """What a hand-in's papers are written from."""

    hand_in: HandIn
    round_: Round
    unit_name: str
    table: SummaryTable
    lines: Sequence[Sequence[str]]

    def as_json(self) -> dict[str, object]:
        """Give what is hashed: the papers' codes stand for it."""
        return {
            "hand_in_id": self.hand_in.hand_in_id,
            "round_id": self.hand_in.round_id,
            "tier": self.hand_in.tier.value,
            "unit_code": self.hand_in.unit_code,
            "handed_in_at": self.hand_in.handed_in_at.isoformat(),
            "application_ids": list(self.hand_in.application_ids),
            "columns": [column.title.zh for column in self.table.columns],
            "lines": [list(line) for line in self.lines],
        }


@dataclass(frozen=True, kw_only=True)
class PrintedPaper:
    """Mirrors the documents service's print job, as far as a hand-in's papers need it."""

    layout: HandInPaper
    title: str
    subtitle: str
    hand_in_id: str
    hand_in_sha256: str
    document_date: datetime
    sections: tuple[PrintedSection, ...]
    signature_lines: tuple[str, ...]
    cover: tuple[PrintedField, ...] = ()
    addressee: str | None = None
    enclosures: tuple[str, ...] = ()


def printed_table(content: HandInContent, *, sha256: str) -> PrintedPaper:
    """Lay out the summary table of a hand-in, with the unit's stamp and the one who filled it in below."""
    columns = tuple(column.title.zh for column in content.table.columns)
    return PrintedPaper(
        layout=HandInPaper.SUMMARY_TABLE,
        title=f"{content.table.annex} {content.table.title.zh}",
        subtitle=content.round_.title.zh,
        hand_in_id=content.hand_in.hand_in_id,
        hand_in_sha256=sha256,
        document_date=content.hand_in.handed_in_at,
        cover=(
            PrintedField(label="推荐单位", value=content.unit_name),
            PrintedField(label="报送日期", value=chinese_day(day_of(content.hand_in.handed_in_at))),
            PrintedField(label="项目数", value=str(len(content.lines))),
        ),
        sections=(
            PrintedSection(
                heading="",
                tables=(
                    PrintedTable(
                        columns=columns, rows=tuple(tuple(line) for line in content.lines)
                    ),
                ),
            ),
        ),
        signature_lines=(f"推荐单位（盖章）：{content.unit_name}", "填表人："),
    )


def printed_letter(
    content: HandInContent, letter: RecommendationLetter, *, sha256: str
) -> PrintedPaper:
    """Lay out the letter that goes with a hand-in's table."""
    values = {
        LetterWord.NOTICE_TITLE.value: content.round_.notice.title,
        LetterWord.NOTICE_NUMBER.value: content.round_.notice.number,
        LetterWord.TIER.value: content.hand_in.tier.text.zh,
        LetterWord.COUNT.value: str(len(content.lines)),
        LetterWord.UNIT.value: content.unit_name,
    }
    return PrintedPaper(
        layout=HandInPaper.RECOMMENDATION_LETTER,
        title=letter.title.zh,
        subtitle="",
        hand_in_id=content.hand_in.hand_in_id,
        hand_in_sha256=sha256,
        document_date=content.hand_in.handed_in_at,
        addressee=letter.addressee,
        sections=(
            PrintedSection(
                heading="",
                paragraphs=tuple(text.format(**values) for text in letter.paragraphs),
            ),
        ),
        enclosures=(f"{content.table.title.zh}（{content.table.annex}）",),
        signature_lines=(letter.signature.format(**values),),
    )
