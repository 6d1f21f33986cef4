"""How the round ended: tier by outcome, as the city's own list tells it, beside what the cast foresees."""

from collections import Counter
from collections.abc import Callable

from services.demo.scene import Scene
from services.demo.timeline import columns_of, padded
from services.scenarios.cast import Tier
from services.scenarios.people import CITY_OFFICER
from services.scenarios.steps.watching import all_applications
from services.scenarios.wording import STATES, TIERS

#: What has no application, because its enterprise could not be registered.
NOT_REGISTERED = "not-registered"

_TIER_WIDTH = 10


def check_outcomes(scene: Scene) -> dict[str, str]:
    """Compare every firm's end with the cast's expectation; give what was found."""
    officer = scene.quiet_venue().front_end(CITY_OFFICER)
    states = {each["application_id"]: each["state"] for each in all_applications(officer)}
    found = {
        part.member.key: states.pop(part.application_id, "lost")
        if part.draft is not None
        else NOT_REGISTERED
        for part in scene.parts
    }
    scene.checks.equal("没有计划外的申报 · no application that nobody made", states, {})
    for tier in reversed(Tier):
        expected = {part.member.key: part.member.outcome for part in scene.of_tier(tier)}
        scene.checks.equal(
            f"{TIERS[tier]} {len(expected)} 家的结果均如所料 · all end as the cast foresees",
            {key: found[key] for key in expected},
            expected,
        )
    return found


def write_outcome_table(scene: Scene, found: dict[str, str], write: Callable[[str], None]) -> None:
    """Print how many of each tier ended how."""
    outcomes = [state for state in STATES if state in found.values()]
    counts = Counter((part.member.tier, found[part.member.key]) for part in scene.parts)
    heads = [STATES[state] for state in outcomes] + ["合计"]
    widths = [columns_of(head) + 2 for head in heads]
    write("\n结果 · Outcome")
    write("  " + padded("", _TIER_WIDTH) + _row(heads, widths))
    for tier in reversed(Tier):
        numbers = [counts[tier, state] for state in outcomes]
        write("  " + padded(TIERS[tier], _TIER_WIDTH) + _row([*numbers, sum(numbers)], widths))
    totals = [sum(counts[tier, state] for tier in Tier) for state in outcomes]
    write("  " + padded("合计", _TIER_WIDTH) + _row([*totals, sum(totals)], widths))


def _row(cells: list[int] | list[str], widths: list[int]) -> str:
    texts = [str(cell) if cell else "·" for cell in cells]
    return "".join(
        " " * (width - columns_of(text)) + text for text, width in zip(texts, widths, strict=True)
    )
