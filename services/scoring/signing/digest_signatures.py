"""A signature over what was frozen, by its digests: a small JWS beside the document, which stays as it was hashed.

Results of panels and versions of assessments have one. It proves that this service froze those digests under that
name, and claims no more.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from services.scoring.domain.assessment import KeptBytes
from services.scoring.signing.jws import NotSigned, read_signed, signed
from services.scoring.signing.key_folder import ReceiptKey
from services.scoring.signing.receipt_signer import ReceiptSigner
from shared.canonical import canonical_bytes
from shared.strict_json import strict_loads

#: What ``typ`` says, so that none of these is ever taken for a receipt.
TYPE = "tidu-signature+jws"
FORMAT = "tidu-signature-1"


class Signed(StrEnum):
    """What is signed."""

    PANEL_RESULT = "panel-result"
    ASSESSMENT_VERSION = "assessment-version"


def sign_digests(signer: ReceiptSigner, what: Signed, name: str, kept: KeptBytes) -> str:
    """Sign the digests of what is frozen under a name; the JWS as text."""
    at = signer.now()
    said = {**_said(what, name, sha256=kept.sha256, sm3=kept.sm3), "signed_at": at.isoformat()}
    return signed(canonical_bytes(said), signer.key(at), media_type=TYPE).decode()


def is_signature_of(
    text: str,
    keys: Sequence[ReceiptKey],
    what: Signed,
    name: str,
    *,
    sha256: str,
    sm3: str,
) -> bool:
    """Tell whether a text is a signature, by one of these keys, over these digests under this name."""
    try:
        found = read_signed(text.encode(), media_type=TYPE)
        said: Any = strict_loads(found.payload)
    except (NotSigned, ValueError):
        return False
    key = next((one for one in keys if one.key_id == found.key_id), None)
    if key is None or key.algorithm.name != found.header["alg"] or not isinstance(said, dict):
        return False
    said.pop("signed_at", None)
    return said == _said(what, name, sha256=sha256, sm3=sm3) and key.algorithm.verify(
        key.jwk, found.signing_input, found.signature
    )


def version_name(assessment_id: str, version: int) -> str:
    """Name a version of an assessment."""
    return f"{assessment_id}/{version}"


def _said(what: Signed, name: str, *, sha256: str, sm3: str) -> dict[str, str]:
    return {"format": FORMAT, "of": what.value, "name": name, "sha256": sha256, "sm3": sm3}
