"""The signed file: a JWS that other libraries read, in exactly one form of its bytes."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.jwk import OKPKey

from services.scoring.signing.jws import NotSigned, canonical_file, read_signed
from tests.scoring.receipts import AT, a_receipt, decoded
from tests.scoring.signers import a_signer

FILE = a_receipt().file
PARTS: dict[str, str] = json.loads(FILE.content)
[PUBLIC] = a_signer().published()


def public_key() -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(decoded(PUBLIC["x"]))


def test_the_signature_is_good_for_cryptography_alone() -> None:
    data = f"{PARTS['protected']}.{PARTS['payload']}".encode()

    public_key().verify(decoded(PARTS["signature"]), data)
    with pytest.raises(InvalidSignature):
        public_key().verify(decoded(PARTS["signature"]), data + b" ")


def test_another_library_reads_it_as_a_flattened_jws() -> None:
    found = jws.deserialize_json(
        json.loads(FILE.content),
        OKPKey.import_key(PUBLIC),
        algorithms=["Ed25519"],
        registry=jws.JWSRegistry(algorithms=["Ed25519"]),
    )

    assert found.payload == decoded(PARTS["payload"])
    assert json.loads(decoded(PARTS["protected"])) == {
        "alg": "Ed25519",
        "cty": "json",
        "kid": a_signer().key(AT).key_id,
        "typ": "tidu-receipt+jws",
    }


def test_the_kid_is_the_thumbprint_of_the_key() -> None:
    members = f'{{"crv":"Ed25519","kty":"OKP","x":"{PUBLIC["x"]}"}}'

    assert decoded(PUBLIC["kid"]) == hashlib.sha256(members.encode()).digest()


def test_the_layout_of_a_file_does_not_change_its_digest() -> None:
    laid_out = json.dumps(PARTS, indent=2, sort_keys=False).encode()

    assert canonical_file(laid_out) == FILE.content
    assert read_signed(laid_out) == read_signed(FILE.content)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda parts: parts.update(header={}),
        lambda parts: parts.pop("signature"),
        lambda parts: parts.update(payload=7),
        lambda parts: parts.update(signature=parts["signature"] + "="),
        lambda parts: parts.update(signature=parts["signature"][:-1] + "B"),
        lambda parts: parts.update(payload=""),
        lambda parts: parts.update(protected="e30"),
        lambda parts: parts.update(protected="W10"),
    ],
    ids=[
        "header", "part-missing", "no-text", "padding", "spare-bits", "empty", "no-kid", "no-object",
    ],
)  # fmt: skip
def test_what_has_not_the_form_is_refused(spoilt: Callable[[dict[str, Any]], object]) -> None:
    parts: dict[str, Any] = dict(PARTS)
    spoilt(parts)

    with pytest.raises(NotSigned):
        read_signed(json.dumps(parts).encode())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"payload":NaN}'])
def test_what_is_no_json_object_is_refused(content: bytes) -> None:
    with pytest.raises(NotSigned):
        read_signed(content)
