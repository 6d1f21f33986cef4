"""绑定: a person is bound to an enterprise by the issuer's claim, or by its district's confirmation, never by typing.

A request gives no right; only a confirmed binding does, until it is revoked. The person names the unit that confirms,
so a unit's word counts for enterprises registered with it or below it, and for those not registered here yet.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.binding_errors import BindingNotInState, EnterpriseOfOtherUnit
from shared.text import Text


class BindingState(StrEnum):
    """Where a binding stands."""

    #: 待确认
    REQUESTED = "requested"
    #: 已确认
    CONFIRMED = "confirmed"
    #: 不予确认
    REFUSED = "refused"
    #: 已撤销
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Binding:
    """One person's wish to act for one enterprise, and what its district made of it."""

    binding_id: str
    subject: str
    #: 统一社会信用代码, normalised.
    credit_code: str
    enterprise_name: str
    #: The unit that confirms.
    unit_code: str
    unit_path: str
    #: How the person shows that they act for the enterprise.
    statement: str
    state: BindingState
    #: Grows with every change; the ETag.
    version: int
    requested_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None

    def require_reach(self, enterprise_unit_path: str) -> None:
        """Raise EnterpriseOfOtherUnit where the unit's word does not count for an enterprise registered there."""
        if not f"{enterprise_unit_path}/".startswith(f"{self.unit_path}/"):
            raise EnterpriseOfOtherUnit

    def confirmed(self, *, by: str, at: datetime, reason: str) -> "Binding":
        """Let the person act for the enterprise; raise BindingNotInState unless it was only requested."""
        return self._decided(BindingState.REQUESTED, BindingState.CONFIRMED, by, at, reason)

    def refused(self, *, by: str, at: datetime, reason: str) -> "Binding":
        """Refuse the request; raise BindingNotInState unless it was only requested."""
        return self._decided(BindingState.REQUESTED, BindingState.REFUSED, by, at, reason)

    def revoked(self, *, by: str, at: datetime, reason: str) -> "Binding":
        """Take the right away again; raise BindingNotInState unless it was confirmed."""
        return self._decided(BindingState.CONFIRMED, BindingState.REVOKED, by, at, reason)

    def _decided(
        self, before: BindingState, after: BindingState, by: str, at: datetime, reason: str
    ) -> "Binding":
        if self.state is not before:
            raise BindingNotInState(
                Text(
                    zh=f"绑定状态为 {self.state}，需要 {before}",
                    en=f"The binding is {self.state}; this step needs it to be {before}",
                )
            )
        return replace(
            self,
            state=after,
            version=self.version + 1,
            decided_by=by,
            decided_at=at,
            reason=reason,
        )
