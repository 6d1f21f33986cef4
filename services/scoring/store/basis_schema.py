"""Reads a panel's basis back from its JSON: from a row, or from an export on a machine without the service."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from services.scoring.domain.panels.pool import Application, Basis, Expert, Line, Terms
from services.scoring.store.schema_parts import Data
from services.scoring.store.scheme_schema import AggregationData, Number, scheme_of

Id = Annotated[str, Field(min_length=1, max_length=200)]


class ApplicationData(Data):
    application_id: Id
    credit_code: str
    related_credit_codes: tuple[str, ...]
    unit: str
    assessment_id: str | None
    assessment_sha256: str | None
    machine_points: dict[str, Number]

    def application(self) -> Application:
        return Application(**{name: getattr(self, name) for name in ApplicationData.model_fields})


class ExpertData(Data):
    expert_id: Id
    name: str
    employers: tuple[str, ...]
    shareholdings: tuple[str, ...]
    cooperations: tuple[str, ...]
    units: tuple[str, ...]

    def expert(self) -> Expert:
        return Expert(**{name: getattr(self, name) for name in ExpertData.model_fields})


class LineData(Data):
    places: int | None
    least: Number | None


class TermsData(Data):
    experts_each: Annotated[int, Field(ge=1)]
    quorum: Annotated[int, Field(ge=1)]
    aggregation: AggregationData
    line: LineData | None


class SchemeData(Data):
    content_sha256: str
    content: dict[str, JsonValue]


class BasisData(Data):
    form: Literal["tidu-panel-basis-1"]
    panel_id: str
    round_id: str
    tier: str
    scheme: SchemeData
    terms: TermsData
    applications: tuple[ApplicationData, ...]
    experts: tuple[ExpertData, ...]


def basis_of(content: object) -> Basis:
    """Read a basis; raise Pydantic's ValidationError for anything that is none."""
    data = BasisData.model_validate(content)
    line = data.terms.line
    return Basis(
        panel_id=data.panel_id,
        round_id=data.round_id,
        tier=data.tier,
        scheme=scheme_of(data.scheme.content),
        terms=Terms(
            experts_each=data.terms.experts_each,
            quorum=data.terms.quorum,
            aggregation=data.terms.aggregation.aggregation(),
            line=None if line is None else Line(places=line.places, least=line.least),
        ),
        applications=tuple(one.application() for one in data.applications),
        experts=tuple(one.expert() for one in data.experts),
    )
