"""A panel and its assignments as they stand on record."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.scoring.domain.assessment import KeptBytes
from services.scoring.domain.panels.commitment import Commitment, PublicValue
from services.scoring.domain.panels.lifecycle import Action, State, state_after
from services.scoring.domain.panels.pool import Basis


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who took a step and when."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Panel:
    panel_id: str
    state: State
    version: int
    basis: Basis
    #: The basis as it was frozen; None while the pool may change.
    frozen: KeptBytes | None = None
    commitment: Commitment | None = None
    public_value: PublicValue | None = None
    secret: str | None = None
    seed: bytes | None = None
    draw: KeptBytes | None = None
    result: KeptBytes | None = None
    #: Over the result's digests; None for a panel closed before there were signatures.
    signature: str | None = None
    #: How many panels that drew or were to draw these applications were cancelled before.
    attempt: int
    reason: str | None = None
    #: Who took which step last; ``create`` is the first.
    steps: dict[str, Signed]

    def after(self, action: Action, signed: Signed) -> "Panel":
        """Take a step; raise PanelNotInState."""
        return replace(
            self,
            state=state_after(self.state, action),
            version=self.version + 1,
            steps={**self.steps, action.value: signed},
        )

    def taken_by(self, action: Action) -> str | None:
        """Name who took a step."""
        step = self.steps.get(action.value)
        return None if step is None else step.by


@dataclass(frozen=True, kw_only=True)
class RecusalRecord:
    """A recusal with its reason, as people read it."""

    counter: int
    application_id: str
    expert_id: str
    is_whole: bool
    replacement_id: str | None
    reason: str
    signed: Signed
