"""Writes what goes into a reading process and what comes out of it as JSON, and reads it back the same."""

from pydantic import TypeAdapter

from services.documents.domain.scan_expectation import ScanExpectation
from services.documents.domain.scan_reading import ScanReading

_EXPECTATION = TypeAdapter(ScanExpectation)
_READING = TypeAdapter(ScanReading)


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
