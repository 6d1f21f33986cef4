"""The bodies in which the scoring service shows its editions, their scene guides and their facts.

What stands in an edition is its data; nothing here knows a tier, a scene or a threshold.
"""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from shared.contracts.scoring import Sm3
from shared.contracts.verdicts import (
    Body,
    Certainty,
    Kind,
    LocalisedText,
    Name,
    Sha256,
    SourceReference,
    Verdict,
)

_EXAMPLE_FACT: dict[str, JsonValue] = {
    "name": "maturity_level",
    "title": {"zh": "智能制造能力成熟度等级", "en": "Smart manufacturing maturity level"},
    "comes_from": {
        "zh": "申报书第二部分·成熟度自评估报告",
        "en": "Form part 2, maturity self-assessment report",
    },
}

EditionState = Literal[
    "draft", "publication-requested", "published", "retirement-requested", "retired"
]


class DryRun(Verdict):
    """试算结果，不保存 · The answer of an evaluation, which is stored nowhere."""

    edition_state: EditionState = Field(
        default="published",
        description="版次的状态；草稿的结果随草稿改变，不可引用 · where the edition stands; what comes of a draft changes with "
        "it and is not to be cited",
    )


class EditionSummary(Body):
    """版次摘要 · One edition of the criteria, named and content-hashed."""

    edition_id: Name
    title: LocalisedText
    document_number: str
    official_url: str | None
    official_read: bool = Field(
        description="整理时是否读到官方原文；否则各条系转述 · whether the original text itself was read; if not, all of it is "
        "restated"
    )
    partial: bool = Field(
        description="是否不完整：未列的等级按 not-covered 回答，不表示没有要求 · whether tiers are missing because they are "
        "not known; they are answered as not-covered, which does not say that nothing is asked"
    )
    status: Literal["in-force", "superseded", "draft"] = Field(
        description="要素条件本身的状态：现行、已被替代或草稿 · whether new rounds may name it"
    )
    state: EditionState = Field(
        description="本系统中的状态；随系统发布的版次始终为 published · where it stands here; those that ship with the "
        "service are published by construction"
    )
    shipped: bool = Field(
        description="是否随系统发布；否则为导入 · whether it ships with the service; if not, it was imported"
    )
    note: LocalisedText
    content_sha256: Sha256
    content_sm3: Sm3


class EditionList(Body):
    """已装载的全部版次 · All editions this service has loaded."""

    items: list[EditionSummary]


class FactReference(Body):
    """一条条件所用的事实及其来处 · A fact that a criterion reads, and where in the form it comes from."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_FACT]})

    name: str = Field(description="提交时所用的名称 · the name under which it is stated")
    title: LocalisedText
    comes_from: LocalisedText = Field(description="来自申报书何处 · where in the form it stands")


class CriterionDefinition(Body):
    """一条条件 · One criterion as the edition, or a round, states it."""

    criterion_id: Name
    tiers: list[Name] = Field(
        description="适用的等级；同一编号在不同等级可有不同要求，分列 · the tiers it is stated for; the same id may ask for "
        "something else in another tier, and stands there again"
    )
    kind: Kind
    title: LocalisedText
    requirement: LocalisedText = Field(
        description="要求，系转述，不是官方原文 · what is asked, restated and not the official wording"
    )
    clause: LocalisedText
    source: SourceReference
    certainty: Certainty
    note: LocalisedText | None = Field(
        description="由谁判定的缘由，或何处不确定 · why it is of this kind, or what is uncertain about it"
    )
    facts: list[FactReference] = Field(
        description="机器据以判定或备出数字的事实；人员独立判断时为空 · the facts that the machine reads for it; empty when a "
        "person judges unaided"
    )
    facts_of_condition: list[FactReference] = Field(
        description="决定本条是否适用的事实；始终适用时为空 · the facts that tell whether it applies at all; empty when it "
        "always does"
    )


class TierDefinition(Body):
    """一个等级：目标及其各条件 · One tier: what it aims at, and which criteria of the edition apply."""

    tier: Name
    title: LocalisedText
    aim: LocalisedText
    source: SourceReference
    certainty: Certainty
    criteria: list[Name] = Field(
        description="适用于该等级的条件，按核验顺序；内容见 criteria 中 tiers 含该等级的同名一条 · the criteria that apply, in the "
        "order of a verdict; each stands under criteria, as the one of that id whose tiers name this tier"
    )


class RoundTier(Body):
    """批次开放的一个等级 · One tier that the round opens, and the conditions that the round adds for it."""

    tier: Name
    criteria: list[Name] = Field(
        description="批次为该等级附加的条件 · the criteria that the round adds for the tier"
    )


class RoundConditions(Body):
    """批次附加条件，出自该批次通知 · The conditions that a round adds to the edition, from its own notice."""

    round_id: Name
    title: LocalisedText
    document_number: str
    official_url: str | None
    content_sha256: Sha256
    content_sm3: Sm3
    note: LocalisedText | None = Field(
        description="读到通知的哪些部分 · what was read of the notice, when that needs saying"
    )
    tiers: list[RoundTier] = Field(
        description="批次开放的等级，由低到高；未列出的不开放 · the tiers that the round opens, from the lowest up; it does not "
        "open the others"
    )
    criteria: list[CriterionDefinition] = Field(
        description="通知没有附加条件时为空 · empty when the notice asks for the edition's conditions alone"
    )


class Edition(EditionSummary):
    """版次全文 · An edition with its tiers, its criteria and the rounds that name it."""

    tiers: list[TierDefinition] = Field(
        description="由低到高；版次没有的等级不列 · from the lowest up; a tier that the edition does not have is not listed"
    )
    criteria: list[CriterionDefinition]
    rounds: list[RoundConditions]


class GuideStage(Body):
    """指引环节及其对应的要素环节 · One stage of the scene guide and the element stage it counts for."""

    number: int
    name: LocalisedText
    element_stage: str
    certainty: Certainty


class Scene(Body):
    """指引场景；说明不是官方原文 · One scene of the guide; its description is ours, never the official wording."""

    number: int
    name: LocalisedText
    guide_stage: str
    element_stage: str
    certainty: Certainty
    description: LocalisedText
    description_basis: Literal["paraphrase-of-text-seen", "inferred-from-the-name"]


class SceneGuide(Body):
    """场景指引，仅供参考，企业可另报自有场景 · The scene guide; a factory may have scenes of its own."""

    edition_id: Name
    title: LocalisedText
    document_number: str
    official_url: str | None
    official_read: bool
    note: LocalisedText
    stages: list[GuideStage]
    scenes: list[Scene] | None = Field(
        description="场景清单未知时为空，场景按环节和自有名称填报 · null when the list is not known: scenes then go by stage and a "
        "name of their own"
    )


class EvidenceKind(Body):
    """佐证材料的一种 · One kind of document that may show a fact."""

    kind: Name
    title: LocalisedText


class FactDefinition(Body):
    """可以提交的一个事实 · One fact that criteria may read: its name, its type and where it comes from."""

    name: str
    title: LocalisedText
    type: str = Field(
        description="类型 · integer, decimal, boolean, text, choice, record, list or map"
    )
    specification: dict[str, JsonValue] = Field(
        description="类型的完整说明；小数以字符串提交 · the type in full; decimals are sent as strings"
    )
    unit: LocalisedText | None
    comes_from: LocalisedText
    evidence: list[EvidenceKind] = Field(
        description="可佐证的材料种类（系推断）；未见规定时为空 · kinds of documents that may show it, as inferred; empty when "
        "no text names one"
    )


class FactCatalogue(Body):
    """一个版次的事实目录 · The facts of one edition."""

    edition_id: Name
    facts: list[FactDefinition]


class FactCatalogueList(Body):
    """各版次的事实目录 · The fact catalogues of all editions."""

    items: list[FactCatalogue]
