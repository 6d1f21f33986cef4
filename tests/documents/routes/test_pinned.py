"""What is written over or deleted past the service is only hidden: every read names the pinned version."""

import io

import pytest
from minio import Minio
from minio.error import S3Error

from tests.documents import samples
from tests.documents.desk import Desk

OTHER = b"%PDF-1.7 of somebody else"


def hide(sdk: Minio, bucket: str, key: str, *, by: str) -> None:
    """Do what a store lets anybody with the service's key do."""
    if by == "overwrite":
        sdk.put_object(bucket, key, io.BytesIO(OTHER), len(OTHER))
    else:
        sdk.remove_object(bucket, key)


@pytest.mark.parametrize("by", ["overwrite", "deletion"])
def test_every_read_names_the_pinned_version_whatever_hides_it(
    desk: Desk, sdk: Minio, bucket: str, by: str
) -> None:
    version = desk.uploaded(samples.a_pdf(3))
    key = f"documents/{version['document_id']}"

    hide(sdk, bucket, key, by=by)
    frozen = desk.freeze(version).ok(200)
    hide(sdk, bucket, key, by=by)

    # The freeze has read the bytes again and compared them, and so have these.
    assert frozen["frozen_at"] is not None
    assert desk.content(version).content == samples.a_pdf(3)
    assert desk.content(version, Range="bytes=0-4").content == b"%PDF-"
    assert desk.freeze(version).ok(200) == frozen
    newest = [each.version_id for each in sdk.list_objects(bucket, key, include_version=True)]
    assert len(newest) == 3


@pytest.mark.parametrize("by", ["overwrite", "deletion"])
def test_the_store_refuses_the_services_key_the_pinned_version_also_while_it_is_hidden(
    desk: Desk, sdk: Minio, bucket: str, by: str
) -> None:
    version = desk.uploaded(samples.a_pdf(2))
    desk.freeze(version).ok(200)
    key = f"documents/{version['document_id']}"
    (pinned,) = sdk.list_objects(bucket, key, include_version=True)
    hide(sdk, bucket, key, by=by)

    with pytest.raises(S3Error) as refusal:
        sdk.remove_object(bucket, key, version_id=pinned.version_id)

    assert refusal.value.code == "AccessDenied"
    desk.delete(version).refused(409, "document-frozen")
    assert desk.content(version).content == samples.a_pdf(2)
