"""The city's desk and the experts, over HTTP: a panel brought to any of its states."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from services.scoring.domain.panels.commitment import commitment_to
from tests.harness.api import Answer, Api
from tests.harness.clock import TestClock
from tests.scoring.builders import a_recording, a_subject, facts_of_a_factory
from tests.scoring.panel_builders import EXPERT_ITEMS, SCHEME_ID, SECRET, credit_code

PUBLIC_VALUE = "010509172633"
AGGREGATION = {"method": "mean", "decimals": 2, "ties": []}


def an_assessment(scoring: Api, application_id: str, **changes: Any) -> str:
    """Record an assessment, as intake does after a submission; its id."""
    assessment_id = str(uuid.uuid4())
    request = a_recording(
        subject=a_subject(application_id=application_id), facts=facts_of_a_factory(**changes)
    )
    scoring.as_role("service", subject="intake").put(
        f"/v1/assessments/{assessment_id}", request
    ).ok(201)
    return assessment_id


def an_entry(scoring: Api, number: int, **changes: Any) -> dict[str, Any]:
    """One application before a panel."""
    application_id = str(uuid.uuid4())
    return {
        "application_id": application_id,
        "credit_code": credit_code(number),
        "unit": "120116",
        "assessment_id": an_assessment(scoring, application_id),
        **changes,
    }


def an_order(scoring: Api, *, applications: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "round_id": "tianjin-2025-2",
        "tier": "advanced",
        "scheme_id": SCHEME_ID,
        "applications": [an_entry(scoring, number) for number in range(1, applications + 1)],
        "experts_each": 2,
        "quorum": 1,
        "aggregation": AGGREGATION,
        **changes,
    }


def an_expert_order(number: int, **changes: Any) -> dict[str, Any]:
    return {"expert_id": f"expert-{number}", "name": f"专家{number}", **changes}


class Desk:
    """One panel, with the officers and experts who work on it."""

    def __init__(self, scoring: Api, clock: TestClock) -> None:
        self.scoring = scoring
        self.first = scoring.as_role("city-officer", subject="officer-li")
        self.second = scoring.as_role("city-officer", subject="officer-wang")
        self.auditor = scoring.as_role("auditor")
        self._clock = clock
        self.path = ""

    @property
    def panel(self) -> dict[str, Any]:
        return dict(self.first.get(self.path).ok(200))

    def order(self, order: Mapping[str, Any]) -> Answer:
        answer = self.first.post("/v1/panels", order)
        if answer.status == 201:
            self.path = answer.headers["location"]
        return answer

    def make(self, **changes: Any) -> "Desk":
        self.order(an_order(self.scoring, **changes)).ok(201)
        return self

    def step(self, name: str, body: object = None, *, by: Api | None = None) -> Answer:
        """Take a step on the panel as it stands now."""
        officer = by or self.first
        return officer.post(
            f"{self.path}/{name}", body, headers={"If-Match": officer.get(self.path).etag}
        )

    def pool(self, experts: Iterable[Mapping[str, Any]]) -> Answer:
        etag = self.first.get(self.path).etag
        return self.first.put(
            f"{self.path}/pool", {"experts": [dict(one) for one in experts]}, if_match=etag
        )

    def commitment(self, **changes: Any) -> dict[str, Any]:
        return {
            "secret_sha256": commitment_to(SECRET),
            "public_value": {
                "what": "彩票某期：六个红球从小到大",
                "where": "www.example.cn",
                "known_at": self.after(hours=1),
                "alphabet": "digits",
                "length": 12,
                **changes,
            },
        }

    def after(self, **how_long: int) -> str:
        return (self._clock.business() + timedelta(**how_long)).isoformat()

    def wait(self, **how_long: int) -> None:
        self._clock.move_business_to(self._clock.business() + timedelta(**how_long))

    def freeze(self, experts: int | Iterable[Mapping[str, Any]] = 4) -> "Desk":
        listed = (
            map(an_expert_order, range(1, experts + 1)) if isinstance(experts, int) else experts
        )
        self.pool(listed).ok(200)
        self.step("freeze-pool").ok(200)
        return self

    def commit(self) -> "Desk":
        self.step("commit-secret", self.commitment()).ok(200)
        return self

    def value(self) -> "Desk":
        self.wait(hours=2)
        body = {"value": PUBLIC_VALUE, "source": "www.example.cn/1"}
        self.step("record-public-value", body, by=self.second).ok(200)
        return self

    def draw(self) -> "Desk":
        self.step("draw", {"secret": SECRET}).ok(200)
        return self

    def drawn(self, *, experts: int | Iterable[Mapping[str, Any]] = 4, **order: Any) -> "Desk":
        return self.make(**order).freeze(experts).commit().value().draw()

    def assignments(self) -> list[tuple[str, str]]:
        """Application and expert of each assignment in force."""
        return [
            (one["application_id"], one["expert_id"])
            for one in self.panel["assignments"]
            if one["ballot"] != "void"
        ]

    def expert(self, expert_id: str, **options: Any) -> Api:
        return self.scoring.as_role("expert", subject=expert_id, **options)

    def ballot_path(self, application_id: str) -> str:
        return f"{self.path}/ballots/{application_id}"

    def vote(self, application_id: str, expert_id: str, **points: str) -> None:
        """Save a ballot and hand it in."""
        expert, path = self.expert(expert_id), self.ballot_path(application_id)
        etag = expert.get(path).etag
        etag = expert.put(path, {"points": whole(**points)}, if_match=etag).etag
        expert.post(f"{path}/hand-in", headers={"If-Match": etag}).ok(200)

    def vote_all(self) -> "Desk":
        for place, (application_id, expert_id) in enumerate(self.assignments()):
            self.vote(application_id, expert_id, infrastructure=str(10 + place))
        return self

    def close(self) -> "Desk":
        self.step("request-closing").ok(200)
        self.step("confirm-closing", by=self.second).ok(200)
        return self


def whole(**points: str) -> dict[str, str]:
    """Points for every item of the scheme."""
    return {**dict.fromkeys(EXPERT_ITEMS, "5"), **points}
