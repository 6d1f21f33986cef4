"""Writes what goes into a reading process and what comes out of it as JSON, and reads it back the same."""

from collections.abc import Sequence

from pydantic import TypeAdapter

from services.documents.domain.findings import Finding
from services.documents.domain.scan_expectation import ScanExpectation
from services.documents.domain.scan_reading import ScanReading

_EXPECTATION = TypeAdapter(ScanExpectation)
_READING = TypeAdapter(ScanReading)
_FINDINGS = TypeAdapter(tuple[Finding, ...])


def expectation_json(expectation: ScanExpectation) -> str:
    """Write an expectation on one line."""
    return _EXPECTATION.dump_json(expectation).decode()


def expectation_from(text: str | bytes) -> ScanExpectation:
    """Read an expectation; raise ValueError for anything else."""
    return _EXPECTATION.validate_json(text)


def reading_json(reading: ScanReading) -> str:
    """Write a reading on one line."""
    return _READING.dump_json(reading).decode()


def reading_from(text: str | bytes) -> ScanReading:
    """Read a reading; raise ValueError for anything else."""
    return _READING.validate_json(text)


def findings_json(findings: Sequence[Finding]) -> str:
    """Write a list of findings on one line."""
    return _FINDINGS.dump_json(tuple(findings)).decode()


def findings_from(text: str | bytes) -> tuple[Finding, ...]:
    """Read a list of findings; raise ValueError for anything else."""
    return _FINDINGS.validate_json(text)
