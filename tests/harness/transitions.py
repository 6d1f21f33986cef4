"""State transitions that a test made, read from the events it left behind."""

from collections.abc import Iterable, Mapping

from tests.harness.reached import LEDGER

KIND = "state transition"


def transition(action: str, from_state: str) -> str:
    """Name a row of the state machine."""
    return f"{from_state} --{action}-->"


def note_transitions(payloads: Iterable[Mapping[str, object]]) -> None:
    """Tell the ledger about every event whose data say which action led out of which state."""
    for payload in payloads:
        data = payload.get("data")
        if isinstance(data, Mapping) and "action" in data and "from_state" in data:
            LEDGER.reach(KIND, transition(str(data["action"]), str(data["from_state"])))
