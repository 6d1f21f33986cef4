"""What would another edition have done: a draft is imported, and held against filings that are here (推演)."""

from collections.abc import Mapping
from functools import partial

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.steps.filling_in import ROUND_ID
from services.scenarios.waiting import wait_for

_RUNNING = frozenset({"queued", "running"})


def import_draft(operator: FrontEnd, files: Mapping[str, str]) -> str:
    """Import an edition as a draft; give its id."""
    draft = operator.create("/v1/editions", {"files": dict(files)})
    edition_id = str(draft["life"]["edition_id"])
    operator.tell("导入版次草稿 · imports a draft edition", edition_id)
    return edition_id


def simulate(officer: FrontEnd, base: str, other: str, tier: str) -> tuple[str, JsonObject]:
    """Hold a round's filings of a tier against two editions; give the path and the result."""
    order: JsonObject = {
        "base_edition_id": base,
        "other_edition_id": other,
        "cohort": {"round_id": ROUND_ID, "tier": tier},
    }
    path = f"/v1/simulations/{officer.create('/v1/simulations', order)['simulation_id']}"
    ended = wait_for(partial(_ended, officer, path), what="the simulation")
    result = officer.read(f"{path}/result")
    officer.tell(
        "推演 · simulates",
        f"{base} → {other}，{ended['cohort']['applications']} 份，受影响 {result['affected_applications']} 份",
    )
    return path, result


def _ended(officer: FrontEnd, path: str) -> JsonObject | None:
    shown = officer.read(path)
    return None if shown["state"] in _RUNNING else shown
