"""Finds the figures of a maturity report in its text, whatever its layout.

Blanks, full-width characters and line breaks between a label and its value do not matter; the words
of the labels are data. A value is taken only in the form that such a value has.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from services.documents.domain.scan_reading import FoundValue, ReportText

#: Field → the labels it may stand behind, the likeliest first.
Labels = Mapping[str, Sequence[str]]

#: The form of each value, from its first character on.
_FORMS: dict[str, re.Pattern[str]] = {
    "credit_code": re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}(?![0-9A-Z])", re.IGNORECASE),
    "level": re.compile(r"第?(?:[一二三四五]级|[1-5]级|[1-5](?![0-9.]))"),
    "score": re.compile(r"\d{1,3}(?:\.\d{1,4})?(?![0-9.])"),
    "report_number": re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_/〔〕()\[\]]{3,39}"),
    "reported_on": re.compile(r"(?P<y>\d{4})[年\-./](?P<m>\d{1,2})[月\-./](?P<d>\d{1,2})日?"),
    "enterprise": re.compile(r"[^\s\d:;,。|][^\s:;。|]{2,79}"),
}
#: What may stand between a label and its value.
_BETWEEN = r"\s?(?:\([^()]{0,12}\))?\s?[:为是=|\-—]{0,3}\s?"
#: Ends the name of an enterprise, which has no form of its own.
_LEGAL_FORMS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "公司",
    "厂",
    "集团",
    "研究院",
    "研究所",
)
#: What follows the legal form in the name of a branch.
_BRANCH = re.compile(r"[\u4e00-\u9fff()]{0,20}?分(?:公司|厂)")
_LEVEL_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}


def compact(text: str) -> str:
    """Take blanks and line breaks out, and make full-width characters plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        character for character in plain if not character.isspace() and character.isprintable()
    )


def spaced(text: str) -> str:
    """Make every run of blanks and line breaks one blank, and full-width characters plain."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def find_report_values(pages: Sequence[str], labels: Labels) -> ReportText:
    """Find each field's values, page by page; a value that stands there twice is given once."""
    # Blanks part two figures that stand side by side, and also break a name in the middle: both ways count.
    views = [[spaced(text) for text in pages], [compact(text) for text in pages]]
    values: dict[str, tuple[FoundValue, ...]] = {}
    for field, words in labels.items():
        found: dict[str, FoundValue] = {}
        for texts in views:
            for one in _values(field, words, texts):
                found.setdefault(plain_value(field, one.text), one)
        if found:
            values[field] = tuple(found.values())
    return ReportText(has_text=any(views[1]), values=values)


def plain_value(field: str, value: str) -> str:
    """Write a value such that two spellings of one thing are equal."""
    text = compact(value)
    if field == "level":
        digit = next((c for c in text if c in _LEVEL_DIGITS or c in "12345"), "")
        return _LEVEL_DIGITS.get(digit, digit)
    if field == "score":
        try:
            return str(Decimal(text).normalize())
        except InvalidOperation:
            return text
    if field == "reported_on":
        return _plain_date(text)
    return text.upper().replace("(", "").replace(")", "") if field == "enterprise" else text.upper()


def _plain_date(text: str) -> str:
    match = _FORMS["reported_on"].match(text)
    if match is None:
        return text
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return text


def _values(field: str, words: Sequence[str], texts: Sequence[str]) -> Iterator[FoundValue]:
    for word in words:
        for page, text in enumerate(texts, start=1):
            for label in re.finditer(re.escape(word) + _BETWEEN, text):
                match = _FORMS[field].match(text, label.end())
                if match is not None:
                    yield FoundValue(text=_tidy(field, match.group()), page=page)


def _tidy(field: str, value: str) -> str:
    if field != "enterprise":
        return value
    ends = [value.find(form) + len(form) for form in _LEGAL_FORMS if form in value]
    if not ends:
        return value[:40]
    branch = _BRANCH.match(value, min(ends))
    return value[: branch.end() if branch else min(ends)]
