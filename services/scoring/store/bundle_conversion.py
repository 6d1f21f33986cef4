"""Turns the parts of an edition's files into domain objects; what refers to nothing is a fault."""

from collections.abc import Mapping

from services.scoring.domain import fact_types
from services.scoring.domain.edition import (
    Conditions,
    ContentHash,
    Criterion,
    DerivedFact,
    Edition,
    Finding,
    Gaps,
    Reasons,
    Tier,
    Wording,
)
from services.scoring.domain.facts import FactDefinition
from services.scoring.domain.provenance import Source
from services.scoring.domain.scenes import GuideStage, Scene, SceneGuide
from services.scoring.store import bundle_schema as data
from services.scoring.store import fact_schema, schema_parts
from services.scoring.store.bundle import Bundle
from services.scoring.store.check_conversion import check_of
from shared.text import Text


def edition_of(
    bundle: Bundle, content_hash: ContentHash, hashes_of_conditions: Mapping[str, ContentHash]
) -> Edition:
    """Make the edition of a bundle whose parts have been held against each other."""
    head = bundle.edition
    sources = {name: Source(title=one.title, url=one.url) for name, one in head.sources.items()}
    convert = _Criteria(sources, bundle.wording)
    return Edition(
        edition_id=head.edition_id,
        title=text_of(head.title),
        document_number=head.document_number,
        official_url=head.official_url,
        official_read=head.official_read,
        is_partial=head.partial,
        status=head.status,
        note=text_of(head.note),
        content_hash=content_hash,
        element_stages={stage.name: stage.en for stage in head.element_stages},
        tiers={one.tier: _tier_of(one, sources) for one in bundle.criteria.tiers},
        criteria=tuple(map(convert.criterion_of, bundle.criteria.criteria)),
        facts={one.name: _fact_of(one) for one in bundle.facts.facts},
        evidence_kinds={one.kind: text_of(one.title) for one in bundle.facts.evidence_kinds},
        derived={one.name: _derived_of(one) for one in bundle.facts.derived},
        scene_guide=_scene_guide_of(bundle.scenes),
        wording=_wording_of(bundle.wording),
        conditions={
            one.round_id: Conditions(
                round_id=one.round_id,
                title=text_of(one.title),
                document_number=one.document_number,
                official_url=one.official_url,
                note=_optional_text_of(one.note),
                content_hash=hashes_of_conditions[file],
                tiers=None if one.tiers is None else tuple(one.tiers),
                criteria=tuple(map(convert.criterion_of, one.criteria)),
            )
            for file, one in bundle.conditions.items()
        },
    )


class _Criteria:
    """Makes criteria; their sources and sentences are looked up."""

    def __init__(self, sources: Mapping[str, Source], wording: data.WordingFile) -> None:
        self._sources = sources
        self._reasons: dict[str, Reasons] = {
            op: _reasons_of(one) for op, one in wording.reasons.items()
        }

    def criterion_of(self, value: data.CriterionData) -> Criterion:
        check, own = value.check, value.reasons
        reasons: Reasons = {}
        if own is not None:
            reasons = _reasons_of(own)
        elif check is not None:
            reasons = self._reasons[check.op]
        when = value.only_when
        return Criterion(
            criterion_id=value.id,
            tiers=tuple(value.tiers),
            kind=value.kind,
            title=text_of(value.title),
            requirement=text_of(value.requirement),
            clause=text_of(value.clause),
            source=self._sources[value.source],
            certainty=value.certainty,
            note=_optional_text_of(value.note),
            check=None if check is None else check_of(check),
            only_when=None if when is None else check_of(when),
            reasons=reasons,
            reasons_of_only_when={} if when is None else self._reasons[when.op],
        )


def text_of(value: schema_parts.TextData) -> Text:
    return Text(zh=value.zh, en=value.en)


def _optional_text_of(value: schema_parts.TextData | None) -> Text | None:
    return None if value is None else text_of(value)


def _tier_of(value: data.TierData, sources: Mapping[str, Source]) -> Tier:
    return Tier(
        tier=value.tier,
        title=text_of(value.title),
        aim=text_of(value.aim),
        source=sources[value.source],
        certainty=value.certainty,
    )


def _fact_of(value: fact_schema.FactData) -> FactDefinition:
    return FactDefinition(
        name=value.name,
        title=text_of(value.title),
        type=type_of(value.type),
        unit=_optional_text_of(value.unit),
        comes_from=text_of(value.comes_from),
        evidence=tuple(value.evidence),
        specification=value.type.model_dump(mode="json", exclude_defaults=True),
    )


def _derived_of(value: fact_schema.DerivedData) -> DerivedFact:
    return DerivedFact(
        name=value.name,
        title=text_of(value.title),
        derivation=value.by,
        from_fact=value.from_fact,
    )


def type_of(value: fact_schema.TypeData) -> fact_types.FactType:  # noqa: PLR0911 - one return a type
    """Make a fact's type."""
    marks = {"nullable": value.nullable, "optional": value.optional}
    match value:
        case fact_schema.IntegerData(minimum=minimum, maximum=maximum):
            return fact_types.IntegerType(minimum=minimum, maximum=maximum, **marks)
        case fact_schema.DecimalData(minimum=minimum, maximum=maximum, places=places):
            return fact_types.DecimalType(minimum=minimum, maximum=maximum, places=places, **marks)
        case fact_schema.BooleanData():
            return fact_types.BooleanType(**marks)
        case fact_schema.TextTypeData(maximum_length=length):
            return fact_types.TextType(maximum_length=length, **marks)
        case fact_schema.DateData():
            return fact_types.DateType(**marks)
        case fact_schema.ChoiceData(values=values):
            return fact_types.ChoiceType(values=tuple(values), **marks)
        case fact_schema.RecordData(fields=fields):
            typed = {name: type_of(one) for name, one in fields.items()}
            return fact_types.RecordType(fields=typed, **marks)
        case fact_schema.ListData(items=items, maximum_items=most):
            return fact_types.ListType(items=type_of(items), maximum_items=most, **marks)
        case fact_schema.MapData(values=values, maximum_items=most):
            return fact_types.MapType(values=type_of(values), maximum_items=most, **marks)


def _reasons_of(value: data.ReasonsData) -> Reasons:
    return {
        Finding.MET: text_of(value.met),
        Finding.NOT_MET: text_of(value.not_met),
        Finding.UNPROVEN: text_of(value.unknown),
    }


def _wording_of(value: data.WordingFile) -> Wording:
    return Wording(
        judged=text_of(value.judged),
        gaps=Gaps(
            not_met=text_of(value.gaps.not_met),
            in_principle=text_of(value.gaps.in_principle),
            unproven=text_of(value.gaps.unknown),
        ),
    )


def _scene_guide_of(value: data.ScenesFile) -> SceneGuide:
    return SceneGuide(
        title=text_of(value.title),
        document_number=value.document_number,
        official_url=value.official_url,
        official_read=value.official_read,
        note=text_of(value.note),
        stages={
            stage.name: GuideStage(
                number=stage.number,
                name=Text(zh=stage.name, en=stage.en),
                element_stage=stage.element_stage,
                certainty=stage.certainty,
            )
            for stage in value.stages
        },
        scenes=None
        if value.scenes is None
        else {one.number: _scene_of(one) for one in value.scenes},
    )


def _scene_of(value: data.SceneData) -> Scene:
    return Scene(
        number=value.number,
        name=text_of(value.name),
        guide_stage=value.guide_stage,
        certainty=value.certainty,
        description=text_of(value.description),
        description_basis=value.description_basis,
    )
