"""Reads the scoring schemes that the service has loaded."""

from collections.abc import Mapping

from services.scoring.domain.panel_errors import SchemeNotFound
from services.scoring.domain.schemes import Scheme


def list_all(schemes: Mapping[str, Scheme]) -> list[Scheme]:
    """List all schemes by id."""
    return [schemes[scheme_id] for scheme_id in sorted(schemes)]


def read_one(schemes: Mapping[str, Scheme], scheme_id: str) -> Scheme:
    """Find a scheme; raise SchemeNotFound."""
    try:
        return schemes[scheme_id]
    except KeyError:
        raise SchemeNotFound from None
