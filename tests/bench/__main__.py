"""``python -m tests.bench``: requests, verdicts, cohorts, printing, uploads and reading beside their peers, on a PostgreSQL that commits to disk.

``--only requests``, ``verdicts``, ``cohort``, ``printing``, ``uploads`` or ``reading`` measures one of them, ``--million`` cohorts up to 1,000,000 filings.

Requests: both sides run as one uvicorn process each over a database of the same content on the same server, and are asked in
turns by the same client over the same few connections. What the relay delivers after a submission is work of its own and is
kept out of the figures; the sequencer runs as always.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

from services.intake.settings import IntakeSettings
from services.scoring.settings import ScoringSettings
from shared.identity.development_issuer import DevelopmentIssuer, issuer_app
from shared.identity.principal import Principal, Role
from shared.logs import configure_logs
from shared.server import ThreadedServer
from tests.architecture.sources import ROOT
from tests.bench import (
    cohort,
    evaluation,
    figures,
    printing,
    reading,
    seeds,
    traffic,
    uploads,
    verdicts,
)
from tests.bench.figures import Figure
from tests.bench.recording import record
from tests.bench.script import dumped
from tests.bench.seeds import Seeds
from tests.harness.postgres import LOOPBACK, EmbeddedPostgres, free_port
from tests.harness.waiting import eventually
from tests.intake.relay.finalised import IN_WINDOW, the_applicant
from tests.kill.process import Service

RESULTS = ROOT / "var" / "bench.json"

ROUNDS = 5
#: Submissions in a round, on each side: every one is of an application of its own.
SUBMISSIONS = 250
AUTOSAVE_S = 1.5
EVALUATE_S = 1.5

#: Nobody listens there: what intake would deliver stays where it is.
NOWHERE = f"http://{LOOPBACK}:9"

#: Of the first round, which is not counted.
WARM_UP = 60


def main() -> None:
    """Measure, print, write."""
    asked = _asked()
    configure_logs(level="ERROR", as_json=True)
    found = reading.measure() if asked.only in (None, "reading") else []
    if asked.only != "reading":
        found.extend(_beside_a_database(asked))
    figures.write(found, RESULTS)
    sys.stdout.write(f"{figures.table(found)}\nwritten to {RESULTS.relative_to(ROOT)}\n")


def _beside_a_database(asked: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="tidu-bench-") as name:
        folder = Path(name)
        # PostgreSQL runs as another user below it.
        folder.chmod(0o711)
        postgres = EmbeddedPostgres(folder / "postgres", durable=True)
        postgres.start()
        try:
            return _found(folder, postgres.url, asked)
        finally:
            postgres.stop()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "--only",
        choices=("requests", "verdicts", "cohort", "printing", "uploads", "reading"),
    )
    parser.add_argument("--million", action="store_true")
    return parser.parse_args()


def _found(folder: Path, postgres_url: str, asked: argparse.Namespace) -> list[Figure]:
    found: list[Figure] = []
    if asked.only in (None, "verdicts"):
        found.extend(verdicts.measure())
    if asked.only in (None, "cohort"):
        found.extend(cohort.measure(postgres_url, million=asked.million))
    if asked.only in (None, "printing"):
        found.extend(printing.measure())
    if asked.only in (None, "uploads"):
        found.extend(uploads.measure(folder))
    if asked.only in (None, "requests"):
        found.extend(_measure(folder, postgres_url))
    return found


def _measure(folder: Path, postgres_url: str) -> list[Figure]:
    issuer_port = free_port()
    issuer = DevelopmentIssuer(issuer_url=f"http://{LOOPBACK}:{issuer_port}", audience="tidu")
    issuing = ThreadedServer(lambda: issuer_app(issuer), host=LOOPBACK, port=issuer_port)
    issuing.start()
    token = issuer.token(the_applicant().access.principal, life=timedelta(hours=1))
    sown = asyncio.run(
        seeds.sow(
            postgres_url,
            drafts=traffic.CONCURRENCY,
            finalised=WARM_UP + ROUNDS * SUBMISSIONS,
        )
    )
    scripts = asyncio.run(
        record(
            IntakeSettings(database_url=sown.ours_url, issuer_url=issuer.issuer_url),
            token,
            draft=sown.draft,
            finalised=sown.ready,
        )
    )
    caller = issuer.token(Principal(subject="intake", role=Role.SERVICE), life=timedelta(hours=1))
    judging = ScoringSettings(
        database_url=f"sqlite:///{folder / 'scoring.sqlite3'}", issuer_url=issuer.issuer_url
    )
    scripts |= asyncio.run(evaluation.record(judging, caller))
    # The relay looks once, at the start, finds nothing and rests.
    asyncio.run(seeds.take_orders_away(sown.ours_url))
    file = folder / "scripts.json"
    file.write_text(dumped(scripts), encoding="utf-8")
    operator = issuer.token(Principal(subject="operator", role=Role.OPERATOR))
    with (
        _ours(folder, sown, issuer.issuer_url, operator) as ours,
        _peer(folder, sown, file) as peer,
    ):
        found = asyncio.run(_in_turns(sown, token, {"ours": ours, "peer": peer}))
        with _judging(folder, judging) as scoring:
            found.append(asyncio.run(_evaluating(caller, {"ours": scoring, "peer": peer})))
    issuing.stop()
    return found


async def _in_turns(sown: Seeds, token: str, ports: dict[str, int]) -> list[Figure]:
    submits, autosaves = Figure(name=traffic.SUBMIT), Figure(name=traffic.AUTOSAVE)
    ready = sown.finalised
    batches = [ready[:WARM_UP]] + [
        ready[start : start + SUBMISSIONS] for start in range(WARM_UP, len(ready), SUBMISSIONS)
    ]
    for number, batch in enumerate(batches):
        for side, port in ports.items():
            requests = [traffic.submit_request(one, token) for one in batch]
            rate = await traffic.submissions_a_second(port, requests)
            if number:
                getattr(submits, side).append(rate)
    await seeds.take_orders_away(sown.ours_url, sown.peer_url)
    drafts = sown.drafts
    etags = {side: dict.fromkeys(drafts, sown.draft_etag) for side in ports}
    for number in range(ROUNDS + 1):
        for side, port in ports.items():
            rate = await traffic.autosaves_a_second(
                port, drafts, token, etags[side], seconds=AUTOSAVE_S if number else AUTOSAVE_S / 3
            )
            if number:
                getattr(autosaves, side).append(rate)
    return [submits, autosaves]


async def _evaluating(token: str, ports: dict[str, int]) -> Figure:
    evaluations = Figure(name=traffic.EVALUATE)
    request = traffic.evaluate_request(token, evaluation.question())
    for number in range(ROUNDS + 1):
        for side, port in ports.items():
            rate = await traffic.evaluations_a_second(
                port, request, seconds=EVALUATE_S if number else EVALUATE_S / 3
            )
            if number:
                getattr(evaluations, side).append(rate)
    return evaluations


@contextmanager
def _ours(folder: Path, sown: Seeds, issuer_url: str, operator: str) -> Iterator[int]:
    service = Service.of(
        "intake",
        folder,
        database_url=sown.ours_url,
        issuer_url=issuer_url,
        scoring_url=NOWHERE,
        documents_url=NOWHERE,
        sequencer_rest_s="0.1",
        relay_rest_s="60",
        poll_rest_s="60",
    )
    with service.running(afresh=True):
        httpx.put(
            f"{service.url}/v1/development/clock",
            json={"business": IN_WINDOW.isoformat()},
            headers={"Authorization": f"Bearer {operator}"},
            trust_env=False,
        ).raise_for_status()
        yield int(service.url.rpartition(":")[2])


@contextmanager
def _judging(folder: Path, settings: ScoringSettings) -> Iterator[int]:
    service = Service.of(
        "scoring", folder, database_url=settings.database_url, issuer_url=settings.issuer_url
    )
    service.migrate()
    with service.running(afresh=True):
        yield int(service.url.rpartition(":")[2])


@contextmanager
def _peer(folder: Path, sown: Seeds, scripts: Path) -> Iterator[int]:
    port = free_port()
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.peer", scripts, sown.peer_url, str(port)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        eventually(lambda: _answers(port), what="the start of the peer")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://{LOOPBACK}:{port}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    main()
