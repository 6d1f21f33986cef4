"""Holds the parts of an edition against each other: what one part names, another must have.

Runs when a service starts, so that no request ever meets a criterion that reads a fact which does not
exist, a scene under a stage which does not, or a sentence with a hole that nothing fills.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from services.scoring.domain.edition import Kind
from services.scoring.domain.explanation import GAP_PLACEHOLDERS
from services.scoring.domain.tiers import TIERS
from services.scoring.store import bundle_schema as data
from services.scoring.store.bundle import Bundle, BundleFault, bundle_fault
from services.scoring.store.bundle_conversion import type_of
from services.scoring.store.check_rules import (
    faults_of_check,
    faults_of_reasons,
    faults_of_sentence,
)
from services.scoring.store.fact_sorts import sorts_of, sorts_of_derivation, stages_offered
from shared.errors import Fault


def faults_between_parts(bundle: Bundle, folder: str) -> list[BundleFault]:
    """Find everything in which the files of one edition do not agree."""
    parts: list[tuple[str, Iterable[Fault]]] = [
        ("edition.yaml", _faults_of_edition(bundle, folder)),
        ("facts.yaml", _faults_of_facts(bundle)),
        ("scenes.yaml", _faults_of_scenes(bundle)),
        ("wording.yaml", _faults_of_wording(bundle.wording)),
        ("criteria.yaml", _faults_of_tiers(bundle)),
        ("criteria.yaml", _faults_of_criteria(bundle, bundle.criteria.criteria)),
    ]
    for name, conditions in bundle.conditions.items():
        parts.append((name, _faults_of_conditions(bundle, name, conditions)))
        parts.append((name, _faults_of_criteria(bundle, conditions.criteria)))
    return [
        BundleFault(file=f"{folder}/{name}", fault=fault)
        for name, faults in parts
        for fault in faults
    ]


def _faults_of_edition(bundle: Bundle, folder: str) -> Iterator[Fault]:
    if bundle.edition.edition_id != folder:
        yield bundle_fault(
            "/edition_id", "name-differs", "与文件夹名不同", "differs from the folder's name"
        )
    yield from _repeated("/element_stages", [one.name for one in bundle.edition.element_stages])


def _faults_of_facts(bundle: Bundle) -> Iterator[Fault]:
    names = [one.name for one in bundle.facts.facts]
    yield from _repeated("/facts", names)
    yield from _repeated(
        "/derived", [*names, *(one.name for one in bundle.facts.derived)], skip=len(names)
    )
    yield from _repeated("/derived", [one.by for one in bundle.facts.derived])
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
    element_stages = {one.name for one in bundle.edition.element_stages}
    stages = [one.name for one in bundle.scenes.stages]
    yield from _repeated("/stages", stages)
    scenes = bundle.scenes.scenes or []
    yield from _repeated("/scenes", [one.number for one in scenes])
    for position, stage in enumerate(bundle.scenes.stages):
        if stage.element_stage not in element_stages:
            yield bundle_fault(
                f"/stages/{position}/element_stage",
                "stage-unknown",
                "没有此要素环节",
                "is not an element stage of the edition",
            )
    for position, scene in enumerate(scenes):
        if scene.guide_stage not in stages:
            yield bundle_fault(
                f"/scenes/{position}/guide_stage",
                "stage-unknown",
                "没有此指引环节",
                "is not a stage of the guide",
            )


def _faults_of_wording(wording: data.WordingFile) -> Iterator[Fault]:
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
    yield from _repeated("/tiers", [one.tier for one in tiers])
    yield from _faults_of_order([one.tier for one in tiers])
    decided = {
        tier for one in bundle.criteria.criteria if one.kind is Kind.REQUIRED for tier in one.tiers
    }
    for position, one in enumerate(tiers):
        yield from _faults_of_source(bundle, f"/tiers/{position}/source", one.source)
        if one.tier not in decided:
            # Without one, every outcome would be "met" on no ground at all.
            yield bundle_fault(
                f"/tiers/{position}",
                "nothing-required",
                "该等级没有机器可判定的必要条件",
                "no criterion of this tier is required",
            )


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
    yield from _repeated("/tiers", conditions.tiers or [])
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


def _faults_of_criteria(bundle: Bundle, criteria: list[data.CriterionData]) -> Iterator[Fault]:
    tiers = {one.tier for one in bundle.criteria.tiers}
    sorts = {one.name: sorts_of(type_of(one.type)) for one in bundle.facts.facts}
    sorts |= {one.name: sorts_of_derivation(one.by) for one in bundle.facts.derived}
    stages = {one.name for one in bundle.edition.element_stages}
    seen: set[tuple[str, str]] = set()
    for position, one in enumerate(criteria):
        here = f"/criteria/{position}"
        yield from _faults_of_source(bundle, f"{here}/source", one.source)
        for place, tier in enumerate(one.tiers):
            if tier not in tiers:
                yield bundle_fault(
                    f"{here}/tiers/{place}", "tier-unknown", "没有此等级", "is no tier"
                )
            elif (tier, one.id) in seen:
                yield bundle_fault(
                    f"{here}/id", "repeated", f"{tier} 已有此条件", f"stands twice for {tier}"
                )
            seen.add((tier, one.id))
        for field, check in (("check", one.check), ("only_when", one.only_when)):
            if check is not None:
                yield from faults_of_check(f"{here}/{field}", check, sorts, stages)
        yield from _faults_of_kind(here, one, bundle.wording)


def _faults_of_kind(
    here: str, one: data.CriterionData, wording: data.WordingFile
) -> Iterator[Fault]:
    if one.check is None:
        if one.kind is not Kind.JUDGED:
            yield bundle_fault(
                here,
                "check-missing",
                "机器判定的条件须有 check",
                "the machine cannot decide it without a check",
            )
        if one.reasons is not None:
            yield bundle_fault(
                f"{here}/reasons", "check-missing", "没有 check", "there is no check"
            )
    elif one.reasons is not None:
        yield from faults_of_reasons(f"{here}/reasons", one.reasons, one.check.op)
    elif one.check.op not in wording.reasons:
        yield bundle_fault(
            here, "reasons-missing", "缺少说明文字", "no sentences explain its check"
        )
    if one.only_when is not None and one.only_when.op not in wording.reasons:
        yield bundle_fault(
            f"{here}/only_when",
            "reasons-missing",
            "缺少说明文字",
            "no sentences explain why it does not apply",
        )


def _faults_of_source(bundle: Bundle, here: str, source: str) -> Iterator[Fault]:
    if source not in bundle.edition.sources:
        yield bundle_fault(here, "source-unknown", "没有此来源", "is not a source of the edition")


def _repeated(here: str, values: Sequence[Hashable], *, skip: int = 0) -> Iterator[Fault]:
    """Name what stands twice; places are counted after the ones to skip."""
    for position, value in enumerate(values):
        if position >= skip and value in values[:position]:
            yield bundle_fault(f"{here}/{position - skip}", "repeated", "重复", "stands twice")
