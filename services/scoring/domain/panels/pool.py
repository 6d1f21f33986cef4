"""What a draw is made over: the applications, the experts with what binds them, and the terms.

All of it together is the *basis*; its canonical bytes are frozen and their digest is published before
anything random exists, so that nothing about it can be chosen afterwards.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.scoring.domain.panels.documents import Document, Value, spelt
from services.scoring.domain.schemes import Aggregation, Method, Scheme
from shared.errors import Fault
from shared.text import Text

BASIS_FORM = "tidu-panel-basis-1"


@dataclass(frozen=True, kw_only=True)
class Application:
    """One application before the panel."""

    application_id: str
    credit_code: str
    #: Firms that stand behind the applicant, such as its holding company.
    related_credit_codes: tuple[str, ...] = ()
    #: The unit that recommends it.
    unit: str
    #: The assessment whose facts the machine's points come from, with its digest.
    assessment_id: str | None = None
    assessment_sha256: str | None = None
    machine_points: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Expert:
    #: The subject under which the expert signs in.
    expert_id: str
    name: str
    employers: tuple[str, ...] = ()
    shareholdings: tuple[str, ...] = ()
    cooperations: tuple[str, ...] = ()
    #: Recommending units that the expert works for.
    units: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """What an application must reach: one of the first places, or so many points."""

    places: int | None = None
    least: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How the panel works; stated when it is made and never changed."""

    experts_each: int
    quorum: int
    aggregation: Aggregation
    line: Line | None


@dataclass(frozen=True, kw_only=True)
class Basis:
    panel_id: str
    round_id: str
    tier: str
    scheme: Scheme
    terms: Terms
    applications: tuple[Application, ...]
    experts: tuple[Expert, ...]


def basis_document(basis: Basis) -> Document:
    """Write the basis as JSON, everything in the one order: by id, codes sorted."""
    return {
        "form": BASIS_FORM,
        "panel_id": basis.panel_id,
        "round_id": basis.round_id,
        "tier": basis.tier,
        "scheme": scheme_document(basis.scheme),
        "terms": terms_document(basis.terms),
        "applications": applications_document(basis.applications),
        "experts": experts_document(basis.experts),
    }


def scheme_document(scheme: Scheme) -> Document:
    """Write a scheme with its digest; its content is the file as it was read."""
    content: Value = _plain(scheme.content)
    return {"content_sha256": scheme.content_hash.sha256, "content": content}


def terms_document(terms: Terms) -> Document:
    line = terms.line
    return {
        "experts_each": terms.experts_each,
        "quorum": terms.quorum,
        "aggregation": aggregation_document(terms.aggregation),
        "line": None
        if line is None
        else {
            "places": line.places,
            "least": None if line.least is None else spelt(line.least),
        },
    }


def aggregation_document(aggregation: Aggregation) -> Document:
    outliers = aggregation.outliers_from
    return {
        "method": aggregation.method.value,
        "trim": aggregation.trim,
        "least_ballots": aggregation.least_ballots,
        "decimals": aggregation.decimals,
        "outliers_from": None if outliers is None else spelt(outliers),
        "ties": [
            {"by": "lot"} if tie.item_id is None else {"by": "item", "item": tie.item_id}
            for tie in aggregation.ties
        ],
    }


def applications_document(applications: Iterable[Application]) -> list[Value]:
    """Write the applications in the order of their ids."""
    return [
        {
            "application_id": one.application_id,
            "credit_code": one.credit_code,
            "related_credit_codes": sorted(set(one.related_credit_codes)),
            "unit": one.unit,
            "assessment_id": one.assessment_id,
            "assessment_sha256": one.assessment_sha256,
            "machine_points": {item: spelt(points) for item, points in one.machine_points.items()},
        }
        for one in sorted(applications, key=lambda one: one.application_id)
    ]


def experts_document(experts: Iterable[Expert]) -> list[Value]:
    """Write the experts in the order of their ids."""
    return [
        {
            "expert_id": one.expert_id,
            "name": one.name,
            "employers": sorted(set(one.employers)),
            "shareholdings": sorted(set(one.shareholdings)),
            "cooperations": sorted(set(one.cooperations)),
            "units": sorted(set(one.units)),
        }
        for one in sorted(experts, key=lambda one: one.expert_id)
    ]


def faults_of_terms(terms: Terms) -> list[Fault]:
    """Find what contradicts itself in the terms, all at once."""
    faults: list[Fault] = []
    rule = terms.aggregation
    if terms.quorum > terms.experts_each:
        faults.append(_QUORUM_TOO_LARGE)
    if rule.method is Method.TRIMMED_MEAN and terms.quorum < 2 * rule.trim + 1:
        faults.append(_QUORUM_TOO_SMALL)
    return faults


def repeated(ids: Sequence[str], *, pointer: str, name: str) -> list[Fault]:
    """Find ids that stand more than once in a list of the request."""
    counts = Counter(ids)
    return [
        _fault(f"{pointer}/{place}/{name}", "repeated", "重复", "stands more than once")
        for place, one in enumerate(ids)
        if counts[one] > 1
    ]


def _plain(value: object) -> Value:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    assert value is None or isinstance(value, bool | int | str)  # noqa: S101 - the YAML reader gives no other
    return value


def _fault(pointer: str, code: str, zh: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Text(zh=zh, en=en))


_QUORUM_TOO_LARGE = _fault(
    "/quorum",
    "quorum-too-large",
    "最低有效票数不能多于每件申报的专家数",
    "The quorum cannot exceed the experts an application",
)
_QUORUM_TOO_SMALL = _fault(
    "/quorum",
    "quorum-too-small",
    "去掉最高、最低分后须至少余一票：最低有效票数应不少于 2×trim+1",
    "One ballot must be left after trimming: the quorum must be 2×trim+1 or more",
)
