"""Bodies about industries (GB/T 4754)."""

from pydantic import Field

from services.intake.domain.certainty import Basis
from services.intake.domain.industries import EligibleIndustries, IndustryClassification, Section
from services.intake.routes.bodies.base import Body


class BasisView(Body):
    """依据与确定程度 · Where it stands, and how sure it is."""

    clause: str | None
    certainty: str = Field(examples=["inferred"])
    note: dict[str, str] | None

    @classmethod
    def of(cls, basis: Basis) -> "BasisView":
        return cls(
            clause=basis.clause,
            certainty=basis.certainty.value,
            note=basis.note.as_json() if basis.note else None,
        )


class DivisionView(Body):
    """大类 · A division."""

    code: str = Field(examples=["34"])
    name: dict[str, str]


class SectionView(Body):
    """门类及其大类 · A section with its divisions."""

    code: str = Field(examples=["C"])
    name: dict[str, str]
    divisions: list[DivisionView]

    @classmethod
    def of(cls, section: Section) -> "SectionView":
        return cls(
            code=section.code,
            name=section.name.as_json(),
            divisions=[
                DivisionView(code=each.code, name=each.name.as_json()) for each in section.divisions
            ],
        )


class IndustryList(Body):
    """工业的门类与大类 · The sections and divisions that are industry."""

    standard: str = Field(examples=["GB/T 4754-2017"])
    title: dict[str, str]
    basis: BasisView
    items: list[SectionView]

    @classmethod
    def of(cls, known: IndustryClassification) -> "IndustryList":
        return cls(
            standard=known.standard,
            title=known.title.as_json(),
            basis=BasisView.of(known.basis),
            items=[SectionView.of(each) for each in known.sections],
        )


class EligibleView(Body):
    """本批次受理的行业门类 · The industries whose enterprises may apply in a round."""

    sections: list[str] = Field(
        description="门类代码，见 /v1/industries · codes of sections", examples=[["B", "C", "D"]]
    )
    basis: BasisView

    @classmethod
    def of(cls, eligible: EligibleIndustries) -> "EligibleView":
        return cls(
            sections=[each.code for each in eligible.sections],
            basis=BasisView.of(eligible.basis),
        )
