"""The checks of an edition as a decision table of zen-engine: a row a check, collected where it holds."""

import json
from typing import Any

from services.scoring.domain import checks
from services.scoring.domain.edition import Edition

_AT = {"x": 0, "y": 0}


def table_of(edition: Edition, round_id: str | None) -> str:
    """Write the graph: in, one table of all criteria of all tiers, out."""
    rules = []
    for place, one in enumerate(edition.all_criteria(round_id)):
        found = [_expression(check) for check in (one.only_when, one.check) if check is not None]
        if found:
            rules.append(
                {
                    "_id": f"r{place}",
                    "i": " and ".join(f"({each})" for each in found),
                    "o": json.dumps(one.criterion_id),
                    "t": json.dumps(",".join(one.tiers)),
                }
            )
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "i", "name": "check"}],
        "outputs": [
            {"id": "o", "name": "criterion", "field": "criterion"},
            {"id": "t", "name": "tiers", "field": "tiers"},
        ],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": _AT},
        {"id": "t", "type": "decisionTableNode", "name": "t", "position": _AT, "content": table},
        {"id": "out", "type": "outputNode", "name": "out", "position": _AT},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "t", "type": "edge"},
        {"id": "b", "sourceId": "t", "targetId": "out", "type": "edge"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def context_of(known: Any) -> dict[str, Any]:
    """Write known facts as the engine takes them."""
    read = {name: value for name, value in known.items() if name not in ("scenes", "indicators")}
    return {
        name: float(value)
        if name == "maturity_score"
        else (list(value) if isinstance(value, tuple) else value)
        for name, value in read.items()
    }


def _expression(check: checks.Check) -> str:  # noqa: PLR0911 - one return a form
    match check:
        case checks.IsTrue(fact=fact):
            return f"{fact} == true"
        case checks.IsFilled(fact=fact):
            return f"{fact} != null"
        case checks.AtLeast(fact=fact, threshold=threshold):
            return f"{fact} != null and {fact} >= {threshold}"
        case checks.Covers(fact=fact, required=required):
            wanted = json.dumps(list(required), ensure_ascii=False)
            return f"{fact} != null and all({wanted}, # in {fact})"
        case checks.ShareAtLeast(part=part, whole=whole, threshold=threshold):
            up, down = threshold.numerator, threshold.denominator
            return f"{part} != null and {part} * {down} >= {whole} * {up}"
        case checks.WithinBand(score=score, level=level, bands=bands):
            found = [
                f"({level} == {band.level} and {score} >= {band.lower} and "
                f"{score} {'<=' if band.includes_upper else '<'} {band.upper})"
                for band in bands
            ]
            return f"{score} != null and {level} != null and ({' or '.join(found)})"
        case checks.AnyOf(checks=parts):
            return " or ".join(f"({_expression(part)})" for part in parts)
        case _:
            raise TypeError(type(check))
