"""推荐项目优先顺序: the order in which a unit recommends, where the round asks for one (notice 一（二）2, 二（二）2)."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from services.intake.domain.order_errors import OrderDiffers, OrderFaulty, OrderFrozen
from services.intake.domain.tiers import Tier
from shared.errors import Fault
from shared.text import Text

#: A line that stands for an application.
Line = TypeVar("Line")

_REPEATED_PLACE = Text(zh="名次重复", en="this place is given twice")
_REPEATED = Text(zh="同一申报只能列一次", en="must name each application once")
_STRANGER = Text(
    zh="不是本单位已推荐的该级别申报",
    en="is no application of this tier that your unit recommended",
)
_GAP = Text(zh="名次应从 1 起连续", en="places must run from 1 without a gap")
_NOT_IN_ORDER = Text(zh="与已排定的优先顺序不一致", en="differs from the saved order")
_LEFT_OUT = Text(zh="遗漏了已推荐的申报", en="leaves out what was recommended")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One line of an order as the unit sends it."""

    application_id: str
    place: int


@dataclass(frozen=True, kw_only=True)
class PriorityOrder:
    """The order of one unit for one tier in one round."""

    round_id: str
    tier: Tier
    unit_code: str
    unit_path: str
    #: Grows with every change; 0 while nobody has set one.
    version: int
    #: First place first.
    application_ids: tuple[str, ...]
    changed_by: str | None
    changed_at: datetime | None
    #: The hand-in that froze it.
    hand_in_id: str | None

    def changed(
        self, places: Sequence[Place], recommended: Collection[str], *, by: str, at: datetime
    ) -> "PriorityOrder":
        """Set the order; raise OrderFrozen after the hand-in, OrderFaulty with all that is wrong."""
        self.require_open()
        faults = _faults_of(places, recommended)
        if faults:
            raise OrderFaulty(faults=faults)
        ordered = sorted(places, key=lambda line: line.place)
        return replace(
            self,
            version=self.version + 1,
            application_ids=tuple(line.application_id for line in ordered),
            changed_by=by,
            changed_at=at,
        )

    def handed_in(
        self, application_ids: Sequence[str], must_hold: Collection[str], *, hand_in_id: str
    ) -> "PriorityOrder":
        """Freeze the order; raise OrderFrozen, or OrderDiffers when it is not what is handed in."""
        self.require_open()
        faults = [
            Fault(pointer=f"/application_ids/{place}", code="order", message=_NOT_IN_ORDER)
            for place, application_id in enumerate(application_ids)
            if place >= len(self.application_ids) or self.application_ids[place] != application_id
        ]
        if len(application_ids) < len(self.application_ids):
            faults.append(Fault(pointer="/application_ids", code="order", message=_NOT_IN_ORDER))
        if set(must_hold) - set(application_ids):
            faults.append(Fault(pointer="/application_ids", code="left-out", message=_LEFT_OUT))
        if faults:
            raise OrderDiffers(faults=faults)
        return replace(self, version=self.version + 1, hand_in_id=hand_in_id)

    def arranged(self, lines: Sequence[Line], *, name: Callable[[Line], str]) -> list[Line]:
        """Put lines into this order; what it does not name follows as it came."""
        places = {each: place for place, each in enumerate(self.application_ids)}
        return sorted(lines, key=lambda line: places.get(name(line), len(places)))

    def require_open(self) -> None:
        """Raise OrderFrozen once the unit has handed in."""
        if self.hand_in_id is not None:
            raise OrderFrozen


def no_order(round_id: str, tier: Tier, unit_code: str, unit_path: str) -> PriorityOrder:
    """Give what stands before a unit has set its order."""
    return PriorityOrder(
        round_id=round_id,
        tier=tier,
        unit_code=unit_code,
        unit_path=unit_path,
        version=0,
        application_ids=(),
        changed_by=None,
        changed_at=None,
        hand_in_id=None,
    )


def _faults_of(places: Sequence[Place], recommended: Collection[str]) -> list[Fault]:
    counted = Counter(line.place for line in places)
    named = Counter(line.application_id for line in places)
    faults = []
    for number, line in enumerate(places):
        pointer = f"/entries/{number}"
        if line.application_id not in recommended:
            faults.append(
                Fault(
                    pointer=f"{pointer}/application_id", code="not-recommended", message=_STRANGER
                )
            )
        elif named[line.application_id] > 1:
            faults.append(
                Fault(pointer=f"{pointer}/application_id", code="repeated", message=_REPEATED)
            )
        if counted[line.place] > 1:
            faults.append(
                Fault(pointer=f"{pointer}/place", code="place-repeated", message=_REPEATED_PLACE)
            )
        elif line.place > len(places):
            faults.append(Fault(pointer=f"{pointer}/place", code="place-missing", message=_GAP))
    return faults
