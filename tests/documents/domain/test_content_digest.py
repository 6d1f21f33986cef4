import hashlib

import pytest

from services.documents.domain.content_digest import declared_sha256, digest_header
from services.documents.domain.errors import ContentDigestMalformed

SHA256 = hashlib.sha256(b"{}").hexdigest()
ENCODED = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="


def test_a_digest_is_written_as_the_rfc_writes_it() -> None:
    assert digest_header(SHA256) == f"sha-256=:{ENCODED}:"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        (f"sha-256=:{ENCODED}:", SHA256),
        (f"  sha-256=:{ENCODED}:  ", SHA256),
        (f"sha-512=:AAAA:, sha-256=:{ENCODED}:", SHA256),
        (f"sha-256=:{ENCODED}:;note=1", SHA256),
        ("sha-512=:AAAA:", None),
    ],
)
def test_a_declared_digest_is_read(header: str | None, expected: str | None) -> None:
    assert declared_sha256(header) == expected


@pytest.mark.parametrize(
    "header",
    ["", "sha-256", f"sha-256={ENCODED}", "sha-256=:not base64:", "sha-256=:AAAA:", "SHA-256=:A:"],
)
def test_a_header_that_is_no_digest_is_malformed(header: str) -> None:
    with pytest.raises(ContentDigestMalformed):
        declared_sha256(header)
