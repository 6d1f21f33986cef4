"""A hand-in's papers, as its unit prints, stamps and uploads them."""

from typing import Any

from tests.harness.api import Answer, Api
from tests.harness.waiting import eventually
from tests.intake.bodies import scan
from tests.intake.filings import Filings

TABLE, LETTER = "stamped-summary-table", "stamped-recommendation-letter"


def upload(filings: Filings, officer: Api, hand_in_path: str, kind: str) -> dict[str, str]:
    """Upload a stamped paper; give the ids with which it is attached."""
    request = {"kind": kind, "file_name": "盖章件.pdf"}
    ticket = officer.post(f"{hand_in_path}/upload-tickets", request).ok(201)
    stored = filings.documents.send(
        "PUT",
        ticket["url"],
        content=scan(),
        headers={"Ticket": ticket["ticket"], "Content-Type": "application/pdf"},
    ).ok(201)
    return {"document_id": stored["document_id"], "version_id": stored["version_id"]}


def attach(filings: Filings, officer: Api, hand_in_path: str, kind: str) -> Answer:
    uploaded = upload(filings, officer, hand_in_path, kind)
    return officer.put(f"{hand_in_path}/attachments/{kind}", uploaded)


def printed(caller: Api, hand_in_path: str) -> list[dict[str, Any]]:
    """Wait until all papers of a hand-in are printed."""

    def papers() -> list[dict[str, Any]]:
        found = list(caller.get(hand_in_path).ok(200)["papers"])
        return found if all(each["printed"] for each in found) else []

    return eventually(papers, what="the papers of the hand-in")
