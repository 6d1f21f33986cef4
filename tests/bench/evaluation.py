"""The evaluation of the bench: a factory with every scene of the guide, held against all four tiers."""

import json

import httpx

from services.scoring.app import create_app
from services.scoring.settings import ScoringSettings
from tests.bench.script import Script
from tests.bench.traffic import EVALUATE, EVALUATIONS_PATH
from tests.scoring.builders import a_scene, an_evaluation, edition, facts_of_a_factory


def question() -> bytes:
    """Write the request."""
    scenes = edition().scene_guide.scenes or {}
    built = [
        a_scene(number, scene.guide_stage, uses_ai=number % 3 == 0)
        for number, scene in scenes.items()
    ]
    return json.dumps(
        an_evaluation(facts=facts_of_a_factory(scenes=built)), ensure_ascii=False
    ).encode()


async def record(settings: ScoringSettings, token: str) -> dict[str, Script]:
    """Evaluate once: the peer gives the answer, and asks the database for nothing, as we do."""
    app = create_app(settings)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://recording", headers=headers
        ) as http:
            answer = await http.post(EVALUATIONS_PATH, content=question())
            assert answer.is_success, answer.text
            return {EVALUATE: Script(statements=(), answer=dict(answer.json()))}
    finally:
        await app.state.database.dispose()
