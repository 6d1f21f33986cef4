"""Shows editions in the bodies of the contract."""

from services.scoring.domain.checks import Check, facts_read_by
from services.scoring.domain.edition import Conditions, Criterion, Edition, Tier
from services.scoring.domain.edition_life import EditionState
from services.scoring.domain.facts import FactDefinition
from services.scoring.domain.provenance import Source
from services.scoring.domain.scenes import Scene, SceneGuide
from shared.contracts import editions as contract
from shared.contracts.verdicts import LocalisedText, SourceReference
from shared.text import Text


def shown_summary(
    edition: Edition, state: EditionState = EditionState.PUBLISHED, *, shipped: bool
) -> contract.EditionSummary:
    """Show an edition in a list."""
    return contract.EditionSummary(
        edition_id=edition.edition_id,
        title=_text(edition.title),
        document_number=edition.document_number,
        official_url=edition.official_url,
        official_read=edition.official_read,
        partial=edition.is_partial,
        status=edition.status.value,
        state=state.value,
        shipped=shipped,
        note=_text(edition.note),
        content_sha256=edition.content_hash.sha256,
        content_sm3=edition.content_hash.sm3,
    )


def shown_edition(
    edition: Edition, state: EditionState = EditionState.PUBLISHED, *, shipped: bool
) -> contract.Edition:
    """Show an edition whole."""
    return contract.Edition(
        **shown_summary(edition, state, shipped=shipped).model_dump(exclude={"title", "note"}),
        title=_text(edition.title),
        note=_text(edition.note),
        tiers=[_shown_tier(tier, edition) for tier in edition.tiers.values()],
        criteria=[_shown_criterion(one, edition) for one in edition.criteria],
        rounds=[_shown_conditions(one, edition) for one in edition.conditions.values()],
    )


def shown_scene_guide(edition: Edition) -> contract.SceneGuide:
    """Show an edition's scene guide."""
    guide = edition.scene_guide
    return contract.SceneGuide(
        edition_id=edition.edition_id,
        title=_text(guide.title),
        document_number=guide.document_number,
        official_url=guide.official_url,
        official_read=guide.official_read,
        note=_text(guide.note),
        stages=[
            contract.GuideStage(
                number=stage.number,
                name=_text(stage.name),
                element_stage=stage.element_stage,
                certainty=stage.certainty.value,
            )
            for stage in guide.stages.values()
        ],
        scenes=(
            None
            if guide.scenes is None
            else [_shown_scene(scene, guide) for scene in guide.scenes.values()]
        ),
    )


def _shown_scene(scene: Scene, guide: SceneGuide) -> contract.Scene:
    return contract.Scene(
        number=scene.number,
        name=_text(scene.name),
        guide_stage=scene.guide_stage,
        element_stage=guide.stages[scene.guide_stage].element_stage,
        certainty=scene.certainty.value,
        description=_text(scene.description),
        description_basis=scene.description_basis.value,
    )


def shown_facts(edition: Edition) -> contract.FactCatalogue:
    """Show an edition's fact catalogue."""
    return contract.FactCatalogue(
        edition_id=edition.edition_id,
        facts=[_shown_fact(one, edition) for one in edition.facts.values()],
    )


def _shown_fact(fact: FactDefinition, edition: Edition) -> contract.FactDefinition:
    return contract.FactDefinition.model_validate(
        {
            "name": fact.name,
            "title": _text(fact.title),
            "type": fact.specification["kind"],
            "specification": fact.specification,
            "unit": None if fact.unit is None else _text(fact.unit),
            "comes_from": _text(fact.comes_from),
            "evidence": [
                {"kind": kind, "title": _text(edition.evidence_kinds[kind])}
                for kind in fact.evidence
            ],
        }
    )


def _shown_tier(tier: Tier, edition: Edition) -> contract.TierDefinition:
    return contract.TierDefinition(
        tier=tier.tier,
        title=_text(tier.title),
        aim=_text(tier.aim),
        source=_source(tier.source),
        certainty=tier.certainty.value,
        criteria=[one.criterion_id for one in edition.criteria_of(tier.tier, None)],
    )


def _shown_criterion(one: Criterion, edition: Edition) -> contract.CriterionDefinition:
    return contract.CriterionDefinition(
        criterion_id=one.criterion_id,
        tiers=list(one.tiers),
        kind=one.kind.value,
        title=_text(one.title),
        requirement=_text(one.requirement),
        clause=_text(one.clause),
        source=_source(one.source),
        certainty=one.certainty.value,
        note=None if one.note is None else _text(one.note),
        facts=_shown_references(one.check, edition),
        facts_of_condition=_shown_references(one.only_when, edition),
    )


def _shown_references(check: Check | None, edition: Edition) -> list[contract.FactReference]:
    """Show what a caller has to state for a check: what is computed stands for what it comes from."""
    read = facts_read_by(check) if check is not None else ()
    stated = dict.fromkeys(edition.stated_fact(name) for name in read)
    return [
        contract.FactReference(
            name=name,
            title=_text(edition.facts[name].title),
            comes_from=_text(edition.facts[name].comes_from),
        )
        for name in stated
    ]


def _shown_conditions(conditions: Conditions, edition: Edition) -> contract.RoundConditions:
    return contract.RoundConditions(
        round_id=conditions.round_id,
        title=_text(conditions.title),
        document_number=conditions.document_number,
        official_url=conditions.official_url,
        note=None if conditions.note is None else _text(conditions.note),
        content_sha256=conditions.content_hash.sha256,
        content_sm3=conditions.content_hash.sm3,
        tiers=[
            contract.RoundTier(
                tier=tier,
                criteria=[one.criterion_id for one in conditions.criteria if tier in one.tiers],
            )
            for tier in edition.tiers
            if edition.is_opened(tier, conditions.round_id)
        ],
        criteria=[_shown_criterion(one, edition) for one in conditions.criteria],
    )


def _text(text: Text) -> LocalisedText:
    return LocalisedText(zh=text.zh, en=text.en)


def _source(source: Source) -> SourceReference:
    return SourceReference(title=source.title, url=source.url)
