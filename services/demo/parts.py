"""How far each firm of the cast has come, and what it left behind."""

from dataclasses import dataclass

from services.scenarios.cast import Member, Peculiarity
from services.scenarios.firm import JsonObject
from services.scenarios.lives import Draft, Ready
from services.scenarios.wording import TIERS


@dataclass(kw_only=True)
class Part:
    """One firm's part in the play; what is None has not come about (yet)."""

    member: Member
    draft: Draft | None = None
    ready: Ready | None = None
    receipt: JsonObject | None = None

    @property
    def label(self) -> str:
        """Name the firm shortly, with its tier."""
        return f"{self.member.firm.factory_name.removesuffix('工厂')}（{TIERS[self.member.tier]}）"

    @property
    def application_id(self) -> str:
        """Give the id of the firm's application; only a draft has one."""
        return self.standing_draft.application_id

    @property
    def standing_draft(self) -> Draft:
        """Give the draft, which the play has started by now."""
        if self.draft is None:
            raise NotThereYet(f"{self.member.key} has no draft")
        return self.draft

    @property
    def finished(self) -> Ready:
        """Give what is one click from being submitted."""
        if self.ready is None:
            raise NotThereYet(f"{self.member.key} has finalised nothing")
        return self.ready

    @property
    def reached_the_city(self) -> bool:
        """Tell whether its unit has handed it in."""
        return self.receipt is not None and self.member.outcome != "not-passed"

    def has(self, *peculiarities: Peculiarity) -> bool:
        """Tell whether one of these is this firm's."""
        return self.member.peculiarity in peculiarities


class NotThereYet(RuntimeError):
    """An act came before the one that it builds on."""
