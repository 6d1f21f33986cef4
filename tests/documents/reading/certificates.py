"""Makes certificate authorities and signed PDFs of people who do not exist."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

_NOW = datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def an_authority(name: str = "示例根证书") -> Identity:
    return _issued(name, None)


def a_person(name: str, authority: Identity) -> Identity:
    return _issued(name, authority)


def signed(
    pdf: bytes, person: Identity, authority: Identity, folder: Path, *, field: str = "Signature1"
) -> bytes:
    """Sign a PDF as a desk's signing program does: as an addition to the file."""
    key, certificate, root = folder / "key.pem", folder / "person.pem", folder / "issuer.pem"
    key.write_bytes(
        person.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate.write_bytes(person.pem)
    root.write_bytes(authority.pem)
    load: Any = signers.SimpleSigner.load
    signer = load(key, certificate, ca_chain_files=(root,))
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec(field))
    metadata = signers.PdfSignatureMetadata(field_name=field)
    signer_of_pdf = signers.PdfSigner(metadata, signer)
    return bytes(signer_of_pdf.sign_pdf(writer).getbuffer())


def _issued(name: str, authority: Identity | None) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = authority.certificate.subject if authority else subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - timedelta(days=1))
        .not_valid_after(_NOW + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=authority is not None,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=authority is None,
                crl_sign=authority is None,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    certificate = builder.sign(authority.key if authority else key, hashes.SHA256())
    return Identity(certificate=certificate, key=key)
