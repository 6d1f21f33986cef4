"""Reads the papers that a round has printed and stamped."""

from string import Formatter

from services.intake.bundles.bases import read_basis
from services.intake.bundles.reading import Entry
from services.intake.domain.round_papers import (
    Commitment,
    LetterWord,
    Paper,
    RecommendationLetter,
)


def read_paper(entry: Entry) -> Paper:
    """Read a form or table that the notice annexes."""
    entry.only("annex", "title", "basis", "commitment")
    return Paper(
        annex=entry.at("annex").text(),
        title=entry.at("title").both_languages(),
        basis=read_basis(entry.at("basis")),
        commitment=_commitment(entry.at("commitment")) if entry.has("commitment") else None,
    )


def read_letter(entry: Entry) -> RecommendationLetter:
    """Read the letter; each name in braces must be one that a letter can fill in."""
    entry.only("title", "addressee", "paragraphs", "signature", "basis")
    paragraphs = tuple(each.text() for each in entry.at("paragraphs").entries())
    signature = entry.at("signature").text()
    for text in (*paragraphs, signature):
        for name in sorted(_names_in(text) - set(LetterWord)):
            entry.fault(f"names {{{name}}}, which no letter knows")
    return RecommendationLetter(
        title=entry.at("title").both_languages(),
        addressee=entry.at("addressee").text(),
        paragraphs=paragraphs,
        signature=signature,
        basis=read_basis(entry.at("basis")),
    )


def _commitment(entry: Entry) -> Commitment:
    entry.only("heading", "paragraphs", "basis")
    return Commitment(
        heading=entry.at("heading").text(),
        paragraphs=tuple(each.text() for each in entry.at("paragraphs").entries()),
        basis=read_basis(entry.at("basis")),
    )


def _names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
