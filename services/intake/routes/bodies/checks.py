"""Bodies about the checks of an application's files."""

from datetime import datetime

from services.intake.domain.file_checks import SetAside
from services.intake.routes.bodies.base import Body
from services.intake.usecases.read_checks import FileCheck
from shared.contracts.document_checks import CheckState, CheckStep, DocumentFinding
from shared.text_fields import Reason


class SetAsideRequest(Body):
    """不予采信的理由 · Why the officer does not share the finding."""

    reason: Reason


class SetAsideView(Body):
    """工作人员的意见 · What an officer said of a finding."""

    reason: str
    set_aside_by: str
    set_aside_at: datetime

    @classmethod
    def of(cls, value: SetAside) -> "SetAsideView":
        return cls(
            reason=value.reason, set_aside_by=value.set_aside_by, set_aside_at=value.set_aside_at
        )


class NumberedFinding(Body):
    """检查发现及其序号 · A finding, its number, and whether an officer set it aside."""

    number: int
    finding: DocumentFinding
    #: None also for applicants, who are not told.
    set_aside: SetAsideView | None


class FileCheckView(Body):
    """一个附件的检查情况 · Where the check of one attached file stands."""

    kind: str
    file_name: str
    document_id: str
    version_id: str
    state: CheckState
    is_withheld: bool
    result_sha256: str | None
    checked_at: datetime | None
    steps: list[CheckStep]
    findings: list[NumberedFinding]

    @classmethod
    def of(cls, value: FileCheck) -> "FileCheckView":
        said = value.set_aside
        return cls(
            kind=value.attachment.kind,
            file_name=value.attachment.file_name,
            document_id=value.attachment.document_id,
            version_id=value.attachment.version_id,
            state=value.check.state,
            is_withheld=value.check.is_withheld,
            result_sha256=value.check.result_sha256,
            checked_at=value.check.checked_at,
            steps=value.check.steps,
            findings=[
                NumberedFinding(
                    number=number,
                    finding=finding,
                    set_aside=SetAsideView.of(said[number]) if number in said else None,
                )
                for number, finding in enumerate(value.check.findings, start=1)
            ],
        )


class FileChecksView(Body):
    """全部附件的检查情况 · The checks of all attached files."""

    files: list[FileCheckView]
