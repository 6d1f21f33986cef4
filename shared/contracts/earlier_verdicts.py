"""Verdicts in the forms that were written before all tiers were told in full.

Only records have them: what was hashed is never written again. ``tests/scoring/records/`` holds one of each form.
"""

from typing import Literal

from pydantic import JsonValue

from shared.contracts.verdicts import (
    Body,
    Certainty,
    Count,
    Gap,
    Kind,
    LeftToAPerson,
    LocalisedText,
    Name,
    Outcome,
    Sha256,
    SourceReference,
)


class EarlierCriterionVerdict(Body):
    """一条条件的结果（较早形式）：unknown 即今之 unproven · One criterion, when `unproven` was called `unknown`."""

    criterion_id: Name
    kind: Kind
    title: LocalisedText
    result: Literal["met", "not-met", "unknown", "to-be-judged", "informative", "not-applicable"]
    value: JsonValue
    requirement: LocalisedText
    clause: LocalisedText
    source: SourceReference
    certainty: Certainty
    reason: LocalisedText


class EarlierTierOutcome(Body):
    """一个等级的结果（较早形式，仅列条件编号） · One tier by the ids of its criteria; those not named are met or informative."""

    tier: Name
    outcome: Outcome
    left_to_a_person: LeftToAPerson
    not_met: list[Name]
    unknown: list[Name]
    to_be_judged: list[Name]
    not_applicable: list[Name]


class EarlierNextTier(Body):
    """上一等级尚缺什么（较早形式） · The tier above, and what was found missing for it."""

    tier: Name
    gaps: list[Gap]


class EarlierVerdict(Body):
    """较早记录的核验结果，按当时的形式原样保存 · A verdict of an earlier record, as it was hashed.

    最早的记录没有 tiers 和 next_tier。 · The first records have no tiers and no next_tier.
    """

    edition_id: Name
    edition_hash: Sha256
    round_id: Name | None
    conditions_hash: Sha256 | None
    tier: Name
    outcome: Outcome
    left_to_a_person: LeftToAPerson
    criteria: list[EarlierCriterionVerdict]
    gaps: list[Gap]
    scenes_built: Count | None
    scenes_with_ai: Count | None
    tiers: list[EarlierTierOutcome] | None = None
    next_tier: EarlierNextTier | None = None
