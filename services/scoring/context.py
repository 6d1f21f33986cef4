"""What the routes of the scoring service need beyond the request's transaction."""

from dataclasses import dataclass

from services.scoring.domain.library import Library


@dataclass(frozen=True, kw_only=True)
class Context:
    """Made once by create_app, as ``app.state.context``."""

    library: Library
