"""Addresses under which somebody without a key of the store may send one part."""

from datetime import timedelta

from minio import Minio

from services.documents.store.multipart import Multipart


class PartUrlSigner:
    """Signs for the host that people reach the store by, which need not be ours; asks nobody."""

    def __init__(
        self, *, public_url: str, access_key: str, secret_key: str, bucket: str, region: str
    ) -> None:
        scheme, _, host = public_url.rstrip("/").partition("://")
        self._bucket = bucket
        # With the region named the SDK has nothing to ask the store: signing is arithmetic.
        self._signer = Minio(
            host,
            access_key=access_key,
            secret_key=secret_key,
            secure=scheme == "https",
            region=region,
        )

    def url(self, upload: Multipart, number: int, *, valid_for: timedelta) -> str:
        """Sign the address of a part. No checksum algorithm is declared: the sender need not compute one."""
        url: str = self._signer.get_presigned_url(
            "PUT",
            self._bucket,
            upload.key,
            expires=valid_for,
            extra_query_params={"partNumber": str(number), "uploadId": upload.multipart_id},
        )
        return url
