"""The other services as they are: files uploaded to them, clients that speak to them, what their feeds say."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
from pydantic import SecretStr

from services.intake.usecases.context import IntakeContext
from shared.clients.documents import HttpDocumentsClient
from shared.clients.feed import HttpFeedClient
from shared.clients.scoring import HttpScoringClient
from shared.clients.service_client import ServiceClient
from shared.contracts.documents import DocumentVersion
from shared.identity.development_issuer import DEVELOPMENT_CLIENT_SECRET
from shared.identity.token_source import ClientCredentials
from tests.documents.desk import Desk
from tests.harness.api import Api
from tests.harness.servers import Stack
from tests.intake.relay.finalised import Scans

_PAGE = 500


def upload_scans(documents: Api, proof: str = "stamped-scan") -> Scans:
    """Upload a maturity report and a stamped scan, or another kind of proof."""
    desk = Desk(documents)
    report = desk.uploaded(kind="maturity-report", file_name="自评估报告.pdf")
    scan = desk.uploaded(kind=proof, file_name="申报书（盖章）.pdf")
    return Scans(
        report=DocumentVersion.model_validate(report), scan=DocumentVersion.model_validate(scan)
    )


@asynccontextmanager
async def speaking_to(stack: Stack, context: IntakeContext) -> AsyncIterator[IntakeContext]:
    """Give a context whose clients speak to the running services, as intake's own do."""
    async with httpx.AsyncClient(trust_env=False) as http:
        tokens = ClientCredentials(
            issuer_url=stack.issuer.issuer_url,
            client_id="intake",
            client_secret=SecretStr(DEVELOPMENT_CLIENT_SECRET),
            http=http,
            now=context.clocks.wall,
        )
        scoring, documents = (
            ServiceClient(name=name, base_url=stack.api(name).base_url, http=http, tokens=tokens)
            for name in ("scoring", "documents")
        )
        yield replace(
            context,
            scoring=HttpScoringClient(scoring),
            documents=HttpDocumentsClient(documents),
            feeds={"scoring": HttpFeedClient(scoring), "documents": HttpFeedClient(documents)},
        )


def feed_of(service: Api) -> list[dict[str, Any]]:
    """Read a service's whole feed."""
    reader, events = service.as_role("auditor"), list[dict[str, Any]]()
    while True:
        after = events[-1]["position"] if events else 0
        page = reader.get("/v1/events", params={"after": after, "limit": _PAGE}).ok(200)["events"]
        if not page:
            return events
        events += page


def kinds_in_feed(service: Api, aggregate_ids: Iterable[str]) -> Counter[tuple[str, str]]:
    """Count a service's events about some aggregates: (aggregate, kind) → how many."""
    wanted = set(aggregate_ids)
    return Counter(
        (event["aggregate_id"], event["kind"])
        for event in feed_of(service)
        if event["aggregate_id"] in wanted
    )
