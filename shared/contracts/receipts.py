"""The signed receipt of an assessment, as it goes from the scoring service to whoever asks."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from shared.contracts.verdicts import Body

#: RFC 7515 §9.2.1: a JWS in JSON.
MEDIA_TYPE = "application/jose+json"

_Base64Url = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$")]


class SignedReceipt(Body):
    """签名回执：扁平 JSON 形式的 JWS（RFC 7515 §7.2.2） · A signed receipt: a JWS in flattened JSON.

    字段说明见 docs/receipts.md；用 `tidu verify` 可离线核对 · its fields are told in docs/receipts.md; `tidu verify` checks it offline.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "payload": "eyJhc3Nlc3NtZW50Ijp7fX0",
                    "protected": "eyJhbGciOiJFZDI1NTE5IiwiY3R5IjoianNvbiIsImtpZCI6IkUifQ",
                    "signature": "kPZ0c2lnbmF0dXJl",
                }
            ]
        }
    )

    payload: _Base64Url = Field(
        description="回执正文：规范化 JSON（RFC 8785）的 base64url · the document, canonical JSON, in base64url"
    )
    protected: _Base64Url = Field(
        description="受保护的头部：alg, kid, typ, cty · the protected header in base64url"
    )
    signature: _Base64Url = Field(
        description="对 protected.payload 的签名 · signature over protected.payload, in base64url"
    )
