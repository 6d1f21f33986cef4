"""What the checks of an application's files found, as whoever may read it sees it: a list, pictures, a sheet to print."""

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.steps.filling_in import STAMPED_SCAN
from services.scenarios.waiting import wait_for

#: Many scans may wait in line before this one.
_TIMEOUT_S = 120.0
_SETTLED = frozenset({"accepted", "flagged"})


def wait_until_read(front_end: FrontEnd, application_id: str) -> JsonObject:
    """Wait until the stamped scan that is attached was read back, and give its check."""

    def read_back() -> JsonObject | None:
        files = front_end.read(f"/v1/applications/{application_id}/checks")["files"]
        return next((each for each in files if _is_read_scan(each)), None)

    return wait_for(read_back, what="the scan to be read back", timeout_s=_TIMEOUT_S)


def findings_by_code(check: JsonObject) -> dict[str, JsonObject]:
    """Give the first finding of each code, with its number and what was said of it."""
    found: dict[str, JsonObject] = {}
    for each in check["findings"]:
        found.setdefault(str(each["finding"]["code"]), each)
    return found


def open_scan(front_end: FrontEnd, application_id: str) -> JsonObject:
    """Ask for a ticket to look at the stamped scan."""
    return front_end.read(f"/v1/applications/{application_id}/attachments/{STAMPED_SCAN}/content")


def set_aside(
    officer: FrontEnd, application_id: str, version_id: str, number: int, reason: str
) -> JsonObject:
    """Say why a finding is not shared (不予采信)."""
    path = f"/v1/applications/{application_id}/checks/{version_id}/findings/{number}/set-aside"
    return officer.save("PUT", path, {"reason": reason})


def _is_read_scan(check: JsonObject) -> bool:
    is_read = any(step["name"] == "scan" and step["outcome"] == "done" for step in check["steps"])
    return bool(check["kind"] == STAMPED_SCAN and check["state"] in _SETTLED and is_read)
