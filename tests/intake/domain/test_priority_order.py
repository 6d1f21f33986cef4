"""推荐优先顺序: places from 1 without ties, gaps or strangers, told all at once; frozen by the hand-in."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from services.intake.domain.order_errors import OrderDiffers, OrderFaulty, OrderFrozen
from services.intake.domain.priority_order import Place, PriorityOrder, no_order
from services.intake.domain.tiers import Tier

AT = datetime(2025, 7, 19, 2, tzinfo=UTC)
UNSET = no_order("tianjin-2025-2", Tier.LEADING, "120116", "120000/120116")
RECOMMENDED = ("a", "b", "c")


def places(*pairs: tuple[str, int]) -> list[Place]:
    return [Place(application_id=name, place=place) for name, place in pairs]


def changed(order: PriorityOrder, *pairs: tuple[str, int]) -> PriorityOrder:
    return order.changed(places(*pairs), RECOMMENDED, by="officer", at=AT)


ORDERED = changed(UNSET, ("c", 2), ("a", 3), ("b", 1))


def test_an_order_is_told_first_place_first_however_it_was_sent() -> None:
    assert (UNSET.version, UNSET.application_ids, UNSET.changed_by) == (0, (), None)
    assert ORDERED.application_ids == ("b", "c", "a")
    assert (ORDERED.version, ORDERED.changed_by, ORDERED.changed_at) == (1, "officer", AT)
    assert changed(ORDERED, ("a", 1)).application_ids == ("a",)
    assert changed(ORDERED).application_ids == ()


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        ([("a", 1), ("b", 1)], {"/entries/0/place": "place-repeated", "/entries/1/place": "place-repeated"}),
        ([("a", 1), ("b", 3)], {"/entries/1/place": "place-missing"}),
        ([("a", 2)], {"/entries/0/place": "place-missing"}),
        ([("a", 2), ("b", 3)], {"/entries/1/place": "place-missing"}),
        ([("x", 1)], {"/entries/0/application_id": "not-recommended"}),
        ([("a", 1), ("a", 2)], {"/entries/0/application_id": "repeated", "/entries/1/application_id": "repeated"}),
        (
            [("x", 1), ("a", 1), ("a", 9)],
            {
                "/entries/0/application_id": "not-recommended",
                "/entries/0/place": "place-repeated",
                "/entries/1/application_id": "repeated",
                "/entries/1/place": "place-repeated",
                "/entries/2/application_id": "repeated",
                "/entries/2/place": "place-missing",
            },
        ),
    ],
    ids=["tie", "gap", "does not begin at 1", "begins at 2", "stranger", "twice", "all at once"],
)  # fmt: skip
def test_all_faults_are_told_at_once(pairs: list[tuple[str, int]], faults: dict[str, str]) -> None:
    with pytest.raises(OrderFaulty) as refused:
        changed(ORDERED, *pairs)

    assert {fault.pointer: fault.code for fault in refused.value.faults} == faults


def test_what_is_handed_in_is_the_order_and_freezes_it() -> None:
    frozen = ORDERED.handed_in(("b", "c", "a"), RECOMMENDED, hand_in_id="h")

    assert (frozen.version, frozen.application_ids) == (2, ("b", "c", "a"))
    with pytest.raises(OrderFrozen):
        changed(frozen, ("a", 1))
    with pytest.raises(OrderFrozen):
        frozen.handed_in(("b", "c", "a"), RECOMMENDED, hand_in_id="h2")


@pytest.mark.parametrize(
    ("handed_in", "must_hold", "faults"),
    [
        (("c", "b", "a"), RECOMMENDED, {"/application_ids/0": "order", "/application_ids/1": "order"}),
        (("b", "c"), "", {"/application_ids": "order"}),
        (("b", "c", "a", "d"), RECOMMENDED, {"/application_ids/3": "order"}),
        (("b", "c", "a"), "abcd", {"/application_ids": "left-out"}),
    ],
    ids=["another order", "one less", "one more", "recommended since"],
)  # fmt: skip
def test_what_differs_from_the_order_is_not_handed_in(
    handed_in: Sequence[str], must_hold: Sequence[str], faults: dict[str, str]
) -> None:
    with pytest.raises(OrderDiffers) as refused:
        ORDERED.handed_in(handed_in, must_hold, hand_in_id="h")

    assert {fault.pointer: fault.code for fault in refused.value.faults} == faults
