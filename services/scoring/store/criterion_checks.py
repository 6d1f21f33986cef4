"""Holds each criterion, of an edition or of a round, against the parts that it names."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress

from services.scoring.domain.edition import Kind
from services.scoring.store import bundle_schema as data
from services.scoring.store.bundle import Bundle, PartNotRead, bundle_fault
from services.scoring.store.bundle_conversion import type_of
from services.scoring.store.check_rules import faults_of_check, faults_of_reasons
from services.scoring.store.fact_sorts import FactSort, sorts_of, sorts_of_derivation
from shared.errors import Fault


def faults_of_names(bundle: Bundle, file: str) -> Iterator[Fault]:
    """Find sources and tiers that do not exist, and criteria that stand twice for a tier."""
    tiers = bundle.names("criteria.yaml", "tiers", "tier")
    seen: set[tuple[str, str]] = set()
    for position, one in bundle.criteria_in(file):
        here = f"/criteria/{position}"
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
    for position, one in bundle.criteria_in(file):
        yield from faults_of_source(bundle, f"/criteria/{position}/source", one.source)


def faults_of_checks(bundle: Bundle, file: str) -> Iterator[Fault]:
    """Find facts and stages that a check names and that do not exist or do not fit."""
    sorts = _sorts(bundle)
    stages = bundle.names("edition.yaml", "element_stages")
    for position, one in bundle.criteria_in(file):
        for field, check in (("check", one.check), ("only_when", one.only_when)):
            if check is not None:
                here = f"/criteria/{position}/{field}"
                yield from faults_of_check(here, check, sorts, stages)


def faults_of_kinds(bundle: Bundle, file: str) -> Iterator[Fault]:
    """Find criteria that cannot be decided as their kind says, or that nothing explains."""
    for position, one in bundle.criteria_in(file):
        yield from _faults_of_kind(f"/criteria/{position}", one)
    explained = bundle.names("wording.yaml", "reasons")
    for position, one in bundle.criteria_in(file):
        yield from _faults_of_sentences(f"/criteria/{position}", one, explained)


def faults_of_source(bundle: Bundle, here: str, source: str) -> Iterator[Fault]:
    """Find a source that the edition does not list."""
    if source not in bundle.names("edition.yaml", "sources"):
        yield bundle_fault(here, "source-unknown", "没有此来源", "is not a source of the edition")


def _sorts(bundle: Bundle) -> Mapping[str, AbstractSet[FactSort]]:
    """Say what each fact can be read as; one that is not of its form could be anything."""
    names = bundle.names("facts.yaml", "facts") | bundle.names("facts.yaml", "derived")
    known: dict[str, AbstractSet[FactSort]] = {
        one.name: sorts_of(type_of(one.type)) for one in bundle.facts_of_form()
    }
    with suppress(PartNotRead):  # what is wrong with the file is told
        known |= {one.name: sorts_of_derivation(one.by) for one in bundle.facts.derived}
    return {name: known.get(name, frozenset(FactSort)) for name in names}


def _faults_of_kind(here: str, one: data.CriterionData) -> Iterator[Fault]:
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


def _faults_of_sentences(
    here: str, one: data.CriterionData, explained: AbstractSet[str]
) -> Iterator[Fault]:
    if one.check is not None and one.reasons is None and one.check.op not in explained:
        yield bundle_fault(
            here, "reasons-missing", "缺少说明文字", "no sentences explain its check"
        )
    if one.only_when is not None and one.only_when.op not in explained:
        yield bundle_fault(
            f"{here}/only_when",
            "reasons-missing",
            "缺少说明文字",
            "no sentences explain why it does not apply",
        )
