"""Both sides of the counter: the service that asks for tickets, and the person who uses them."""

import uuid
from typing import Any

import httpx

from tests.documents import samples
from tests.harness.api import Answer, Api
from tests.harness.waiting import eventually


class Desk:
    """What intake does at a documents service, and what the person with the ticket does then."""

    def __init__(self, api: Api) -> None:
        self.anybody = api
        self.service = api.as_role("service", subject="service:intake")

    def ticket(self, document_id: str, **changes: Any) -> str:
        """Ask for an upload ticket."""
        request = {
            "action": "upload",
            "document_id": document_id,
            "kind": "stamped-scan",
            "file_name": "申报书（盖章）,终稿.pdf",
            "holder": "wang",
        }
        answer = self.service.post("/v1/tickets", request | changes, key=None)
        return str(answer.ok(200)["ticket"])

    def read_ticket(self, version: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Ask for a ticket to read a version."""
        request = {
            "action": "read",
            "document_id": version["document_id"],
            "version_id": version["version_id"],
            "holder": "wang",
        }
        answer = self.service.post("/v1/tickets", request | changes, key=None)
        return dict(answer.ok(200))

    def upload(
        self,
        data: bytes,
        *,
        document_id: str | None = None,
        ticket: str | None = None,
        media_type: str = "application/pdf",
        headers: dict[str, str] | None = None,
        **ticket_changes: Any,
    ) -> Answer:
        """Upload as a browser would: with a ticket and nothing else."""
        document_id = document_id or a_document_id()
        sent = {
            "Ticket": ticket or self.ticket(document_id, **ticket_changes),
            "Content-Type": media_type,
        }
        return self.anybody.send(
            "PUT",
            f"/v1/documents/{document_id}",
            content=data,
            headers=sent | (headers or {}),
        )

    def uploaded(self, data: bytes | None = None, **options: Any) -> dict[str, Any]:
        """Give the version that an upload made."""
        return dict(self.upload(samples.a_pdf() if data is None else data, **options).ok(201))

    def start(
        self, data: bytes, *, document_id: str, upload_id: str | None = None, **changes: Any
    ) -> "Direct":
        """Begin an upload straight to the store."""
        upload_id = upload_id or a_document_id()
        direct = Direct(self, document_id, upload_id, self.ticket(document_id, **changes), data)
        direct.view = dict(direct.started(media_type="application/pdf").ok(201))
        return direct

    def freeze(self, version: dict[str, Any], **changes: Any) -> Answer:
        body = {"sha256": version["sha256"], "reason": a_document_id()}
        return self.service.put(f"{path_of(version)}/freeze", body | changes)

    def delete(self, version: dict[str, Any]) -> Answer:
        return self.service.delete(path_of(version))

    def check(self, version: dict[str, Any]) -> dict[str, Any]:
        """Read what is known of a version's checks."""
        return dict(self.service.get(f"{path_of(version)}/check").ok(200))

    def checked(self, version: dict[str, Any]) -> dict[str, Any]:
        """Wait until the checks are through, and read them."""

        def settled() -> dict[str, Any] | None:
            check = self.check(version)
            return check if check["checked_at"] is not None else None

        return eventually(settled, timeout_s=60, what="the end of the checks")

    def content(self, version: dict[str, Any], **headers: str) -> Answer:
        """Download with a fresh ticket; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        ticket = self.read_ticket(version)["ticket"]
        return self.anybody.get(f"{path_of(version)}/content", headers={"Ticket": ticket} | sent)


def a_document_id() -> str:
    return str(uuid.uuid4())


def path_of(version: dict[str, Any]) -> str:
    return f"/v1/documents/{version['document_id']}/versions/{version['version_id']}"


class Direct:
    """A person who sends a file straight to the store."""

    def __init__(
        self, desk: Desk, document_id: str, upload_id: str, ticket: str, data: bytes
    ) -> None:
        self.api = desk.anybody
        self.document_id = document_id
        self.upload_id = upload_id
        self.ticket = ticket
        self.data = data
        self.view: dict[str, Any] = {}

    @property
    def path(self) -> str:
        return f"/v1/documents/{self.document_id}/uploads/{self.upload_id}"

    def started(self, **changes: Any) -> Answer:
        body = {"size_bytes": len(self.data), "media_type": "application/pdf"} | changes
        return self.api.put(self.path, body, headers={"Ticket": self.ticket})

    def send(self, number: int, data: bytes | None = None, *, url: str | None = None) -> int:
        """PUT a part to its address, as a browser would; give the store's status."""
        address = next(
            (each for each in self.view["part_urls"] if each["number"] == number), {"url": url}
        )
        size = self.view["part_bytes"]
        part = self.data[(number - 1) * size : number * size] if data is None else data
        return httpx.put(
            str(url or address["url"]), content=part, trust_env=False, timeout=30
        ).status_code

    def send_all(self) -> "Direct":
        assert [self.send(number + 1) for number in range(self.view["part_count"])] == [
            200
        ] * self.view["part_count"]
        return self

    def read(self, ticket: str | None = None) -> Answer:
        return self.api.get(self.path, headers={"Ticket": ticket or self.ticket})

    def renew(self, *numbers: int, ticket: str | None = None) -> Answer:
        return self.api.post(
            f"{self.path}/part-urls",
            {"part_numbers": list(numbers)},
            key=None,
            headers={"Ticket": ticket or self.ticket},
        )

    def complete(self, ticket: str | None = None) -> Answer:
        return self.api.send(
            "PUT", f"{self.path}/completion", headers={"Ticket": ticket or self.ticket}
        )

    def abort(self) -> Answer:
        return self.api.delete(self.path, headers={"Ticket": self.ticket})
