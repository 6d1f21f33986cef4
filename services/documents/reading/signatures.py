"""Looks at the digital signatures of a PDF: who signed, whether it is intact, whom it leads to.

Nothing is fetched from any network: whether a certificate was revoked meanwhile is not asked.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from services.documents.domain.scan_reading import SignatureReading, Trust

#: Of one file; nobody signs more often, and each costs work.
_MOST_SIGNATURES = 50
_ROOT_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})
#: What hostile signatures make the library raise; each is told as one that could not be read.
_FAULTS = (
    PdfError,
    PathError,
    ValidationError,
    InvalidSignature,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    NotImplementedError,
    IndexError,
)


def read_signatures(path: Path, trusted_roots: Path | None) -> tuple[SignatureReading, ...]:
    """Read all signatures of a PDF; none for a file that the library cannot read."""
    roots = list(_roots_in(trusted_roots)) if trusted_roots is not None else []
    with path.open("rb") as file:
        try:
            reader = PdfFileReader(file, strict=False)
            filled = list(
                islice(enumerate_sig_fields(reader, filled_status=True), _MOST_SIGNATURES)
            )
        except (*_FAULTS, RecursionError):
            # Whether it opens as a PDF at all is for others to say.
            return ()
        return tuple(_reading(reader, name, field, roots) for name, _, field in filled)


def _roots_in(folder: Path) -> Iterator[x509.Certificate]:
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in _ROOT_SUFFIXES:
            data = file.read_bytes()
            parts = (
                [body for _, _, body in pem.unarmor(data, multiple=True)]
                if pem.detect(data)
                else [data]
            )
            for part in parts:
                yield x509.Certificate.load(part)


def _reading(
    reader: PdfFileReader, name: str, field: DictionaryObject, roots: list[x509.Certificate]
) -> SignatureReading:
    try:
        return _validated(EmbeddedPdfSignature(reader, field, name), name, roots)
    except _FAULTS as error:
        return SignatureReading(
            field=name,
            signer="",
            issuer="",
            claimed_at=None,
            is_intact=False,
            trust=Trust.NOT_JUDGED,
            covers_whole_file=False,
            fault=type(error).__name__,
        )


def _validated(
    signature: EmbeddedPdfSignature, name: str, roots: list[x509.Certificate]
) -> SignatureReading:
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    certificate = signature.signer_cert
    claimed = signature.self_reported_timestamp
    trust = Trust.TRUSTED if status.trusted else Trust.UNTRUSTED
    return SignatureReading(
        field=name,
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        claimed_at=claimed.isoformat() if claimed else None,
        is_intact=bool(status.intact and status.valid),
        trust=trust if roots else Trust.NOT_JUDGED,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
    )


def _name(name: x509.Name) -> str:
    """Give the common name, or all of the name where there is none."""
    return str(name.native.get("common_name") or name.human_friendly)
