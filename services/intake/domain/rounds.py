"""A round (批次): one notice with its windows, what each tier needs, and where it is filed.

All of it is data read from `services/intake/data/rounds/`; nothing here knows a date or a count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.intake.domain.certainty import Basis, Certainty
from services.intake.domain.china_time import end_of_day, start_of_day
from services.intake.domain.industries import EligibleIndustries
from services.intake.domain.register import Recognition
from services.intake.domain.round_papers import Paper, RecommendationLetter
from services.intake.domain.table_columns import SummaryTable
from services.intake.domain.tiers import Tier
from shared.text import Text


class Channel(StrEnum):
    """Where an application of a tier is filed."""

    OWN_PORTAL = "own-portal"
    #: The ministry's portal: we take over what was filed there and its time decides.
    NATIONAL_PORTAL = "national-portal"


class Branch(StrEnum):
    """Which way an application takes after the district's review."""

    #: 备案: tabulated by the district, filed or not filed by the city.
    FILING = "filing"
    #: 评审认定: recommended, reviewed, publicised, recognised or declined.
    RECOGNITION = "recognition"
    #: 遴选推荐: forwarded to the ministry or not.
    FORWARDING = "forwarding"


class DocumentKind(StrEnum):
    MATURITY_REPORT = "maturity-report"
    #: 基础级自评结果报告
    SELF_ASSESSMENT_RESULT = "self-assessment-result"
    STAMPED_SCAN = "stamped-scan"
    PRINTED_FORM = "printed-form"
    #: 国家平台导出的申报书
    PORTAL_FORM = "portal-form"
    OTHER_EVIDENCE = "other-evidence"
    #: 财务报表或审计报告
    FINANCIAL_STATEMENT = "financial-statement"
    #: 照片
    PHOTOGRAPH = "photograph"
    #: 视频
    VIDEO = "video"


#: Channel → kinds of files that belong to the other one alone.
_OF_OTHER_CHANNEL: Mapping[Channel, frozenset[DocumentKind]] = {
    Channel.OWN_PORTAL: frozenset({DocumentKind.PORTAL_FORM}),
    Channel.NATIONAL_PORTAL: frozenset({DocumentKind.STAMPED_SCAN}),
}


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days of one tier; each closing day counts to its 24:00 in Asia/Shanghai."""

    opens_on: date
    enterprise_closes_on: date
    unit_closes_on: date
    #: By the field's name: how sure each of the three days and the closing hour is.
    bases: Mapping[str, Basis]

    @property
    def opens_at(self) -> datetime:
        return start_of_day(self.opens_on)

    @property
    def enterprise_closes_at(self) -> datetime:
        """The first instant that is too late for an enterprise."""
        return end_of_day(self.enterprise_closes_on)

    @property
    def unit_closes_at(self) -> datetime:
        """The first instant that is too late for a recommending unit."""
        return end_of_day(self.unit_closes_on)

    def is_open_to_enterprises(self, at: datetime) -> bool:
        return self.opens_at <= at < self.enterprise_closes_at

    def is_open_to_units(self, at: datetime) -> bool:
        return self.opens_at <= at < self.unit_closes_at


@dataclass(frozen=True, kw_only=True)
class RequiredDocument:
    kind: DocumentKind
    title: Text
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One of the conditions of application (申报条件), as the notice words it."""

    condition_id: str
    title: Text
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Prerequisite:
    """What the applicant must already be; `fact` names the scoring fact that carries it, if one does.

    Each tier's lists have a fact of their own, because one verdict tells of all tiers.
    """

    title: Text
    fact: str | None
    #: Lists of the register (认定名录), of which one has to hold the applicant; empty for none.
    recognitions: tuple[Recognition, ...]
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Publicity:
    working_days: int
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class FilingNumbers:
    """How the numbers of a filing (备案) are written; they run without gaps through the round."""

    prefix: str
    #: Digits at least; a longer number is written whole.
    digits: int
    basis: Basis

    def written(self, number: int) -> str:
        return f"{self.prefix}{number:0{self.digits}d}"


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """会同部门: a partner bureau that is asked for its joint opinion; its officers' tokens carry the code as unit."""

    code: str
    name: Text
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class MinistryResult:
    """What it means to be selected by the ministry (国家入选)."""

    title: Text
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class TierRules:
    """Everything the round says about one tier."""

    tier: Tier
    channel: Channel
    branch: Branch
    #: False when this system does not take applications of the tier (yet).
    is_open_here: bool
    portal_url: str
    window: Window
    application_form: Paper
    summary_table: SummaryTable
    #: 推荐函; None where the notice asks for none.
    recommendation_letter: RecommendationLetter | None
    required_documents: tuple[RequiredDocument, ...]
    prerequisite: Prerequisite | None
    conditions: tuple[Condition, ...]
    recommendation_is_ordered: bool
    recommendation_basis: Basis
    #: None when the tier ends without one.
    publicity: Publicity | None
    #: For the branch of filing alone.
    filing_numbers: FilingNumbers | None
    #: For the branch of forwarding alone.
    bureaus: tuple[Bureau, ...]
    ministry_result: MinistryResult | None

    @property
    def is_filed_elsewhere(self) -> bool:
        """Tell whether the application itself lies in the ministry's portal, and only its record here."""
        return self.channel is Channel.NATIONAL_PORTAL

    @property
    def enterprise_steps_close_at(self) -> datetime:
        """The first instant that is too late for an enterprise's step here.

        What is filed in the national portal is judged by the portal's time, so its record here may be completed
        until the units close.
        """
        if self.is_filed_elsewhere:
            return self.window.unit_closes_at
        return self.window.enterprise_closes_at

    def is_open_to_enterprises(self, at: datetime) -> bool:
        """Tell whether an enterprise may take its steps here at an instant."""
        return self.window.opens_at <= at < self.enterprise_steps_close_at

    def takes(self, kind: DocumentKind) -> bool:
        """Tell whether an application of this tier carries files of a kind."""
        return kind not in _OF_OTHER_CHANNEL[self.channel]


@dataclass(frozen=True, kw_only=True)
class Notice:
    number: str
    title: str
    issued_on: date
    url: str
    index_number: str
    issuers: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round; `edition_id` names the criteria it is judged by and never changes."""

    round_id: str
    title: Text
    city_unit: str
    edition_id: str
    #: Under which name what this round recognises stands in the register.
    batch: str
    calendar_id: str
    #: Whose enterprises may apply.
    industries: EligibleIndustries
    notice: Notice
    #: The file of the application form's schema beside the round's own file.
    form_schema_file: str
    #: What is otherwise in this round than in that file; None for nothing.
    form_changes_file: str | None
    tiers: Mapping[Tier, TierRules]

    def rules_for(self, tier: Tier) -> TierRules | None:
        """Give the tier's rules, or None when the round does not hold this tier."""
        return self.tiers.get(tier)

    @property
    def lists_by_fact(self) -> Mapping[str, tuple[Recognition, ...]]:
        """Give the lists that the tiers' prerequisites name, by the fact that tells whether one holds the applicant."""
        asked = (rules.prerequisite for rules in self.tiers.values())
        return {
            each.fact: each.recognitions
            for each in asked
            if each and each.fact and each.recognitions
        }

    def window_for(self, tier: Tier) -> Window | None:
        rules = self.rules_for(tier)
        return rules.window if rules else None

    def is_open(self, tier: Tier, at: datetime) -> bool:
        """Tell whether an enterprise may file and edit this tier here at an instant."""
        rules = self.rules_for(tier)
        return bool(rules and rules.is_open_here and rules.is_open_to_enterprises(at))

    def is_open_to_units(self, tier: Tier, at: datetime) -> bool:
        """Tell whether recommending units may still review and hand in this tier at an instant."""
        rules = self.rules_for(tier)
        return bool(rules and rules.is_open_here and rules.window.is_open_to_units(at))
