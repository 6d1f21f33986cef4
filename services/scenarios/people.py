"""Who plays: fictitious persons, each with the role and the belonging that a sign-in would prove."""

from dataclasses import dataclass

from services.scenarios.firm import Firm
from shared.identity.principal import Principal, Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at a front end."""

    #: How a timeline calls the person, in Chinese.
    title: str
    #: What the sign-in proves; None for the public, which signs in nowhere.
    principal: Principal | None


def applicant_of(firm: Firm) -> Person:
    """Give the person who files for a firm."""
    return Person(
        title="企业申报员",
        principal=Principal(
            subject=f"applicant-{firm.credit_code}",
            role=Role.APPLICANT,
            unit=None,
            enterprise=firm.credit_code if firm.named_by_sign_in else None,
        ),
    )


def district_officer_of(unit_code: str) -> Person:
    """Give the officer who reviews and recommends for a unit."""
    return _officer("推荐单位", f"officer-{unit_code}", Role.DISTRICT_OFFICER, unit_code)


def bureau_officer_of(bureau: str, title: str) -> Person:
    """Give the officer of a partner bureau, who gives its joint opinions."""
    return _officer(title, f"officer-{bureau}", Role.BUREAU_OFFICER, bureau)


def expert_of(number: int) -> Person:
    """Give an expert of the panels, who judges and knows of the own ballots alone."""
    return _officer(f"专家{number}", f"expert-{number}", Role.EXPERT, None)


def _officer(title: str, subject: str, role: Role, unit: str | None) -> Person:
    return Person(
        title=title,
        principal=Principal(subject=subject, role=role, unit=unit, enterprise=None),
    )


#: Two officers of the city: publishing a list takes both.
CITY_OFFICER = _officer("市级甲", "city-officer-a", Role.CITY_OFFICER, "120000")
SECOND_CITY_OFFICER = _officer("市级乙", "city-officer-b", Role.CITY_OFFICER, "120000")
AUDITOR = _officer("审计员", "auditor-a", Role.AUDITOR, None)
#: Moves the business clock, in development alone.
OPERATOR = _officer("系统运维", "operator-a", Role.OPERATOR, None)
PUBLIC = Person(title="社会公众", principal=None)
