"""What the routes of the scoring service need beyond the request's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.domain.library import Library
from services.scoring.domain.schemes import Scheme


@dataclass(frozen=True, kw_only=True)
class Context:
    """Made once by create_app, as ``app.state.context``."""

    library: Library
    #: Scoring schemes by id.
    schemes: Mapping[str, Scheme]
