"""Ids in paths, and how a version is shown."""

from typing import Annotated

from fastapi import Path

from services.documents.domain.versions import Version
from shared.contracts.documents import DocumentKind, DocumentVersion, Uuid

DocumentId = Annotated[Uuid, Path(description="文件编号，由调用方生成 · made by the caller")]
VersionId = Annotated[Uuid, Path(description="版本编号 · id of the version")]


def shown(version: Version) -> DocumentVersion:
    """Show a version to a caller."""
    return DocumentVersion(
        document_id=version.document_id,
        version_id=version.version_id,
        kind=DocumentKind(version.kind),
        file_name=version.file_name,
        media_type=version.media_type,
        size_bytes=version.size_bytes,
        sha256=version.sha256,
        sm3=version.sm3,
        page_count=version.page_count,
        stored_at=version.stored_at,
        frozen_at=version.frozen_at,
        deleted_at=version.deleted_at,
        check_state=version.check_state.value,
    )


def location_of(version: Version) -> str:
    """Give the path at which a version is read."""
    return f"/v1/documents/{version.document_id}/versions/{version.version_id}"
