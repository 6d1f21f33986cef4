"""What an outsider can recompute: digests of receipts and lists, and the chain of an application's events.

Written from the published rules alone (RFC 8785, SHA-256, SM3), without the services' own code.
"""

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import rfc8785

from services.scenarios.firm import JsonObject


def digests_of_content(document: JsonObject) -> tuple[str, str]:
    """Recompute SHA-256 and SM3 over a document's ``content``."""
    content = rfc8785.dumps(document["content"])
    return _digest("sha256", content), _digest("sm3", content)


def first_break(events: Sequence[JsonObject]) -> int | None:
    """Give the number of the first event that does not fit its chain; None when all do."""
    for event in events:
        payload = rfc8785.dumps(event["payload"])
        for algorithm in ("sha256", "sm3"):
            linked = str(event[f"prev_{algorithm}"]).encode() + b"\n" + payload
            if _digest(algorithm, linked) != event[algorithm]:
                return int(event["aggregate_seq"])
    for before, after in pairwise(events):
        is_next = after["aggregate_seq"] == before["aggregate_seq"] + 1
        if (
            not is_next
            or after["prev_sha256"] != before["sha256"]
            or after["prev_sm3"] != before["sm3"]
        ):
            return int(after["aggregate_seq"])
    return None


def broken_chains(events: Sequence[JsonObject]) -> list[str]:
    """Give the aggregates of a whole feed whose chain does not begin at its beginning, or breaks."""
    chains: dict[str, list[JsonObject]] = {}
    for event in events:
        chains.setdefault(str(event["aggregate_id"]), []).append(event)
    return [
        aggregate_id
        for aggregate_id, chain in chains.items()
        if not _begins(chain[0]) or first_break(chain) is not None
    ]


def is_dense(events: Sequence[JsonObject]) -> bool:
    """Tell whether a feed's positions run from 1 without a gap."""
    return [event["position"] for event in events] == list(range(1, len(events) + 1))


def _begins(event: JsonObject) -> bool:
    return (event["aggregate_seq"], event["prev_sha256"], event["prev_sm3"]) == (1, "", "")


def _digest(algorithm: str, data: bytes) -> str:
    return hashlib.new(algorithm, data).hexdigest()
