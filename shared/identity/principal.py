"""Who is calling, as the identity provider's token says it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of a round; a token carries exactly one."""

    #: 申报主体: a person of an enterprise.
    APPLICANT = "applicant"
    #: 区工业和信息化主管部门: reviews and recommends for its own subtree of units.
    DISTRICT_OFFICER = "district-officer"
    #: 市工业和信息化局.
    CITY_OFFICER = "city-officer"
    #: 评审专家.
    EXPERT = "expert"
    #: One of the five partner bureaus (会同部门) that give a joint opinion.
    BUREAU_OFFICER = "bureau-officer"
    #: Reads everything, changes nothing.
    AUDITOR = "auditor"
    #: 保密专员: sees what bears a classification mark, and nobody else does.
    SECRECY_OFFICER = "secrecy-officer"
    #: Configures and runs the system, decides nothing.
    OPERATOR = "operator"
    #: Another service of ours.
    SERVICE = "service"


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The caller of one request."""

    subject: str
    role: Role
    #: Unit code, for officers of a district or functional area.
    unit: str | None = None
    #: Unified social credit code (统一社会信用代码), for applicants.
    enterprise: str | None = None
