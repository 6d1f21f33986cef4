"""What city officers send about panels."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.scoring.domain.panels import pool as domain
from services.scoring.domain.panels.commitment import Alphabet, Commitment, NamedValue
from services.scoring.domain.schemes import Aggregation, Method, Tie
from services.scoring.routes.bodies.parts import (
    Codes,
    CreditCode,
    ExpertId,
    Id,
    Points,
    RoundId,
    UnitCode,
)
from shared.contracts.scoring import Identifier
from shared.contracts.verdicts import Body, Name, Sha256
from shared.text_fields import Line, Reason
from shared.text_fields import Name as PersonName
from shared.time_fields import Instant

#: As many as a draw and its proof take a few seconds for.
MAX_APPLICATIONS = 300
MAX_EXPERTS = 300


class ApplicationOrder(Body):
    """交专家组评审的一件申报 · One application before the panel."""

    application_id: Id
    credit_code: CreditCode
    related_credit_codes: Codes = Field(
        default=[], description="控股股东等关联企业 · firms behind the applicant"
    )
    unit: UnitCode = Field(
        description="推荐单位 · the unit that recommends it", examples=["120116"]
    )
    assessment_id: Identifier | None = Field(
        default=None,
        description="机器计分所依据的评估记录 · the assessment whose facts the machine scores",
    )

    def application(self) -> domain.Application:
        return domain.Application(
            application_id=self.application_id,
            credit_code=self.credit_code,
            related_credit_codes=tuple(self.related_credit_codes),
            unit=self.unit,
            assessment_id=self.assessment_id,
            machine_points={},
        )


class TieOrder(Body):
    by: Literal["item", "lot"]
    item: Name | None = None


class AggregationOrder(Body):
    """打分票的汇总办法 · How the ballots on an application become one score."""

    method: Literal["mean", "trimmed-mean", "standardised-mean"]
    trim: Annotated[int, Field(ge=0, le=50)] = Field(
        default=0, description="截尾均值：两端各去掉几票 · ballots left out at either end"
    )
    least_ballots: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=0, description="票数不足者不作标准化 · experts with fewer are not standardised"
    )
    decimals: Annotated[int, Field(ge=0, le=6)] = Field(
        description="公布分数的小数位；名次按公布分数 · decimals of a score; ranks are by the score"
    )
    outliers_from: Points | None = Field(
        default=None,
        description="与中位数相差达到此分即标记 · distance from the median that is flagged",
    )
    ties: Annotated[list[TieOrder], Field(max_length=20)] = Field(
        description="同分时依次比较；空则并列 · what parts equal scores, in turn; empty: they share a rank"
    )

    def aggregation(self) -> Aggregation:
        return Aggregation(
            method=Method(self.method),
            trim=self.trim,
            least_ballots=self.least_ballots,
            decimals=self.decimals,
            outliers_from=None if self.outliers_from is None else Decimal(self.outliers_from),
            ties=tuple(
                Tie(item_id=(one.item or "") if one.by == "item" else None) for one in self.ties
            ),
        )


class LineOrder(Body):
    """入围线：前若干名，或最低分，二者取一 · The first places, or the least points: one of the two."""

    places: Annotated[int, Field(ge=1, le=MAX_APPLICATIONS)] | None = None
    least: Points | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "LineOrder":
        if (self.places is None) == (self.least is None):
            raise PydanticCustomError(
                "one-of-two",
                "one of two",
                {"zh": "places 与 least 须二选一", "en": "states either places or least"},
            )
        return self


class PanelOrder(Body):
    """设立专家组 · What a panel is to judge, and how."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "round_id": "tianjin-2025-2",
                    "tier": "advanced",
                    "scheme_id": "liaoning-dalian-example",
                    "applications": [
                        {
                            "application_id": "0b8f8f0e-3c2e-4f0a-9d55-6f6c9a4b1c11",
                            "credit_code": "91120116MA00000001",
                            "unit": "120116",
                            "assessment_id": "5f0c1d2e-7a64-4f6e-9b0a-3c2d1e0f9a8b",
                        }
                    ],
                    "experts_each": 5,
                    "quorum": 3,
                    "aggregation": {
                        "method": "trimmed-mean",
                        "trim": 1,
                        "decimals": 2,
                        "outliers_from": "15",
                        "ties": [{"by": "item", "item": "technology"}, {"by": "lot"}],
                    },
                    "line": {"places": 10},
                }
            ]
        }
    )

    round_id: RoundId
    tier: Name
    scheme_id: Name
    applications: Annotated[
        list[ApplicationOrder], Field(min_length=1, max_length=MAX_APPLICATIONS)
    ]
    experts_each: Annotated[int, Field(ge=1, le=50)] = Field(
        description="每件申报的专家数 · experts an application"
    )
    quorum: Annotated[int, Field(ge=1, le=50)] = Field(
        description="每件申报至少须有的打分票 · ballots each application needs"
    )
    aggregation: AggregationOrder | None = Field(
        default=None, description="评分表未规定时在此说明 · only when the scheme states none"
    )
    line: LineOrder | None = Field(
        default=None, description="入围线；可不设 · the line; there may be none"
    )

    def asked_line(self) -> domain.Line | None:
        """Give the line as the domain knows it."""
        if self.line is None:
            return None
        least = None if self.line.least is None else Decimal(self.line.least)
        return domain.Line(places=self.line.places, least=least)


class ExpertOrder(Body):
    """专家及其利害关系，均以统一社会信用代码表示 · An expert, and by code what binds them."""

    expert_id: ExpertId = Field(
        description="专家登录身份 · the subject under which the expert signs in",
        examples=["expert-zhao"],
    )
    name: PersonName
    employers: Codes = Field(default=[], description="任职单位 · employers")
    shareholdings: Codes = Field(
        default=[], description="持股企业 · firms in which shares are held"
    )
    cooperations: Codes = Field(default=[], description="曾合作企业 · firms worked with before")
    units: Annotated[list[UnitCode], Field(max_length=50)] = Field(
        default=[], description="任职的推荐单位 · recommending units the expert works for"
    )

    def expert(self) -> domain.Expert:
        return domain.Expert(
            expert_id=self.expert_id,
            name=self.name,
            employers=tuple(self.employers),
            shareholdings=tuple(self.shareholdings),
            cooperations=tuple(self.cooperations),
            units=tuple(self.units),
        )


class PoolOrder(Body):
    """专家库 · The pool of experts."""

    experts: Annotated[list[ExpertOrder], Field(min_length=1, max_length=MAX_EXPERTS)]


class NamedValueOrder(Body):
    """事先指定、尚未产生的公开值 · A public value that does not exist yet."""

    what: Line = Field(
        description="何值、如何排列 · which value, and in which order its parts are written",
        examples=["福利彩票双色球第 2025085 期：六个红球从小到大、蓝球，各两位"],
    )
    where: Line = Field(description="公布之处 · where it will stand", examples=["www.cwl.gov.cn"])
    known_at: Instant = Field(description="产生时间 · when it becomes known")
    alphabet: Literal["digits", "hex"] = Field(
        description="写法：仅数字，或小写十六进制 · digits alone, or lower-case hexadecimal"
    )
    length: Annotated[int, Field(ge=4, le=128)] = Field(description="位数 · how many characters")


class CommitmentOrder(Body):
    """承诺 · A commitment to a secret, and the public value that will be mixed with it."""

    secret_sha256: Sha256 = Field(
        description="秘密值（64 位小写十六进制）的 SHA-256 · `printf %s SECRET | sha256sum`"
    )
    public_value: NamedValueOrder

    def commitment(self) -> Commitment:
        named = self.public_value
        return Commitment(
            secret_sha256=self.secret_sha256,
            value=NamedValue(
                what=named.what,
                where=named.where,
                known_at=named.known_at,
                alphabet=Alphabet(named.alphabet),
                length=named.length,
            ),
        )


class PublicValueOrder(Body):
    """公开值及其出处 · The public value and where it was read."""

    value: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{4,128}$")]
    source: Line = Field(examples=["www.cwl.gov.cn/ygkj/wqkjgg/ssq/"])


class RevealOrder(Body):
    """秘密值 · The secret that was committed to."""

    secret: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class RecusalOrder(Body):
    """回避 · Who is taken off what, and why."""

    expert_id: ExpertId
    application_id: Id | None = Field(
        default=None, description="不填则退出整个专家组 · absent: the expert leaves the panel"
    )
    reason: Reason


class ReasonOrder(Body):
    """理由 · Why."""

    reason: Reason
