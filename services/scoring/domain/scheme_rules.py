"""What a scheme must keep to, so that its points add up and nothing in it can be read in two ways."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from services.scoring.domain.schemes import (
    Aggregation,
    Band,
    Bands,
    ExpertRule,
    Item,
    Ladder,
    Method,
    Scheme,
    Share,
)
from shared.errors import Fault
from shared.text import Text

MAX_DECIMALS = 6

#: A deviation needs two numbers.
LEAST_TO_STANDARDISE = 2


def faults_of_scheme(scheme: Scheme) -> list[Fault]:
    """Find everything that is wrong between the parts of a scheme."""
    ids = [item.item_id for item in scheme.items]
    counts = Counter(ids)
    faults = [
        _fault(f"/items/{place}/id", "repeated", "编号重复", "The id stands more than once")
        for place, one in enumerate(ids)
        if counts[one] > 1
    ]
    for place, item in enumerate(scheme.items):
        faults.extend(_faults_of_item(item, f"/items/{place}", is_usable=scheme.is_usable))
    if scheme.is_usable:
        faults.extend(_faults_of_total(scheme))
    if scheme.aggregation is not None:
        faults.extend(faults_of_aggregation(scheme.aggregation, ids, pointer="/aggregation"))
    return faults


def faults_of_aggregation(
    rule: Aggregation, item_ids: Iterable[str], *, pointer: str
) -> list[Fault]:
    """Find what contradicts itself in the way ballots are combined."""
    return [
        Fault(pointer=f"{pointer}{fault.pointer}", code=fault.code, message=fault.message)
        for fault in _faults_of_rule(rule, frozenset(item_ids))
    ]


def faults_of_facts(scheme: Scheme, numeric_facts: frozenset[str] | None) -> list[Fault]:
    """Find facts that the scheme's edition does not have as numbers; None is an unknown edition."""
    if not scheme.facts():
        return []
    if numeric_facts is None:
        return [
            _fault(
                "/edition_id",
                "edition-unknown",
                "机器计分须指明已装载的版次",
                "A scheme with machine-scored items names an edition that is loaded",
            )
        ]
    return [
        _fault(
            "/items",
            "fact-unknown",
            f"该版次没有数值事实 {name}",
            f"The edition has no numeric fact {name}",
        )
        for name in sorted(scheme.facts() - numeric_facts)
    ]


def _faults_of_total(scheme: Scheme) -> Iterator[Fault]:
    if scheme.total is None:
        yield _fault("/total", "required", "须填写总分", "The total must be stated")
    elif all(item.most is not None for item in scheme.items):
        found = sum((item.most or Decimal(0) for item in scheme.items), Decimal(0))
        if found != scheme.total:
            yield _fault(
                "/total",
                "total-differs",
                f"各项合计 {found}，与总分不符",
                f"The items add up to {found}, which is not the total",
            )
    if not scheme.expert_items():
        yield _fault(
            "/items", "no-expert-item", "没有专家打分项", "There is no item for experts to score"
        )


def _faults_of_item(item: Item, pointer: str, *, is_usable: bool) -> Iterator[Fault]:
    if is_usable:
        for name, value in (("most", item.most), ("rule", item.rule)):
            if value is None:
                yield _fault(
                    f"{pointer}/{name}",
                    "required",
                    "须填写；只有模板可以留空",
                    "Must be filled in; only a template may leave it open",
                )
    if item.most is not None and item.most <= 0:
        yield _fault(f"{pointer}/most", "out-of-range", "应大于 0", "must be more than 0")
    if item.most is None or item.rule is None:
        return
    if item.when_unknown is not None:
        if isinstance(item.rule, ExpertRule):
            yield _fault(
                f"{pointer}/when_unknown",
                "not-for-experts",
                "只用于机器计分项",
                "Belongs to machine-scored items",
            )
        yield from _outside(item.when_unknown, item.most, f"{pointer}/when_unknown")
    yield from _faults_of_points(item, f"{pointer}/rule")


def _faults_of_points(item: Item, pointer: str) -> Iterator[Fault]:
    most = item.most or Decimal(0)
    match item.rule:
        case ExpertRule() as rule:
            yield from _faults_of_steps(rule, most, pointer)
        case Ladder() as rule:
            bounds = [bound for bound, _ in rule.steps]
            if bounds != sorted(set(bounds)):
                yield _fault(
                    f"{pointer}/steps", "not-ascending", "台阶应逐级升高", "Steps must ascend"
                )
            for place, (_, points) in enumerate(rule.steps):
                yield from _outside(points, most, f"{pointer}/steps/{place}/points")
        case Bands() as rule:
            yield from _faults_of_bands(rule.bands, most, f"{pointer}/bands")
        case Share() as rule:
            if (rule.bands is None) == (rule.decimals is None):
                yield _fault(
                    pointer,
                    "one-of-two",
                    "bands 与 decimals 须二选一",
                    "States either bands or decimals",
                )
            yield from _faults_of_bands(rule.bands or (), most, f"{pointer}/bands")


def _faults_of_steps(rule: ExpertRule, most: Decimal, pointer: str) -> Iterator[Fault]:
    if rule.step <= 0:
        yield _fault(f"{pointer}/step", "out-of-range", "应大于 0", "must be more than 0")
    elif rule.least >= most or (most - rule.least) % rule.step:
        yield _fault(
            f"{pointer}/step",
            "off-step",
            "从最低分到最高分应为整数档",
            "Whole steps must lead from the least to the most points",
        )


def _faults_of_bands(bands: Sequence[Band], most: Decimal, pointer: str) -> Iterator[Fault]:
    for place, band in enumerate(bands):
        yield from _outside(band.points, most, f"{pointer}/{place}/points")
        is_open_inside = (place > 0 and band.starts is None) or (
            place < len(bands) - 1 and band.ends is None
        )
        is_empty = band.starts is not None and band.ends is not None and band.starts >= band.ends
        if is_open_inside or is_empty:
            yield _fault(
                f"{pointer}/{place}",
                "band-bounds",
                "只有首尾两档可以不设界，且下界应小于上界",
                "Only the first and last band may be open, and a band starts below its end",
            )
        elif place > 0 and bands[place - 1].ends != band.starts:
            yield _fault(
                f"{pointer}/{place}/from",
                "bands-overlap",
                "应从上一档的上界开始，不重叠、不留空",
                "Starts where the band before ends: no overlap, no gap",
            )


def _faults_of_rule(rule: Aggregation, item_ids: frozenset[str]) -> Iterator[Fault]:
    if (rule.trim > 0) != (rule.method is Method.TRIMMED_MEAN):
        yield _fault(
            "/trim",
            "trim",
            "去掉的票数只用于截尾均值，且至少为 1",
            "Belongs to the trimmed mean, which needs 1 or more",
        )
    standardises = rule.method is Method.STANDARDISED_MEAN
    if standardises and rule.least_ballots < LEAST_TO_STANDARDISE:
        yield _fault(
            "/least_ballots",
            "out-of-range",
            "标准化至少需要 2 票",
            "Standardising needs 2 ballots or more",
        )
    if not standardises and rule.least_ballots:
        yield _fault(
            "/least_ballots",
            "not-for-method",
            "只用于标准化均值",
            "Belongs to the standardised mean",
        )
    for place, tie in enumerate(rule.ties):
        if tie.item_id is None and place < len(rule.ties) - 1:
            yield _fault(
                f"/ties/{place}", "lot-not-last", "抽签只能放在最后", "A lot can only come last"
            )
        if tie.item_id is not None and tie.item_id not in item_ids:
            yield _fault(
                f"/ties/{place}/item",
                "item-unknown",
                "评分表中没有此项",
                "The scheme has no such item",
            )


def _outside(points: Decimal, most: Decimal, pointer: str) -> Iterator[Fault]:
    if not 0 <= points <= most:
        yield _fault(
            pointer,
            "out-of-range",
            f"应在 0 至 {most} 之间",
            f"must lie between 0 and {most}",
        )


def _fault(pointer: str, code: str, zh: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Text(zh=zh, en=en))
