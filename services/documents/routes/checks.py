"""What the checks of a version found."""

from fastapi import APIRouter

from services.documents.domain import errors
from services.documents.domain.checks import KeptFinding
from services.documents.domain.findings import Box
from services.documents.routes.ids import DocumentId, VersionId
from services.documents.routes.responses import TOKEN_ERRORS
from services.documents.usecases.read_check import Check
from services.documents.usecases.read_check import read_check as read
from shared.authorisation import CurrentAccess
from shared.contracts.document_checks import (
    BothLanguages,
    CheckStep,
    DocumentCheck,
    DocumentFinding,
    FindingBox,
)
from shared.identity.principal import Role
from shared.openapi import problems
from shared.text import Text
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["checks"], route_class=TransactionalRoute)


@router.get(
    "/documents/{document_id}/versions/{version_id}/check",
    summary="读取检查结果 · Read what the checks found",
    description=(
        "上传应答之后的进一步检查：恶意代码、密级标志、文件安全。逐项列出发现（代码、轻重、页码、位置、应为与实为），"
        "以及做了哪些步骤、用什么程序；未配置杀毒服务的，明确写出未作检查。结果仅供人员参考，不影响已提交的申报。"
        "保密审查中的文件，只告知“内容暂不提供”。\n\n"
        "What was looked for after the upload was answered: malware, classification marks, safety. Each finding has its "
        "code, severity, page, place, what was expected and what was found; each step says which program looked, or "
        "plainly that nothing did. Advice only: it voids no submission. Of a file under secrecy examination nothing is "
        "told but that."
    ),
    responses=problems(*TOKEN_ERRORS, errors.DocumentNotFound),
)
async def read_version_check(
    document_id: DocumentId, version_id: VersionId, tx: Tx, access: CurrentAccess
) -> DocumentCheck:
    sees_secrets = access.principal.role is Role.SECRECY_OFFICER
    return shown_check(await read(tx, document_id, version_id, sees_secrets=sees_secrets))


def shown_check(check: Check) -> DocumentCheck:
    """Show a check to a caller."""
    result = check.result
    return DocumentCheck(
        document_id=check.version.document_id,
        version_id=check.version.version_id,
        state=check.version.check_state.value,
        is_withheld=check.is_withheld,
        findings=[_shown(kept) for kept in check.findings],
        steps=[
            CheckStep(name=step.name, outcome=step.outcome.value, engine=step.engine)
            for step in (result.steps if result else ())
        ],
        result_sha256=result.sha256 if result else None,
        checked_at=result.checked_at if result else None,
    )


def _shown(kept: KeptFinding) -> DocumentFinding:
    finding, box = kept.finding, kept.finding.box
    return DocumentFinding(
        code=finding.kind.code,
        severity=finding.kind.severity.value,
        title=BothLanguages(**finding.kind.title.as_json()),
        page=finding.page,
        box=None if box is None else _box(box),
        expected=_both(finding.expected),
        found=_both(finding.found),
        has_crop=kept.crop is not None,
    )


def _box(box: Box) -> FindingBox:
    return FindingBox(left=box.left, top=box.top, width=box.width, height=box.height)


def _both(text: Text | None) -> BothLanguages | None:
    return None if text is None else BothLanguages(**text.as_json())
