"""Holds the parts of an edition against each other: what one part names, another must have.

A check that needs a file which could not be read is left out; all others are made. Runs when a service
starts and when a bundle is imported, so that no request ever meets a criterion that reads a fact which does not
exist, a scene under a stage which does not, or a sentence with a hole that nothing fills.
"""

from collections.abc import Iterable, Iterator, Sequence

from services.scoring.domain.edition import Kind
from services.scoring.domain.explanation import GAP_PLACEHOLDERS
from services.scoring.domain.tiers import TIERS
from services.scoring.store import bundle_schema as data
from services.scoring.store.bundle import Bundle, PartNotRead, bundle_fault
from services.scoring.store.bundle_conversion import type_of
from services.scoring.store.check_rules import faults_of_reasons, faults_of_sentence, repeated
from services.scoring.store.criterion_checks import (
    faults_of_checks,
    faults_of_kinds,
    faults_of_names,
    faults_of_source,
)
from services.scoring.store.fact_sorts import stages_offered
from shared.errors import Fault


def faults_between_parts(bundle: Bundle, name: str | None) -> Iterator[tuple[str, Fault]]:
    """Find everything in which the files of one edition do not agree, file by file.

    ``name`` is the edition's id as its folder has it; None when it comes without a folder.
    """
    parts: list[tuple[str, Iterable[Fault]]] = [
        ("edition.yaml", _faults_of_edition(bundle, name)),
        ("facts.yaml", _faults_of_facts(bundle)),
        ("facts.yaml", _faults_of_derived(bundle)),
        ("scenes.yaml", _faults_of_scenes(bundle)),
        ("scenes.yaml", _faults_of_mapping(bundle)),
        ("wording.yaml", _faults_of_wording(bundle)),
        ("criteria.yaml", _faults_of_tiers(bundle)),
        ("criteria.yaml", _faults_of_tier_sources(bundle)),
        *_faults_of_entries(bundle, "criteria.yaml"),
    ]
    for file, conditions in bundle.conditions.items():
        parts.append((file, _faults_of_conditions(bundle, file, conditions)))
        parts.extend(_faults_of_entries(bundle, file))
    for file, faults in parts:
        for fault in _as_far_as_read(faults):
            yield file, fault


def _faults_of_entries(bundle: Bundle, file: str) -> list[tuple[str, Iterable[Fault]]]:
    checks = (faults_of_names, faults_of_kinds, faults_of_checks)
    return [(file, check(bundle, file)) for check in checks]


def _as_far_as_read(faults: Iterable[Fault]) -> Iterator[Fault]:
    try:
        yield from faults
    except PartNotRead:
        return


def _faults_of_edition(bundle: Bundle, name: str | None) -> Iterator[Fault]:
    if name not in (None, bundle.edition.edition_id):
        yield bundle_fault(
            "/edition_id", "name-differs", "与文件夹名不同", "differs from the folder's name"
        )
    yield from repeated("/element_stages", [one.name for one in bundle.edition.element_stages])


def _faults_of_facts(bundle: Bundle) -> Iterator[Fault]:
    names = [one.name for one in bundle.facts.facts]
    yield from repeated("/facts", names)
    yield from repeated(
        "/derived", [*names, *(one.name for one in bundle.facts.derived)], skip=len(names)
    )
    yield from repeated("/derived", [one.by for one in bundle.facts.derived])
    kinds = [one.kind for one in bundle.facts.evidence_kinds]
    yield from repeated("/evidence_kinds", kinds)
    for position, one in enumerate(bundle.facts.facts):
        for place, kind in enumerate(one.evidence):
            if kind not in kinds:
                yield bundle_fault(
                    f"/facts/{position}/evidence/{place}",
                    "evidence-unknown",
                    "没有此种佐证材料",
                    "is not a kind of evidence of this file",
                )


def _faults_of_derived(bundle: Bundle) -> Iterator[Fault]:
    types = {one.name: type_of(one.type) for one in bundle.facts.facts}
    stages = {stage.name for stage in bundle.scenes.stages}
    for position, one in enumerate(bundle.facts.derived):
        source = types.get(one.from_fact)
        here = f"/derived/{position}/from"
        if source is None:
            yield bundle_fault(here, "fact-unknown", "没有此事实", "is not a fact of the catalogue")
        elif (offered := stages_offered(source)) is None:
            yield bundle_fault(here, "not-scenes", "不是场景列表", "is not a list of scenes")
        elif offered != stages:
            yield bundle_fault(
                here,
                "stages-differ",
                "其 guide_stage 的取值与场景指引的环节不同",
                "offers other guide stages than the scene guide has",
            )


def _faults_of_scenes(bundle: Bundle) -> Iterator[Fault]:
    stages = [one.name for one in bundle.scenes.stages]
    yield from repeated("/stages", stages)
    scenes = bundle.scenes.scenes or []
    yield from repeated("/scenes", [one.number for one in scenes])
    for position, scene in enumerate(scenes):
        if scene.guide_stage not in stages:
            yield bundle_fault(
                f"/scenes/{position}/guide_stage",
                "stage-unknown",
                "没有此指引环节",
                "is not a stage of the guide",
            )


def _faults_of_mapping(bundle: Bundle) -> Iterator[Fault]:
    element_stages = {one.name for one in bundle.edition.element_stages}
    for position, stage in enumerate(bundle.scenes.stages):
        if stage.element_stage not in element_stages:
            yield bundle_fault(
                f"/stages/{position}/element_stage",
                "stage-unknown",
                "没有此要素环节",
                "is not an element stage of the edition",
            )


def _faults_of_wording(bundle: Bundle) -> Iterator[Fault]:
    wording = bundle.wording
    for op, reasons in wording.reasons.items():
        yield from faults_of_reasons(f"/reasons/{op}", reasons, op)
    yield from faults_of_sentence("/judged", wording.judged, frozenset())
    gaps = wording.gaps
    for name, sentence in (
        ("not-met", gaps.not_met),
        ("in-principle", gaps.in_principle),
        ("unknown", gaps.unknown),
    ):
        yield from faults_of_sentence(f"/gaps/{name}", sentence, GAP_PLACEHOLDERS)


def _faults_of_tiers(bundle: Bundle) -> Iterator[Fault]:
    tiers = bundle.criteria.tiers
    yield from repeated("/tiers", [one.tier for one in tiers])
    yield from _faults_of_order([one.tier for one in tiers])
    decided = {
        tier for one in bundle.criteria.criteria if one.kind is Kind.REQUIRED for tier in one.tiers
    }
    for position, one in enumerate(tiers):
        if one.tier not in decided:
            # Without one, every outcome would be "met" on no ground at all.
            yield bundle_fault(
                f"/tiers/{position}",
                "nothing-required",
                "该等级没有机器可判定的必要条件",
                "no criterion of this tier is required",
            )


def _faults_of_tier_sources(bundle: Bundle) -> Iterator[Fault]:
    for position, one in enumerate(bundle.criteria.tiers):
        yield from faults_of_source(bundle, f"/tiers/{position}/source", one.source)


def _faults_of_order(tiers: Sequence[str]) -> Iterator[Fault]:
    places = [TIERS.index(tier) if tier in TIERS else None for tier in tiers]
    for position, place in enumerate(places):
        if place is None:
            yield bundle_fault(
                f"/tiers/{position}/tier",
                "tier-not-of-scheme",
                "不是梯度培育的等级",
                "is not a tier of the scheme",
            )
        elif any(other is not None and other > place for other in places[:position]):
            yield bundle_fault(
                f"/tiers/{position}/tier",
                "tier-out-of-order",
                "等级须由低到高排列",
                "stands after a higher tier",
            )


def _faults_of_conditions(
    bundle: Bundle, name: str, conditions: data.ConditionsFile
) -> Iterator[Fault]:
    if name != f"conditions-{conditions.round_id}.yaml":
        yield bundle_fault(
            "/round_id", "name-differs", "与文件名不同", "differs from the file's name"
        )
    yield from repeated("/tiers", conditions.tiers or [])
    known = {one.tier for one in bundle.criteria.tiers}
    for position, tier in enumerate(conditions.tiers or []):
        if tier not in known:
            yield bundle_fault(f"/tiers/{position}", "tier-unknown", "没有此等级", "is no tier")
    own = {(tier, one.id) for one in bundle.criteria.criteria for tier in one.tiers}
    for position, one in enumerate(conditions.criteria):
        if any((tier, one.id) in own for tier in one.tiers):
            yield bundle_fault(
                f"/criteria/{position}/id",
                "repeated",
                "与版次的条件重名",
                "is a criterion of the edition",
            )
