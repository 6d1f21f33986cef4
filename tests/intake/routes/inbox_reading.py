"""Reading an inbox over HTTP."""

from typing import Any

from tests.harness.api import Api
from tests.intake.filings import Filing


def inbox(caller: Api, **params: Any) -> list[dict[str, Any]]:
    return list(caller.get("/v1/inbox", params=params).ok(200)["items"])


def ids(caller: Api, **params: Any) -> list[str]:
    return [each["id"] for each in inbox(caller, **params)]


def found_on(caller: Api, filing: Filing) -> set[str]:
    """Give the operations that wait for a caller on an application; none when it does not wait."""
    return {
        step["operation"]
        for each in inbox(caller)
        if each["id"] == filing.application_id
        for step in each["steps"]
    }


def walked(caller: Api, limit: int = 1) -> list[str]:
    """Read the inbox page by page."""
    seen: list[str] = []
    params: dict[str, Any] = {"limit": limit}
    while True:
        page = caller.get("/v1/inbox", params=params).ok(200)
        assert len(page["items"]) <= limit
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            return seen
        params["cursor"] = page["next_cursor"]
