"""What intake's use cases work with; made once by app.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.intake.bundles.rounds import LoadedRound
from services.intake.domain.errors import RoundNotFound, TierNotOffered, UnitNotFound
from services.intake.domain.register_file import RegisterColumns
from services.intake.domain.rounds import TierRules
from services.intake.domain.tiers import Tier
from services.intake.domain.units import Unit, UnitTree
from services.intake.domain.working_days import WorkingCalendar
from shared.authorisation import Access
from shared.clients.documents import DocumentsClient
from shared.clients.feed import FeedClient
from shared.clients.scoring import ScoringClient
from shared.clock import Clocks
from shared.database import Database


@dataclass(frozen=True, kw_only=True)
class IntakeContext:
    """The data, clients and clocks of a running intake service."""

    clocks: Clocks
    database: Database
    rounds: Mapping[str, LoadedRound]
    units: UnitTree
    calendars: Mapping[str, WorkingCalendar]
    register_columns: RegisterColumns
    scoring: ScoringClient
    documents: DocumentsClient
    #: Callees by name, whose events are polled home.
    feeds: Mapping[str, FeedClient]
    upload_ticket_life_s: int
    read_ticket_life_s: int

    def round_named(self, round_id: str) -> LoadedRound:
        """Look a round up; raise RoundNotFound."""
        loaded = self.rounds.get(round_id)
        if loaded is None:
            raise RoundNotFound
        return loaded

    def rules_for(self, round_id: str, tier: Tier) -> TierRules:
        """Look up what a round says about a tier that it takes here; raise TierNotOffered."""
        rules = self.round_named(round_id).round.rules_for(tier)
        if rules is None or not rules.is_open_here:
            raise TierNotOffered
        return rules

    def unit(self, code: str) -> Unit:
        """Look a unit up; raise UnitNotFound."""
        unit = self.units.find(code)
        if unit is None:
            raise UnitNotFound
        return unit


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who acts in this request, over what, and when the request arrived by the business clock."""

    access: Access
    arrived_at: datetime

    @property
    def subject(self) -> str:
        return self.access.principal.subject
