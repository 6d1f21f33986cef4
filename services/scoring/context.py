"""What the routes of the scoring service need beyond the request's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.domain.schemes import Scheme
from services.scoring.store.edition_shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Context:
    """Made once by create_app, as ``app.state.context``."""

    #: Editions at hand: those that ship and those that were imported.
    shelf: Shelf
    #: Scoring schemes by id.
    schemes: Mapping[str, Scheme]
    #: Filings of a simulation that are counted together.
    simulation_part: int
