"""The bodies of persons' rulings on criteria, for the scoring service and for its callers."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from shared.contracts.scoring import Identifier, Sm3
from shared.contracts.verdicts import Body, LeftToAPerson, Name, Outcome, Sha256

Finding = Annotated[
    Literal["met", "not-met", "waived", "not-waived"],
    Field(
        description="met、not-met 用于待判断的条件（judged）；waived 放宽、not-waived 不予放宽，用于原则上应满足而未显示满足的条件"
        "（in-principle） · met and not-met judge what is to be judged; waived and not-waived are for what holds in principle "
        "and is not shown"
    ),
]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Subject = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

_EXAMPLE_RULING: dict[str, JsonValue] = {
    "criterion_id": "br-1-competitiveness",
    "finding": "met",
    "reason": "现场核查：主导产品市场占有率有行业协会证明",
}


class RulingRequest(Body):
    """一名工作人员对一条条件的裁定及其理由 · One officer's ruling on one criterion, with its reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_RULING]})

    criterion_id: Name
    finding: Finding
    reason: Reason = Field(description="理由，与裁定一并留存 · why; it stays with the ruling")


class ForwardedRuling(RulingRequest):
    """裁定；由服务代为提交时说明是谁作出的 · A ruling; a service says whose it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_EXAMPLE_RULING, "on_behalf_of": "officer-120116"}]}
    )

    on_behalf_of: Subject | None = Field(
        default=None,
        description="作出裁定的人员；仅由服务填写 · who rules; for services alone",
    )


class Ruling(Body):
    """一项裁定：条件、结论、理由、何人、何时 · Which criterion, what, why, who, when."""

    criterion_id: Name
    finding: Finding
    reason: str
    ruled_by: str
    ruled_at: str


class AssessmentVersion(Body):
    """裁定形成的评估新版本；机器核验结果（第 1 版）不变 · What a ruling made of the assessment, whose version 1 stays as it is."""

    assessment_id: Identifier
    version: Annotated[int, Field(ge=2)] = Field(
        description="自 2 起；第 1 版即评估记录本身 · from 2; version 1 is the assessment"
    )
    previous_sha256: Sha256 = Field(description="上一版本的摘要值 · digest of the version before")
    assessment_sha256: Sha256 = Field(description="第 1 版的摘要值 · digest of version 1")
    edition_id: Name
    edition_hash: Sha256
    tier: Name = Field(
        description="所申报的等级，裁定仅对其计入 · the tier asked for; rulings count for it alone"
    )
    outcome: Outcome = Field(
        description="机器核验的总体结果，不因裁定改变 · the machine's outcome; no ruling changes it"
    )
    left_to_a_person: LeftToAPerson
    ruling: Ruling = Field(description="形成本版本的裁定 · the ruling that made this version")
    rulings: list[Ruling] = Field(
        description="现行裁定，每条条件取最近一次 · what stands: the newest on each criterion"
    )
    version_sha256: Sha256 = Field(
        description="按去掉最后三个字段后的规范化 JSON（RFC 8785）计算 · over the canonical JSON (RFC 8785) of this body "
        "without its last three fields"
    )
    version_sm3: Sm3
    signature: str = Field(
        description="对两个摘要值的签名（JWS，公钥见评估服务的 /.well-known/jwks.json） · signature over both digests, a JWS"
    )


class AssessmentVersions(Body):
    """评估的全部裁定版本 · What rulings made of an assessment, oldest first."""

    assessment_id: Identifier
    versions: list[AssessmentVersion]
