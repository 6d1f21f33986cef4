"""An officer settles what the machine left to a person, criterion by criterion; each ruling is a version that stays."""

from functools import partial

from services.demo.parts import Part
from services.demo.receipt_proof import prove_rulings
from services.demo.scene import Scene
from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.people import CITY_OFFICER
from services.scenarios.steps import ruling
from services.scenarios.waiting import wait_for


def rule_on_what_is_left(scene: Scene, part: Part) -> None:
    """Judge each criterion that is to be judged; what the machine decides takes no ruling."""
    officer, path = scene.seat(CITY_OFFICER), f"/v1/applications/{part.application_id}"
    verdict = officer.read(f"{path}/verdict")["assessment"]
    criteria = verdict["verdict"]["criteria"]
    decided = next(one for one in criteria if one["kind"] == "required")
    scene.checks.refused(
        "机器核验的条件不能由人改判 · what the machine decides takes no ruling",
        lambda: ruling.rule(officer, path, str(decided["criterion_id"]), "met", 1),
        409,
        "ruling-not-open",
    )
    left = [one for one in criteria if one["result"] == "to-be-judged"]
    for version, one in enumerate(left, start=1):
        ruling.rule(officer, path, str(one["criterion_id"]), "met", version)
    officer.tell(
        "逐条裁定待判断的条件 · judges what is to be judged", f"{len(left)} 条，各成一版，均附理由"
    )
    listed = officer.read(f"{path}/verdict/rulings")
    versions = listed["versions"]
    scene.checks.equal(
        "  每版记明何人、为何，并含上一版摘要；机器核验结果未变 · each version names who and why, and carries the digest before",
        [(one["previous_sha256"], one["ruling"]["ruled_by"], one["outcome"]) for one in versions],
        [
            (digest, "city-officer-a", verdict["verdict"]["outcome"])
            for digest in [
                verdict["assessment_sha256"],
                *(one["version_sha256"] for one in versions[:-1]),
            ]
        ],
    )
    prove_rulings(scene, listed)
    shown = wait_for(partial(_settled, officer, path), what="the rulings on their way home")
    scene.checks.equal(
        "  没有留给人的条件了 · nothing is left to a person",
        shown["verdict"]["left_to_a_person"],
        0,
    )


def _settled(officer: FrontEnd, path: str) -> JsonObject | None:
    shown = officer.read(path)
    return shown if shown["verdict"]["left_to_a_person"] == 0 else None
