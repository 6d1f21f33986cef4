"""Scoring schemes (评分表): items a machine scores from facts, items an expert scores, and how ballots add up.

A scheme is data; no weight, step or rule stands in code. All points are exact decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from services.scoring.domain.edition import ContentHash
from services.scoring.domain.provenance import Certainty, Source
from shared.text import Text


class Standing(StrEnum):
    """Whose scheme it is."""

    #: The city's own, filled in.
    OWN = "own"
    #: Another place's: an example, never the city's.
    ANOTHER_PLACE = "another-place"
    #: A form that the city has still to fill in; no panel can use it.
    TEMPLATE = "template"


class Method(StrEnum):
    """How the ballots on one application become one number."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed-mean"
    #: Each expert's ballots brought to one mean and one spread before they are averaged.
    STANDARDISED_MEAN = "standardised-mean"


@dataclass(frozen=True, kw_only=True)
class Tie:
    """What decides between applications of the same score: an item's points, or a lot from the seed."""

    #: An item's id; None draws a lot.
    item_id: str | None


@dataclass(frozen=True, kw_only=True)
class Aggregation:
    method: Method
    #: Ballots left out at either end of a trimmed mean.
    trim: int = 0
    #: An expert with fewer ballots is not standardised.
    least_ballots: int = 0
    #: Decimals of a published score.
    decimals: int
    #: A ballot this far from the median of its application is flagged; None flags nothing.
    outliers_from: Decimal | None = None
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The highest step that a fact reaches gives the points."""

    fact: str
    #: (at least, points), ascending.
    steps: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, kw_only=True)
class Band:
    """From a bound (included) up to another one (not included); None is open."""

    starts: Decimal | None
    ends: Decimal | None
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Bands:
    fact: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class Share:
    """One fact in proportion to another: by bands, or the item's points times the share."""

    numerator: str
    denominator: str
    bands: tuple[Band, ...] | None
    #: Decimals of the points when there are no bands.
    decimals: int | None


MachineRule = Ladder | Bands | Share


@dataclass(frozen=True, kw_only=True)
class ExpertRule:
    least: Decimal
    step: Decimal
    guidance: Text


@dataclass(frozen=True, kw_only=True)
class Item:
    item_id: str
    title: Text
    #: The most points; None in a template.
    most: Decimal | None
    #: None in a template.
    rule: MachineRule | ExpertRule | None
    #: Points when the machine does not know the fact; None: the fact must be known.
    when_unknown: Decimal | None
    source: Source | None
    certainty: Certainty | None
    note: Text | None


@dataclass(frozen=True, kw_only=True)
class Scheme:
    scheme_id: str
    title: Text
    standing: Standing
    place: Text
    note: Text
    #: Whose catalogue the machine's facts are of.
    edition_id: str | None
    total: Decimal | None
    items: tuple[Item, ...]
    #: None: whoever makes a panel states it.
    aggregation: Aggregation | None
    content_hash: ContentHash
    #: The file as it was read, all numbers as text: what was hashed.
    content: Mapping[str, object]

    @property
    def is_usable(self) -> bool:
        """Tell whether a panel may use it."""
        return self.standing is not Standing.TEMPLATE

    def expert_items(self) -> tuple[tuple[Item, ExpertRule], ...]:
        """List the items that experts score."""
        return tuple((item, item.rule) for item in self.items if isinstance(item.rule, ExpertRule))

    def machine_items(self) -> tuple[tuple[Item, MachineRule], ...]:
        """List the items that the machine scores."""
        return tuple(
            (item, item.rule)
            for item in self.items
            if item.rule is not None and not isinstance(item.rule, ExpertRule)
        )

    def facts(self) -> frozenset[str]:
        """Name the facts that the machine reads."""
        names: set[str] = set()
        for _, rule in self.machine_items():
            if isinstance(rule, Share):
                names |= {rule.numerator, rule.denominator}
            else:
                names.add(rule.fact)
        return frozenset(names)
