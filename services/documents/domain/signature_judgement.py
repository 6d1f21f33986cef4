"""Turns the digital signatures of a PDF into findings."""

from collections.abc import Iterator

from services.documents.domain import finding_kinds as kinds
from services.documents.domain.findings import Finding
from services.documents.domain.scan_reading import SignatureReading, Trust
from shared.text import Text


def judge_signatures(signatures: tuple[SignatureReading, ...]) -> tuple[Finding, ...]:
    """Say of each signature who signed, and whether it holds; a file without one is no fault."""
    return tuple(finding for signature in signatures for finding in _signature(signature))


def _signature(signature: SignatureReading) -> Iterator[Finding]:
    if signature.fault:
        found = Text(zh=signature.field, en=signature.field)
        yield Finding(kind=kinds.SIGNATURE_UNREADABLE, found=found)
        return
    time = signature.claimed_at or "–"
    who = Text(
        zh="签名人 {signer}，颁发者 {issuer}，自称时间 {time}",
        en="signed by {signer}, certificate by {issuer}, time as claimed {time}",
    ).fill(signer=signature.signer, issuer=signature.issuer, time=time)
    if not signature.is_intact:
        yield Finding(kind=kinds.SIGNATURE_BROKEN, found=who)
        return
    if not signature.covers_whole_file:
        yield Finding(kind=kinds.SIGNATURE_NOT_WHOLE, found=who)
    if signature.trust is not Trust.TRUSTED:
        yield Finding(kind=kinds.SIGNATURE_UNTRUSTED, found=who)
    elif signature.covers_whole_file:
        yield Finding(kind=kinds.SIGNATURE_SOUND, found=who)
