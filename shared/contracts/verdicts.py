"""The bodies of verdicts: what the scoring service found, for every tier and criterion by criterion.

They are kept as they are hashed. A change of their form leaves the old one in
``shared.contracts.earlier_verdicts``, because records of it stay and must be read.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Count = Annotated[int, Field(ge=0)]

Kind = Annotated[
    Literal["required", "in-principle", "judged", "informative"],
    Field(
        description="由谁判定：required 由机器判定并计入总体结果；in-principle（原则上）由机器判定，人员可说明理由予以放宽；"
        "judged 始终由人员判断；informative 仅供参考，不计入任何结果 · who decides: required is the machine's and makes "
        "the outcome; in-principle is the machine's, and a person may waive it with a reason; judged is always a "
        "person's; informative counts for nothing"
    ),
]
Result = Annotated[
    Literal["met", "not-met", "unproven", "to-be-judged", "not-applicable", "informative"],
    Field(
        description="met 满足；not-met 不满足；unproven 未证实（所需事实未提供，不等于不满足）；to-be-judged 待人员判断；"
        "not-applicable 不适用；informative 仅供参考 · unproven says that a fact is missing, which is not the same as "
        "not-met; informative is shown and counts for nothing"
    ),
]
Outcome = Literal["met", "not-met", "incomplete", "not-covered"]
Standing = Annotated[
    Literal["open", "not-in-round", "not-in-edition"],
    Field(
        description="open 本批次（未指明批次时为该版次）有此等级；not-in-round 本批次不开放此等级，仍按版次列出，仅供参考；"
        "not-in-edition 该版次没有此等级，outcome 为 not-covered 且无条件 · open: the round, or the edition when none is named, "
        "has the tier; not-in-round: the round does not open it, and it is told under the edition for orientation; "
        "not-in-edition: the edition does not have it, so outcome is not-covered and criteria are empty"
    ),
]
Certainty = Annotated[
    Literal["seen-in-official-text", "seen-in-secondary-source", "inferred", "from-memory"],
    Field(
        description="确信程度：见于官方文本、见于二手资料、推断、凭记忆 · how sure the statement is; only "
        "seen-in-official-text was read in an official text"
    ),
]
LeftToAPerson = Annotated[
    int,
    Field(
        ge=0,
        description="须由人员决定的条数：待判断的，以及原则上应满足而未显示满足的 · how many criteria a person has to "
        "decide: those to be judged, and those that hold in principle and are not shown",
    ),
]

#: Written as the service answers its documented example, so that no reader is shown a made-up clause.
_EXAMPLE_CRITERION: dict[str, JsonValue] = {
    "criterion_id": "ai-scene-share",
    "kind": "judged",
    "title": {"zh": "人工智能场景比例", "en": "Share of scenes using AI"},
    "result": "to-be-judged",
    "value": {"scenes_with_ai": 1, "scenes_built": 2, "share": "1/2"},
    "requirement": {
        "zh": "应用人工智能技术的场景比例不低于 20%。",
        "en": "The share of scenes using AI is not below 20 %.",
    },
    "clause": {
        "zh": "要素条件（2025年版）·建设要求·人工智能应用",
        "en": "Element conditions (2025), construction requirements, use of AI",
    },
    "source": {
        "title": "news.jihuacai.com 对要素条件的转述",
        "url": "https://news.jihuacai.com/html/keji/467.html",
    },
    "certainty": "seen-in-secondary-source",
    "reason": {
        "zh": "已建 2 个场景，其中 1 个应用人工智能，即 1/2；按此口径不低于 20%。须由人员判断。",
        "en": "1 of 2 scenes built use AI, which is 1/2; counted this way, not below 20 %. "
        "A person has to judge this.",
    },
}
_EXAMPLE_GAP: dict[str, JsonValue] = {
    "criterion_id": "br-5-maturity",
    "message": {
        "zh": "智能制造能力成熟度：智能制造能力成熟度等级为 2，未达到 3。"
        "要求：智能制造能力成熟度（GB/T 39116-2020）达到三级及以上。",
        "en": "Smart manufacturing maturity: Smart manufacturing maturity level is 2, which "
        "does not reach 3. Required: Smart manufacturing maturity (GB/T 39116-2020) is "
        "level 3 or higher.",
    },
}


class Body(BaseModel):
    """What all bodies share: nothing unknown is taken, nothing is converted, nothing changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LocalisedText(Body):
    """中英文文本 · One text in Chinese and in English."""

    zh: str
    en: str


class SourceReference(Body):
    """出处 · The document in which a clause was read; official or not is told by the certainty."""

    title: str
    url: str | None


class CriterionVerdict(Body):
    """一条条件的结果：结论、所用的值、要求、条款与出处 · One criterion: what was found, on which value, under which clause."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_CRITERION]})

    criterion_id: Name
    kind: Kind
    title: LocalisedText
    result: Result
    value: JsonValue = Field(
        description="所用的值；条件不适用时为使其不适用的值；未知时为空。小数和分数为字符串；比例同时给出两个计数和约分后的"
        "精确分数 · the value used, or the one that kept the criterion from applying; null when it is not known. Decimals "
        "and fractions are strings; a share is told with both its counts and as an exact fraction in lowest terms"
    )
    requirement: LocalisedText = Field(
        description="要求，系转述，不是官方原文 · what is asked, restated and not the official wording"
    )
    clause: LocalisedText = Field(description="条款 · where in the document it stands")
    source: SourceReference
    certainty: Certainty
    reason: LocalisedText = Field(description="理由 · why it came out so")


class Gap(Body):
    """差距 · What is missing or not reached, as a sentence for the applicant; persons judge the rest."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_GAP]})

    criterion_id: Name
    message: LocalisedText


class TierVerdict(Body):
    """一个等级的核验结果，从不是认定 · What was found for one tier; it is never a recognition."""

    tier: Name
    standing: Standing
    outcome: Outcome = Field(
        description="可由机器核验的必要条件：met 均满足，not-met 有不满足，incomplete 有未证实；not-covered 该版次没有此等级，"
        "未作核验 · over the machine-checkable required criteria alone: met when all are, not-met when one is not, "
        "incomplete while one is unproven; not-covered when the edition does not have the tier, so that nothing was checked"
    )
    left_to_a_person: LeftToAPerson
    criteria: list[CriterionVerdict] = Field(
        description="全部条件：版次的在前，批次附加的在后 · all criteria, the edition's first and then the round's"
    )
    gaps: list[Gap] = Field(
        description="距该等级尚缺什么：机器核验未满足或未证实的，以及供人员判断的数字未达到或缺少的；后者不影响 outcome · what is missing "
        "for the tier: what the machine found not met or unproven, and figures for a person that fall short or are "
        "missing; the latter never enter the outcome"
    )


class NextTier(Body):
    """上一等级尚缺什么 · The tier above the one asked for, and what is missing for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"tier": "excellent", "standing": "open", "gaps": [_EXAMPLE_GAP]}]
        }
    )

    tier: Name
    standing: Standing
    gaps: list[Gap]


class Verdict(TierVerdict):
    """核验结果：所问等级列于首层，各等级均完整列于 tiers · The tier that was asked for, and every tier in `tiers`.

    机器只说明核验所见，从不作出认定。 · It says what the machine found and recognises nothing.
    """

    edition_id: Name
    edition_hash: Sha256 = Field(description="版次内容的摘要值 · digest of the edition's content")
    round_id: Name | None
    conditions_hash: Sha256 | None = Field(
        description="批次附加条件的摘要值；未指明批次时为空 · digest of the round's own conditions, when a round is named"
    )
    scenes_built: Count | None = Field(
        description="已建成场景数；未知时为空 · scenes built; null when they are not known"
    )
    scenes_with_ai: Count | None = Field(
        description="其中应用人工智能的场景数；未知时为空 · those that use AI; null when they are not known"
    )
    tiers: list[TierVerdict] = Field(
        description="梯度培育的全部等级，由低到高，按同样的事实，各自完整；包括所问的等级 · all tiers of the scheme from the "
        "lowest up, on the same facts and each in full, the one asked for among them"
    )
    next_tier: NextTier | None = Field(
        description="上一等级；已是最高等级时为空；该版次没有时 standing 为 not-in-edition。其各条结果见 tiers · the tier above, null for the highest; its criteria "
        "stand in tiers"
    )
