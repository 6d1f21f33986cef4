"""The public keys of receipts, where readers of JSON Web Keys look for them."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from services.scoring.routes.dependencies import CurrentSigner
from shared.canonical import canonical_bytes
from shared.openapi import problems
from shared.request_errors import InvalidRequest
from shared.transactions import TransactionalRoute

router = APIRouter(tags=["receipts"], route_class=TransactionalRoute)

MEDIA_TYPE = "application/jwk-set+json"

#: A new key is announced longer than this before it signs (docs/receipts.md).
_FRESH_FOR_S = 3600


class KeySet(BaseModel):
    """公钥集合（RFC 7517） · A set of public keys."""

    model_config = ConfigDict(extra="forbid")

    keys: list[dict[str, Any]] = Field(
        description="由新到旧；nbf 为开始签名的时间（自 1970 年起的秒数） · the newest first; nbf is when a key begins to sign, in "
        "seconds since 1970",
        examples=[
            [
                {
                    "kty": "OKP",
                    "crv": "Ed25519",
                    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                    "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                    "alg": "Ed25519",
                    "use": "sig",
                    "nbf": 1751328000,
                }
            ]
        ],
    )


@router.get(
    "/.well-known/jwks.json",
    response_class=Response,
    summary="读取回执公钥 · Read the public keys of receipts",
    description=(
        "核对评估回执所用的全部公钥，无需登录。停用的密钥仍列出，以便核对其签发的回执；可按 Cache-Control 缓存。\n\n"
        "All public keys for checking receipts, without a login. Retired keys stay listed, so that what they signed "
        "can be checked for as long as anybody asks. Cache it as Cache-Control says."
    ),
    responses={
        200: {
            "content": {MEDIA_TYPE: {"schema": KeySet.model_json_schema()}},
            "description": "公钥集合 · the set of keys",
        },
        304: {"description": "未改变 · not changed since that ETag"},
        **problems(InvalidRequest),
    },
)
async def list_receipt_keys(
    signer: CurrentSigner,
    if_none_match: Annotated[
        str | None, Header(description="上次的 ETag · the ETag of the last answer")
    ] = None,
) -> Response:
    content = canonical_bytes({"keys": signer.published()})
    headers = {
        "Cache-Control": f"public, max-age={_FRESH_FOR_S}",
        "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
    }
    if if_none_match is not None and headers["ETag"] in if_none_match:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
