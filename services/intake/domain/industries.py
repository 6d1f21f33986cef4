"""Industries (GB/T 4754): sections and divisions as data, and whether a form's industry is one that a round takes.

A four-digit code is looked at by its division alone, the first two digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.domain.certainty import Basis
from services.intake.domain.form import Form, text_at
from services.intake.domain.form_faults import FaultCode, fault
from services.intake.domain.form_schema import FormNode
from shared.errors import Fault
from shared.text import Text

#: Where every form has its industry.
_FIELD = ("applicant", "industry_code")
_DIVISION_DIGITS = 2


@dataclass(frozen=True, kw_only=True)
class Division:
    """大类: two digits."""

    code: str
    name: Text


@dataclass(frozen=True, kw_only=True)
class Section:
    """门类: a letter, with its divisions."""

    code: str
    name: Text
    divisions: tuple[Division, ...]


@dataclass(frozen=True, kw_only=True)
class IndustryClassification:
    """What we keep of the standard."""

    standard: str
    title: Text
    basis: Basis
    sections: tuple[Section, ...]

    def section(self, code: str) -> Section | None:
        return next((each for each in self.sections if each.code == code), None)


@dataclass(frozen=True, kw_only=True)
class EligibleIndustries:
    """The sections whose enterprises may apply in a round, and how sure that is."""

    sections: tuple[Section, ...]
    basis: Basis

    @property
    def names(self) -> Text:
        return Text(
            zh="、".join(each.name.zh for each in self.sections),
            en="; ".join(each.name.en for each in self.sections),
        )

    def holds(self, code: str) -> bool:
        """Tell whether a code's division is one of them."""
        division = code[:_DIVISION_DIGITS]
        return any(each.code == division for section in self.sections for each in section.divisions)


def industry_faults(root: FormNode, form: Form, eligible: EligibleIndustries) -> Iterator[Fault]:
    """Say that the form's industry is none that the round takes; a missing one is another's to report."""
    typed = text_at(form, *_FIELD)
    if typed is None or root.at(_FIELD) is None or eligible.holds(typed.strip()):
        return
    yield fault(
        root,
        _FIELD,
        FaultCode.INDUSTRY_NOT_ELIGIBLE,
        division=typed.strip()[:_DIVISION_DIGITS],
        sections=eligible.names,
    )
