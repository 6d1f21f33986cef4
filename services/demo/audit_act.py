"""The audit export: every event of the three services, with chains that are recomputed from outside."""

import json
from dataclasses import dataclass
from functools import partial

from services.demo.proofs import broken_chains, is_dense
from services.demo.scene import Scene
from services.scenarios.firm import JsonObject
from services.scenarios.people import AUDITOR
from services.scenarios.steps.watching import all_applications, all_events
from services.scenarios.waiting import wait_for

_SERVICES = {"intake": "申报", "scoring": "评估", "documents": "文档"}


@dataclass(frozen=True, kw_only=True)
class _Ends:
    """Where the chains of the three services must end at the least, as intake shows it to its readers."""

    #: Application → digest of the newest event in its history.
    applications: dict[str, str]
    #: Assessments whose verdict stands on an application.
    assessments: frozenset[str]
    #: Files that an application shows as frozen.
    documents: frozenset[str]


def play_audit(scene: Scene) -> None:
    """Export the three feeds as NDJSON, and prove that nothing in them was altered or left out."""
    scene.timeline.act("第十七幕 审计 · Everything that happened, exported and recomputed")
    ends = _read_ends(scene)
    for service, title in _SERVICES.items():
        # An event is in the feed a moment after it happened.
        look = partial(_whole_feed, scene, service, ends)
        events = wait_for(look, what=f"the end of the {service} feed")
        _export(scene, service, title, events)


def _export(scene: Scene, service: str, title: str, events: list[JsonObject]) -> None:
    lines = "".join(
        json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n" for event in events
    )
    folder = "审计导出 · audit export, NDJSON"
    scene.keepsakes.keep_among(folder, "审计导出", f"{service}.ndjson", lines.encode())
    chains = len({event["aggregate_id"] for event in events})
    scene.seat(AUDITOR).tell(
        f"导出{title}服务全部事件 · exports the {service} feed",
        f"{len(events)} 个事件，{chains} 条哈希链",
    )
    scene.checks.equal(
        f"{title}服务：编号连续，{chains} 条哈希链自行重算无断点 · no gap, and every chain holds",
        (is_dense(events), broken_chains(events)),
        (True, []),
    )


def _read_ends(scene: Scene) -> _Ends:
    auditor = scene.quiet_venue().front_end(AUDITOR)
    digests: dict[str, str] = {}
    assessments: set[str] = set()
    documents: set[str] = set()
    for application_id in (each["application_id"] for each in all_applications(auditor)):
        path = f"/v1/applications/{application_id}"
        shown = auditor.read(path)
        digests[application_id] = auditor.read(f"{path}/history")["events"][-1]["sha256"]
        if shown["verdict"] is not None:
            assessments.add(shown["verdict"]["assessment_id"])
        documents |= {each["document_id"] for each in shown["attachments"] if each["frozen_at"]}
    return _Ends(
        applications=digests, assessments=frozenset(assessments), documents=frozenset(documents)
    )


def _whole_feed(scene: Scene, service: str, ends: _Ends) -> list[JsonObject] | None:
    """Read a feed; None while something that surely happened is not in it yet."""
    events = list(all_events(scene.quiet_venue(), scene.system.url(service)))
    newest = {str(event["aggregate_id"]): str(event["sha256"]) for event in events}
    is_whole = {
        "intake": newest.items() >= ends.applications.items(),
        "scoring": newest.keys() >= ends.assessments,
        "documents": newest.keys() >= ends.documents,
    }
    return events if is_whole[service] else None
