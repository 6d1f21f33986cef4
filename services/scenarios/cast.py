"""The cast of the round: which firm applies for which tier, what is peculiar about it, and how it must end.

Data (`data/cast.yaml`), read whole and checked: nobody in it may look like somebody who exists.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as pydantic_dataclass
from stdnum.cn import uscc

from services.scenarios.firm import KNOWN_FIRMS, Branch, Firm, JsonObject
from services.scenarios.wording import TIERS
from shared.merge_patch import merge

_DATA = Path(__file__).parent / "data"
_FILE = _DATA / "cast.yaml"
#: Every name says with these two words that it is made up.
_MADE_UP = ("某某", "示例")
#: Letters in a row, as no register hands them out.
_NOBODYS = ("MAXXXX", "MAYYYY")
#: A word that nobody reads is a mistyped one.
_STRICT = ConfigDict(extra="forbid")


class Tier(StrEnum):
    """The four tiers, from the lowest up."""

    BASIC = "basic"
    ADVANCED = "advanced"
    EXCELLENT = "excellent"
    LEADING = "leading"


class Peculiarity(StrEnum):
    """What happens to a firm, or what it does, beside the straight way."""

    MISSES_THE_CLOSE = "misses-the-close"
    LAST_MOMENT = "submits-in-the-last-moment"
    BELOW_THE_GATE = "maturity-below-the-gate"
    FINALISES_TOO_EARLY = "finalises-too-early"
    NO_REPORT = "leaves-out-the-report"
    TAKES_BACK = "takes-back-and-resubmits"
    IS_RETURNED = "is-returned-with-corrections"
    WITHDRAWS = "withdraws"
    DECLINED_IN_PUBLICITY = "is-declined-in-publicity"
    BRANCH = "is-a-branch-with-its-ground"
    BRANCH_WITHOUT_GROUND = "is-a-branch-without-ground"
    MISTYPES = "mistypes-its-credit-code"
    PAPER_COMES_LATE = "paper-comes-late"
    FILES_LATE = "files-nationally-after-the-close"
    NOT_IN_REGISTER = "is-not-in-the-register"
    BOUND_BY_UNIT = "is-bound-by-its-unit"
    STAMPS_IN_BLUE = "stamps-in-blue"
    MIXES_UP_SCANS = "mixes-up-its-scans"


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A list on which the firm stands since an earlier round (annex 10)."""

    tier: Tier
    #: city or ministry.
    by: str
    batch: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """One firm of the cast, with its fate."""

    key: str
    tier: Tier
    firm: Firm
    #: The state in which its application must end, or not-registered.
    outcome: str
    peculiarity: Peculiarity | None = None
    #: The number that the national portal gave it (卓越级, 领航级).
    portal_number: str | None = None
    #: What it types first in place of its credit code.
    mistyped_credit_code: str | None = None
    #: Where its prerequisite stands.
    recognised_before: Recognised | None = None

    @property
    def files_nationally(self) -> bool:
        """Tell whether it applies in the ministry's portal and is recorded here."""
        return self.tier in {Tier.EXCELLENT, Tier.LEADING}

    def form(self) -> JsonObject:
        """Fill in the application form for its tier, fresh."""
        form = self.firm.form()
        form["applicant"]["project_name"] = (
            f"{self.firm.factory_name.removesuffix('工厂')}{TIERS[self.tier]}智能工厂"
        )
        if not self.files_nationally:
            return form
        patch = json.loads((_DATA / "national_form.json").read_text(encoding="utf-8"))
        return merge(form, patch)


class CastIsBroken(ValueError):
    """The cast's data cannot be played."""


@pydantic_dataclass(frozen=True, kw_only=True, config=_STRICT)
class _Entry:
    """A member as the file writes it."""

    key: str
    tier: Tier
    firm: Firm | Literal["example", "late"]
    outcome: str
    peculiarity: Peculiarity | None = None
    portal_number: str | None = None
    mistyped_credit_code: str | None = None
    recognised_before: Recognised | None = None


@pydantic_dataclass(frozen=True, kw_only=True, config=_STRICT)
class _File:
    members: list[_Entry]


@cache
def the_cast() -> tuple[Member, ...]:
    """Read the cast, in the order of its file; raise CastIsBroken with every fault."""
    return cast_from(_FILE.read_text(encoding="utf-8"))


def cast_from(text: str) -> tuple[Member, ...]:
    """Read a cast from YAML; raise CastIsBroken, or what pydantic raises for a wrong shape."""
    entries = TypeAdapter(_File).validate_python(yaml.safe_load(text)).members
    members = tuple(
        Member(
            **{
                name: getattr(entry, name) for name in Member.__dataclass_fields__ if name != "firm"
            },
            firm=KNOWN_FIRMS[entry.firm] if isinstance(entry.firm, str) else entry.firm,
        )
        for entry in entries
    )
    faults = list(_faults_of(members))
    if faults:
        raise CastIsBroken("\n".join(faults))
    return members


def _faults_of(members: tuple[Member, ...]) -> Iterator[str]:
    for what, values in (
        ("key", [member.key for member in members]),
        ("credit code", [member.firm.credit_code for member in members]),
    ):
        yield from (f"{value}: this {what} stands twice" for value in _repeated(values))
    for member in members:
        for fault in (*_faults_of_firm(member.firm), *_faults_of_fate(member)):
            yield f"{member.key}: {fault}"


def _repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _faults_of_firm(firm: Firm) -> Iterator[str]:
    for name, code in _identities_of(firm.name, firm.credit_code, firm.branch):
        if not all(word in name for word in _MADE_UP):
            yield f"{name} does not say that it is made up"
        if not uscc.is_valid(code):
            yield f"{code} has a wrong check character"
        if not any(mark in code for mark in _NOBODYS):
            yield f"{code} might be somebody's"
    if "某" not in firm.legal_representative:
        yield f"{firm.legal_representative} might be somebody"


def _identities_of(name: str, code: str, branch: Branch | None) -> Iterator[tuple[str, str]]:
    yield name, code
    if branch is not None:
        yield branch.head_office_name, branch.head_office_credit_code


def _faults_of_fate(member: Member) -> Iterator[str]:
    is_stranger = member.peculiarity is Peculiarity.NOT_IN_REGISTER
    if member.files_nationally != (member.portal_number is not None):
        yield "a number of the national portal belongs to 卓越级 and 领航级, and to them alone"
    has_prerequisite = member.files_nationally and not is_stranger
    if has_prerequisite != (member.recognised_before is not None):
        yield "卓越级 and 领航级 stand in the register before, but for the one that is said not to"
    if (member.peculiarity is Peculiarity.MISTYPES) != (member.mistyped_credit_code is not None):
        yield "a mistyped credit code belongs to who mistypes it"
    if member.mistyped_credit_code is not None and uscc.is_valid(member.mistyped_credit_code):
        yield "the mistyped credit code is a valid one"
    ground = member.firm.branch and member.firm.branch.ground
    if member.peculiarity is Peculiarity.BRANCH and not ground:
        yield "a branch without its ground"
    if (member.peculiarity is Peculiarity.BOUND_BY_UNIT) == member.firm.named_by_sign_in:
        yield "who is bound by the unit has a sign-in that names no enterprise, and nobody else has"
    if member.peculiarity is Peculiarity.BRANCH_WITHOUT_GROUND and (
        ground or member.firm.branch is None
    ):
        yield "a ground where none belongs, or no branch"
