"""Bodies of uploads that go straight to the object store, part by part."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.documents import HexDigest, Kind, Uuid
from shared.time_fields import Instant

_EXAMPLE_DOCUMENT = "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01"
_EXAMPLE_UPLOAD = "0198f0a4-22bb-7e63-8d55-6f70819a2b3c"
_EXAMPLE_URL = (
    "https://files.example.cn/tidu-documents/uploads/…?partNumber=1&uploadId=…&X-Amz-Signature=…"
)


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class UploadStart(_Body):
    """The file that is to be sent: its size and type, and its digest if that is known beforehand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"size_bytes": 187_400_112, "media_type": "video/mp4", "sha256": None}]
        }
    )

    size_bytes: Annotated[int, Field(ge=1, le=2**50)]
    media_type: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    #: Compared when the upload is completed; a file that differs is refused.
    sha256: HexDigest | None = None


class PartAddress(_Body):
    """Where one part is PUT: exactly so many bytes, without a token and without a header of ours."""

    number: int
    size_bytes: int
    url: str


class PartArrived(_Body):
    """A part that lies in the store; sending it again replaces it."""

    number: int
    size_bytes: int


class Upload(_Body):
    """An upload under way, or how it ended."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "document_id": _EXAMPLE_DOCUMENT,
                    "upload_id": _EXAMPLE_UPLOAD,
                    "state": "open",
                    "kind": "video",
                    "file_name": "示例产线.mp4",
                    "media_type": "video/mp4",
                    "size_bytes": 187_400_112,
                    "sha256": None,
                    "part_bytes": 8_388_608,
                    "part_count": 23,
                    "started_at": "2025-07-10T02:00:00+00:00",
                    "expires_at": "2025-07-13T02:00:00+00:00",
                    "version_id": None,
                    "arrived": [{"number": 1, "size_bytes": 8_388_608}],
                    "part_urls": [{"number": 2, "size_bytes": 8_388_608, "url": _EXAMPLE_URL}],
                    "part_urls_expire_at": "2025-07-10T14:00:00+00:00",
                }
            ]
        }
    )

    document_id: Uuid
    upload_id: Uuid
    state: Literal["open", "completed", "refused", "aborted", "expired"]
    kind: Kind
    file_name: str
    media_type: str
    size_bytes: int
    sha256: HexDigest | None = None
    #: All parts are as large, but the last, which is the rest.
    part_bytes: int
    part_count: int
    started_at: Instant
    #: After this it is swept, however much has arrived.
    expires_at: Instant
    #: The version that it became.
    version_id: Uuid | None = None
    arrived: list[PartArrived] = []
    #: Addresses of the first parts that have not arrived; ask for further ones, or for new ones when these expire.
    part_urls: list[PartAddress] = []
    part_urls_expire_at: Instant | None = None


class PartUrlsRequest(_Body):
    """The parts whose addresses are wished for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"part_numbers": [2, 3, 4]}]})

    part_numbers: Annotated[list[int], Field(min_length=1, max_length=100)]


class PartUrls(_Body):
    """Addresses of parts, and until when they are good."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "part_urls": [{"number": 2, "size_bytes": 8_388_608, "url": _EXAMPLE_URL}],
                    "part_urls_expire_at": "2025-07-10T14:00:00+00:00",
                }
            ]
        }
    )

    part_urls: list[PartAddress]
    part_urls_expire_at: Instant
