"""An application and what hangs on it, as values."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.form import Form, Json
from services.intake.domain.lifecycle import Action, State, next_state
from services.intake.domain.national_portal import PortalFiling
from services.intake.domain.tiers import Tier


@dataclass(frozen=True, kw_only=True)
class Enterprise:
    """申报主体: who files."""

    enterprise_id: str
    #: 统一社会信用代码, normalised.
    credit_code: str
    name: str
    #: A branch of a legal person (法人的分支机构) needs the ground of its industry's exception.
    is_branch: bool
    branch_ground: str | None
    registered_address: str
    #: Unit in which it is registered, or in which its factory stands when it is registered outside the city; its path.
    unit_code: str
    unit_path: str
    created_at: datetime
    #: 注册地, GB/T 2260; None where the unit is the place of registration.
    registered_region: str | None = None


@dataclass(frozen=True, kw_only=True)
class Factory:
    """工厂: what is filed for."""

    factory_id: str
    enterprise_id: str
    name: str
    address: str
    unit_code: str
    unit_path: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class MaturityReport:
    """智能制造能力成熟度自评估报告: its figures as the enterprise typed them."""

    level: int
    #: Decimal text with the two places of the report, such as ``2.35``.
    score: str
    report_number: str
    #: ISO date.
    reported_on: str
    organisation: str

    def as_json(self) -> dict[str, str | int]:
        return {
            "level": self.level,
            "score": self.score,
            "report_number": self.report_number,
            "reported_on": self.reported_on,
            "organisation": self.organisation,
        }


@dataclass(frozen=True, kw_only=True)
class VerdictSummary:
    """What scoring found, in short; the whole verdict stays with scoring."""

    assessment_id: str
    outcome: str
    left_to_a_person: int
    edition_id: str
    edition_hash: str
    assessment_sha256: str


@dataclass(frozen=True, kw_only=True)
class Application:
    """申报: one factory's application for one tier in one round."""

    application_id: str
    round_id: str
    tier: Tier
    enterprise_id: str
    credit_code: str
    factory_id: str
    unit_code: str
    unit_path: str
    state: State
    #: Grows with every change; the ETag.
    version: int
    form: Form
    maturity_report: MaturityReport | None
    #: Of the national channel alone.
    portal_filing: PortalFiling | None
    #: The newest revision that was cut, whatever its cause; 0 before the first.
    revision_number: int
    #: Receipt of the submission that stands; None before the first and after one was taken back.
    receipt_number: str | None
    #: About the submission that stands, and no other.
    verdict: VerdictSummary | None
    #: 备案编号, once it was filed.
    filing_number: str | None
    created_at: datetime
    updated_at: datetime
    #: When the newest revision was cut; None before the first.
    revision_cut_at: datetime | None = None
    #: When it came into its state; None in rows of code that did not keep it.
    state_since: datetime | None = None

    @property
    def waiting_since(self) -> datetime:
        """When it came into its state, as well as it is known."""
        return self.state_since or self.updated_at

    def after(self, action: Action, *, at: datetime) -> "Application":
        """Take a step; raise IllegalTransition when it is not possible."""
        return replace(
            self,
            state=next_state(self.state, action),
            version=self.version + 1,
            updated_at=at,
            state_since=at,
        )

    def without_submission(self) -> "Application":
        """Let no submission stand: its receipt stays on record, its verdict is not this application's."""
        return replace(self, receipt_number=None, verdict=None)

    def touched(self, *, at: datetime) -> "Application":
        """Change nothing that is told here, but let others know that something changed."""
        return replace(self, version=self.version + 1, updated_at=at)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A document version that is pinned to an application."""

    attachment_id: str
    application_id: str
    kind: str
    #: The revision that a stamped scan proves; None for what belongs to no single revision.
    revision_number: int | None
    document_id: str
    version_id: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    sm3: str
    attached_at: datetime
    attached_by: str
    #: When an edit or a newer file made it void.
    voided_at: datetime | None = None
    frozen_at: datetime | None = None
    #: When the deletion of its bytes was ordered; it is never attached again.
    deleted_at: datetime | None = None

    def as_json(self) -> dict[str, str | int | None]:
        """Give what a revision or receipt says about it."""
        return {
            "kind": self.kind,
            "document_id": self.document_id,
            "version_id": self.version_id,
            "file_name": self.file_name,
            "size_bytes": str(self.size_bytes),
            "sha256": self.sha256,
            "sm3": self.sm3,
            "revision_number": self.revision_number,
        }


class RevisionCause(StrEnum):
    """Why a revision was cut."""

    #: 保存: the enterprise asked for it.
    SAVED = "saved"
    #: An autosave, once the newest one was old enough.
    AUTOSAVED = "autosaved"
    #: 定稿: the only one that is printed, stamped and submitted; a submission pins it.
    FINALISED = "finalised"
    #: 登记: what a record of the national portal's filing stands on.
    RECORDED = "recorded"
    #: What was returned, where it was no longer what had been submitted.
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What an application said at one moment, as the bytes that were hashed."""

    application_id: str
    number: int
    #: Short code printed on every page, by which a scan is found again; of what is submitted or recorded alone.
    form_code: str | None
    #: Id of the printed form's document; of a finalised one alone.
    printed_document_id: str | None
    content: bytes
    sha256: str
    sm3: str
    cut_at: datetime
    cut_by: str
    #: Version of the printed form; None until the documents service has rendered it.
    printed_version_id: str | None = None
    cause: RevisionCause = RevisionCause.FINALISED


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """申报回执: what was submitted, when it arrived, as the bytes that were hashed.

    An application that was taken back and submitted again has several; the newest revision's counts.
    """

    application_id: str
    number: str
    revision_number: int
    content: bytes
    sha256: str
    sm3: str
    arrived_at: datetime
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class Correction:
    """补正事项: a place of the application and what is to be mended there."""

    #: As in the faults of a pre-check: ``/form/…``, ``/maturity_report``, ``/attachments/<kind>``.
    pointer: str
    reason: str

    def as_json(self) -> dict[str, Json]:
        return {"pointer": self.pointer, "reason": self.reason}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One officer's step with its reason."""

    decision_id: str
    application_id: str
    action: Action
    reason: str
    decided_by: str
    decided_at: datetime
    #: Where a result of the ministry's stands; None for every other step.
    source_title: str | None = None
    source_url: str | None = None
    #: What a return asks for; empty for every other step.
    corrections: tuple[Correction, ...] = ()
    #: The revision that it was about; None for one of before this was kept.
    revision_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """报送: a unit hands its recommended applications of one tier to the city."""

    hand_in_id: str
    round_id: str
    tier: Tier
    unit_code: str
    unit_path: str
    application_ids: tuple[str, ...]
    handed_in_by: str
    handed_in_at: datetime
    received_by: str | None = None
    received_at: datetime | None = None


#: Codes that a person may have to read aloud: digits and capitals without I, L, O and U (Crockford base 32).
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_from(random_bytes: bytes, *, groups: int) -> str:
    """Write random bytes as groups of four Crockford characters, ``7K3M-9QXZ``."""
    characters = "".join(CODE_ALPHABET[byte % 32] for byte in random_bytes[: groups * 4])
    return "-".join(characters[i : i + 4] for i in range(0, len(characters), 4))
